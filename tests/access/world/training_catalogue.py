"""A course with its topic, family and requirement, and one that is no longer offered."""

from tests.access.world.things import IN_OFFICE, World
from tests.factories.training import (
    CourseFactory,
    FamilyFactory,
    RequirementFactory,
    TopicFactory,
)


def add_catalogue(world: World) -> None:
    """Add what everybody in office may read."""
    topic = TopicFactory(slug="sample-topic", name=world.canary("topic-name", *IN_OFFICE))
    family = FamilyFactory(slug="sample-family", name=world.canary("family-name", *IN_OFFICE))
    course = CourseFactory(
        code="SMP-CANARY",
        title=world.canary("course-title", *IN_OFFICE),
        about=world.canary("course-about", *IN_OFFICE),
        topic=topic,
        family=family,
    )
    retired = CourseFactory(code="SMP-GONE", topic=topic, family=family, is_retired=True)
    requirement = RequirementFactory(
        slug="sample-requirement",
        name=world.canary("requirement-name", *IN_OFFICE),
        source=world.canary("requirement-source", *IN_OFFICE),
        topic=topic,
    )
    world.things |= {
        "course": course.code,
        "retired_course": retired.code,
        "topic": topic.slug,
        "family": family.slug,
        "requirement": requirement.slug,
    }
