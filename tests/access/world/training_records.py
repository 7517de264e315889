"""Somebody on the roll with a duty and a record, two requests, and an incident of the own city."""

from tests.access.principals import OWN
from tests.access.world.things import World
from tests.factories.cities import DepartmentFactory
from tests.factories.records import (
    NOON,
    CompletionFactory,
    DutyFactory,
    ExposureFactory,
    IncidentFactory,
    SeatRequestFactory,
    TraineeFactory,
    YearlyHoursFactory,
)
from tests.factories.training import RequirementFactory, TopicFactory

KEEPERS = ("liaison", "analyst")


def add_training_records(world: World, cities) -> None:
    """Add one of each, with canaries in what only the own city's liaison and the analyst read."""
    city, reader = cities[OWN], world.people["liaison"].user
    works = DepartmentFactory(organisation=city, name="Public Works (records)")
    topic = TopicFactory(slug="records-topic", name="Trench and excavation (records)")
    rule = RequirementFactory(slug="records-rule", name="Trench competence", topic=topic)
    trainee = TraineeFactory(
        city=city, department=works, name=world.canary("trainee-name", *KEEPERS)
    )
    YearlyHoursFactory(requirement__slug="yearly-rule", requirement__topic=topic)
    shared = {"city": city, "topic": topic, "asked_by": reader}
    asked = SeatRequestFactory(why=world.canary("seats-why", *KEEPERS), **shared)
    accepted = SeatRequestFactory(
        state="accepted",
        answered_by=world.people["analyst"].user,
        answered_at=NOON,
        **shared,
    )
    world.things |= {
        "trainee": trainee.pk,
        "bound_requirement": rule.slug,
        "completion": CompletionFactory(
            trainee=trainee, topic=topic, source=world.canary("completion-source", *KEEPERS)
        ).pk,
        "duty": DutyFactory(trainee=trainee, requirement=rule).pk,
        "seat_request": asked.pk,
        "accepted_request": accepted.pk,
        "incident": IncidentFactory(
            city=city,
            department=works,
            topic=topic,
            what=world.canary("incident-what", *KEEPERS),
            reported_by=reader,
        ).pk,
    }
    ExposureFactory(city=city, reported_by=reader)
    sheet = world.files / "records.csv"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text(
        "Name,Topic,Completed on,Hours,What shows it\n"
        f"Sample worker,{topic.name},2026-02-02,8,List\n",
        encoding="utf-8",
    )
    world.things["records_sheet"] = sheet
