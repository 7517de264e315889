"""Keeping training records, asking for seats, reporting on safety."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from tests.factories.cities import DepartmentFactory
from tests.factories.records import (
    NOON,
    CompletionFactory,
    DutyFactory,
    IncidentFactory,
    SeatRequestFactory,
    TraineeFactory,
    YearlyHoursFactory,
)
from tests.factories.training import CourseFactory, RequirementFactory, TopicFactory
from training.models import Completion, Exposure, SeatRequest, Trainee
from training.operations import records, requests, safety
from training.results import mandates
from training.results.requests import asked

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def raytown(cities):
    return cities["raytown"]


@pytest.fixture
def grandview(cities):
    return cities["grandview"]


@pytest.fixture
def own(raytown):
    return DepartmentFactory(organisation=raytown, name="Public Works")


def kinds() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


def test_a_completed_cohort_enters_the_person_once_and_the_same_again_changes_nothing(
    analyst, raytown, own
):
    course = CourseFactory()
    facts = {
        "city": raytown,
        "department": own,
        "name": "Sample worker",
        "course": course,
        "on": TODAY,
        "hours": Decimal(8),
        "source": "Cohort",
        "by": analyst,
        "at": NOON,
    }
    done = records.record_completion(**facts)
    assert records.record_completion(**(facts | {"name": "sample WORKER"})) == done
    assert (done.topic, done.origin, done.trainee.department) == (course.topic, "cohort", own)
    assert (Trainee.objects.count(), Completion.objects.count()) == (1, 1)
    assert kinds() == ["trainee.entered", "completion.recorded"]


def test_a_record_is_put_right_once_and_by_the_own_city_only(liaison_of, raytown, grandview):
    done = CompletionFactory(trainee__city=raytown)
    act = {"training": None, "because": "It was another person", "at": NOON}
    with pytest.raises(PermissionDenied, match="by the liaison of Raytown"):
        records.put_right(done, by=liaison_of(grandview), **act)
    newer = records.put_right(done, by=liaison_of(raytown), **act)
    assert (newer.corrects, newer.is_void, newer.hours) == (done, True, done.hours)
    with pytest.raises(StaleState, match="put right already"):
        records.put_right(done, by=liaison_of(raytown), **act)
    training = records.Training(
        topic=done.topic, on=done.on, hours=done.hours, source="Certificate"
    )
    with pytest.raises(StaleState, match="Put the newer record right"):
        records.record(done.trainee, training=training, by=liaison_of(raytown), at=NOON)
    assert kinds() == ["completion.put_right"]


def test_people_due_are_counted_once_by_topic_and_city_and_only_while_they_are_there(
    raytown, django_assert_num_queries
):
    topic = TopicFactory()
    three_years = RequirementFactory(topic=topic, every_months=36)
    hours = RequirementFactory(topic=topic, hours=Decimal(24), every_months=None)
    YearlyHoursFactory(requirement=hours).topics.add(other := TopicFactory())
    due_day, later = date(2026, 4, 1), date(2026, 12, 31)
    first, second = TraineeFactory(city=raytown), TraineeFactory(city=raytown)
    for trainee in (first, second, TraineeFactory(city=raytown, left_on=date(2026, 1, 1))):
        DutyFactory(trainee=trainee, requirement=three_years, first_due_on=due_day)
        DutyFactory(trainee=trainee, requirement=hours, first_due_on=date(2026, 1, 1))
    CompletionFactory(trainee=first, topic=topic, on=date(2025, 5, 5))
    CompletionFactory(trainee=first, topic=other, on=date(2026, 2, 2), hours=Decimal(24))
    with django_assert_num_queries(3):
        assert mandates.due(due_day, on=TODAY) == {(topic.pk, raytown.pk): 1}
    assert mandates.due(later, on=TODAY) == {(topic.pk, raytown.pk): 1}
    assert mandates.due(date(2028, 5, 5), on=TODAY) == {(topic.pk, raytown.pk): 2}


def test_a_duty_binds_once_reaches_its_own_city_and_ends(liaison_of, raytown, grandview):
    policy = RequirementFactory(basis="city", city=grandview, source="Policy 7 (sample)")
    rule, worker = RequirementFactory(), TraineeFactory(city=raytown)
    act = {"first_due_on": TODAY, "by": liaison_of(raytown), "at": NOON}
    with pytest.raises(PermissionDenied, match="a policy of Grandview"):
        records.bind([worker], requirement=policy, **act)
    (duty,) = records.bind([worker], requirement=rule, **act)
    assert records.bind([worker], requirement=rule, **act) == []
    records.free(duty, ended_on=TODAY, by=liaison_of(raytown), at=NOON)
    with pytest.raises(StaleState):
        records.free(duty, ended_on=TODAY, by=liaison_of(raytown), at=NOON)
    assert kinds() == ["duty.bound", "duty.ended"]


def test_a_request_waits_is_answered_and_counts_until_it_is_met(
    analyst, liaison_of, raytown, grandview
):
    topic = TopicFactory()
    wish = requests.Wish(topic=topic, people=6, wanted_by=date(2026, 9, 30), why="A new crew")
    with pytest.raises(PermissionDenied):
        requests.ask(city=raytown, wish=wish, by=liaison_of(grandview), at=NOON)
    one = requests.ask(city=raytown, wish=wish, by=liaison_of(raytown), at=NOON)
    SeatRequestFactory(city=raytown, topic=topic, people=4)
    assert asked() == {(topic.pk, raytown.pk): 10}
    with pytest.raises(PermissionDenied, match="analyst answers"):
        requests.accept(one, answer="", by=liaison_of(raytown), at=NOON)
    requests.accept(one, answer="In May", by=analyst, at=NOON)
    assert asked() == {(topic.pk, raytown.pk): 10}
    with pytest.raises(StaleState):
        requests.decline(one, answer="Too late", by=analyst, at=NOON)
    requests.meet(one, by=analyst, at=NOON)
    assert asked() == {(topic.pk, raytown.pk): 4}
    assert SeatRequest.objects.get(pk=one.pk).answer == "In May"


def test_incidents_and_hours_are_put_right_with_a_reason(liaison_of, raytown, grandview):
    by = liaison_of(raytown)
    fall = IncidentFactory(city=raytown)
    with pytest.raises(PermissionDenied):
        safety.put_right(fall, happening=None, because="Twice", by=liaison_of(grandview), at=NOON)
    newer = safety.put_right(fall, happening=None, because="Twice", by=by, at=NOON)
    assert (newer.is_void, newer.city) == (True, raytown)
    quarter = {"city": raytown, "year": 2026, "quarter": 1, "by": by, "at": NOON}
    first = safety.report_hours(hours=Decimal(50_000), **quarter)
    assert safety.report_hours(hours=Decimal(50_000), **quarter) == first
    with pytest.raises(StaleState, match="Say why"):
        safety.report_hours(hours=Decimal(51_000), **quarter)
    second = safety.report_hours(hours=Decimal(51_000), because="Overtime", **quarter)
    assert list(Exposure.objects.standing()) == [second]
    assert kinds() == ["incident.put_right", "exposure.reported", "exposure.put_right"]
