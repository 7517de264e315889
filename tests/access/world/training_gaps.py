"""A closed assessment with an earlier one beside it, and a group that nobody but GTI may see."""

from datetime import timedelta

from tests.access.principals import OTHER, OWN
from tests.access.world.things import World
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.training import TopicFactory
from tests.training.assessed import TRENCH, Role, asking, close, say
from training.models import Answer


def add_gaps(world: World, cities) -> None:
    """Ask about three topics: one that training mends, one that it does not, one for few."""
    trench = TopicFactory(slug="gaps-trench", name="Shoring a trench", is_safety=True)
    writing = TopicFactory(slug="gaps-writing", name="Writing to residents")
    few = TopicFactory(slug="gaps-few", name="Diving")
    streets = DepartmentFactory(organisation=cities[OWN], name="Streets and sewers")
    parks = DepartmentFactory(organisation=cities[OTHER], name="Parks and trees")
    earlier = asking(
        trench,
        slug="gaps-earlier",
        title="Needs of an earlier year",
        opens_at=NOON - timedelta(400),
    )
    say(earlier, streets, Role.FIELD, trench, *[(5, 4)] * 6)
    close(earlier)
    assessment = asking(trench, writing, few, slug="gaps-closed", title="Needs of this year")
    say(assessment, streets, Role.FIELD, trench, *TRENCH)
    say(assessment, parks, Role.FIELD, trench, *TRENCH)
    say(assessment, streets, Role.OFFICE, writing, *TRENCH)
    say(assessment, streets, Role.OFFICE, few, *[(5, 1)] * 4)
    Answer.objects.filter(topic=writing).update(barriers=["staffing"])
    staff = assessment.respondents.filter(role=Role.FIELD)
    staff.update(formats=["on_site"], times=["morning", "night"], travel_miles=25)
    world.things["gaps"] = close(assessment).slug
    world.things["gaps_earlier"] = earlier.slug
    world.things["gaps_topic"] = trench.slug
    world.things["gaps_few"] = few.slug
    world.things["gaps_place"] = str(streets.pk)
