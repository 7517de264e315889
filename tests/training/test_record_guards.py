"""What the database itself refuses among training records, requests and reports of safety."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories.cities import CityFactory, DepartmentFactory
from tests.factories.records import (
    CompletionFactory,
    DutyFactory,
    ExposureFactory,
    IncidentFactory,
    SeatRequestFactory,
    TraineeFactory,
)
from tests.factories.training import CourseFactory, RequirementFactory, TopicFactory
from training.models import Completion, Exposure, Incident, Requirement

pytestmark = pytest.mark.django_db


def refused(make, *, match: str) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        make()


@pytest.mark.parametrize("factory", [CompletionFactory, IncidentFactory, ExposureFactory])
def test_what_is_on_record_is_never_changed_nor_removed(factory):
    row = factory()
    for act in (
        lambda: type(row).objects.filter(pk=row.pk).update(because="Otherwise"),
        row.delete,
    ):
        with pytest.raises(Exception, match="append_only"), transaction.atomic():
            act()
    assert type(row).objects.get() == row


def test_a_correction_says_why_and_is_made_once():
    first = CompletionFactory()
    same = {"trainee": first.trainee, "topic": first.topic, "corrects": first}
    refused(lambda: CompletionFactory(**same), match="completion_put_right_with_a_reason")
    second = CompletionFactory(**same, because="The wrong day", is_void=True)
    refused(lambda: CompletionFactory(**same, because="Again"), match="corrects")
    assert list(Completion.objects.standing()) == []
    third = CompletionFactory(**(same | {"corrects": second}), because="It was held after all")
    assert list(Completion.objects.standing()) == [third]


def test_a_correction_stays_with_its_own():
    done, fall, hours = CompletionFactory(), IncidentFactory(), ExposureFactory()
    refused(
        lambda: CompletionFactory(corrects=done, because="x"),
        match="put right for the same person",
    )
    refused(
        lambda: IncidentFactory(corrects=fall, because="x"), match="put right for the same city"
    )
    refused(
        lambda: ExposureFactory(city=hours.city, quarter=2, corrects=hours, because="x"),
        match="put right for the same quarter",
    )


def test_the_same_is_on_record_once():
    done, hours, bound = CompletionFactory(), ExposureFactory(), DutyFactory()
    refused(
        lambda: CompletionFactory(trainee=done.trainee, topic=done.topic),
        match="completion_recorded_once",
    )
    refused(lambda: ExposureFactory(city=hours.city), match="exposure_reported_once")
    refused(
        lambda: DutyFactory(trainee=bound.trainee, requirement=bound.requirement),
        match="duty_binds_once",
    )
    worker = TraineeFactory(name="Sample worker")
    refused(
        lambda: TraineeFactory(city=worker.city, name="sample WORKER"),
        match="trainee_once_on_the_roll",
    )
    assert TraineeFactory(city=worker.city, name="Sample worker", mark="2").pk


def test_what_belongs_to_another_city_or_topic_is_refused():
    elsewhere, other = DepartmentFactory(), CourseFactory()
    refused(lambda: TraineeFactory(department=elsewhere), match="another city")
    refused(lambda: IncidentFactory(department=elsewhere), match="another city")
    refused(lambda: CompletionFactory(course=other, topic=TopicFactory()), match="another topic")
    refused(lambda: SeatRequestFactory(course=other, topic=TopicFactory()), match="another topic")
    policy = RequirementFactory(
        basis=Requirement.Basis.CITY, city=CityFactory(), source="Policy 7 (sample)"
    )
    refused(lambda: DutyFactory(requirement=policy), match="another city")
    assert DutyFactory(trainee=TraineeFactory(city=policy.city), requirement=policy).pk


def test_a_near_miss_costs_no_hours_and_a_request_is_declined_with_a_reason():
    refused(
        lambda: IncidentFactory(is_near_miss=True), match="incident_nearly_missed_costs_nothing"
    )
    asked = SeatRequestFactory()
    refused(
        lambda: SeatRequestFactory(
            state="declined", answered_by=asked.asked_by, answered_at=asked.asked_at
        ),
        match="seat_request_declined_with_a_reason",
    )
    refused(lambda: SeatRequestFactory(state="met"), match="seat_request_answered_by_somebody")
    assert (Incident.objects.count(), Exposure.objects.count()) == (0, 0)
