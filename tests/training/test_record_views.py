"""The pages of records, requests and safety: what is typed, sheets, queries, the rule of five."""

import re
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.cities import DepartmentFactory
from tests.factories.records import (
    NOON,
    CompletionFactory,
    DutyFactory,
    ExposureFactory,
    IncidentFactory,
    SeatRequestFactory,
    TraineeFactory,
)
from tests.factories.training import CourseFactory, RequirementFactory, TopicFactory
from training.models import Completion, Duty, Exposure, Incident, SeatRequest, Trainee
from training.results.safety import safety_year

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
SHOWN = re.compile(r'name="shown" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def raytown(cities):
    return cities["raytown"]


@pytest.fixture
def works(raytown):
    return DepartmentFactory(organisation=raytown, name="Public Works")


@pytest.fixture
def liaison(client_for, liaison_of, raytown):
    return client_for(liaison_of(raytown))


def sheet(*lines: str, name: str = "sheet.csv") -> dict:
    return {"file": SimpleUploadedFile(name, "\n".join(lines).encode())}


def uploaded(client, route: str, *lines: str):
    """Upload a sheet, and press what is offered."""
    looked = client.post(reverse(route), sheet(*lines))
    found = SHOWN.search(looked.content.decode())
    return looked, client.post(reverse(route), {"shown": found[1]}) if found else None


def test_somebody_is_entered_bound_trained_put_right_and_freed_on_the_pages(
    liaison, works, raytown
):
    rule = RequirementFactory(name="Trench competence")
    liaison.post(
        reverse("training:enter_trainee"), {"name": "Sample  worker", "department": works.pk}
    )
    worker = Trainee.objects.get()
    assert (worker.name, worker.city, worker.department) == ("Sample worker", raytown, works)
    liaison.post(
        reverse("training:bind", args=[rule.slug]),
        {"first_due_on": "2026-04-01", "people": [worker.pk]},
    )
    training = {"topic": rule.topic.pk, "on": "2026-02-02", "hours": "8", "source": "Certificate"}
    liaison.post(reverse("training:record_training", args=[worker.pk]), training)
    done = Completion.objects.get()
    page = liaison.get(reverse("training:requirement_people", args=[rule.slug]))
    assert "Met until" in page.content.decode()
    again = training | {"hours": "4", "because": "Half a day"}
    liaison.post(reverse("training:put_right", args=[done.pk]), again)
    assert Completion.objects.standing().get().hours == Decimal(4)
    stale = liaison.post(reverse("training:put_right", args=[done.pk]), again)
    assert (stale.status_code, Completion.objects.count()) == (409, 2)
    liaison.post(reverse("training:free", args=[Duty.objects.get().pk]))
    assert list(Duty.objects.standing(TODAY)) == []


def test_a_sheet_is_looked_at_then_written_whole_and_the_same_again_is_nothing_new(liaison, works):
    CourseFactory(code="SMP-1", hours=Decimal(6))
    TopicFactory(name="Writing")
    lines = (
        "Name,Department,Topic,Course,Completed on,Hours,What shows it",
        "Sample worker 1,public works,,SMP-1,2026-02-02,,List",
        "Sample worker 2,,Writing,,2/3/2026,7.5,Certificate",
    )
    looked = liaison.post(reverse("training:records_from_sheet"), sheet(*lines))
    assert (looked.status_code, Completion.objects.count()) == (200, 0)
    looked, _ = uploaded(liaison, "training:records_from_sheet", *lines)
    assert "2 lines are new" in looked.content.decode()
    rows = Completion.objects.order_by("on")
    names = ("trainee__name", "trainee__department__name", "hours", "origin")
    assert list(rows.values_list(*names)) == [
        ("Sample worker 1", "Public Works", Decimal(6), "sheet"),
        ("Sample worker 2", None, Decimal("7.50"), "sheet"),
    ]
    looked, pressed = uploaded(liaison, "training:records_from_sheet", *lines)
    assert ("every line is on record already" in looked.content.decode(), pressed) == (True, None)


def test_every_fault_of_a_sheet_is_named_and_nothing_is_written(liaison, works):
    TopicFactory(name="Writing")
    looked, pressed = uploaded(
        liaison,
        "training:records_from_sheet",
        "City,Name,Topic,Completed on,Hours,What shows it",
        "Grandview,Sample worker,Writing,2026-02-02,8,List",
        "Raytown,Sample worker,Reading,2026-02-02,8,List",
        "Raytown,Sample worker,Writing,2026-03-03,eight,List",
        "Raytown,Sample worker,,2026-02-02,8,List",
    )
    text = looked.content.decode()
    assert (looked.status_code, pressed, Trainee.objects.count()) == (422, None, 0)
    for fault in (
        "Line 2, “City”: “Grandview” is not one of: Raytown.",
        "Line 3, “Topic”: “Reading” is not one of: Writing.",
        "Line 4, “Completed on”: Tuesday, March 3, 2026 is still to come.",
        "Line 4, “Hours”: “eight” is not a number",
        "Line 5, “Topic”: name the topic, or the course by its code.",
    ):
        assert fault in text


def test_incidents_of_a_sheet_count_once_even_when_pressed_twice(liaison, works):
    lines = (
        "Department,Day,What happened,Severity,Near miss,Hours lost",
        '"Public Works",2026-02-02,"Slip, trip or fall",Minor,no,2',
        '"Public Works",2026-02-02,"Slip, trip or fall",Minor,no,2',
    )
    route = reverse("training:incidents_from_sheet")
    looked = liaison.post(route, sheet(*lines))
    shown = SHOWN.search(looked.content.decode())[1]
    assert liaison.post(route, {"shown": shown}).status_code == 302
    assert liaison.post(route, {"shown": shown}).status_code == 409
    assert Incident.objects.count() == 2
    looked, pressed = uploaded(liaison, "training:incidents_from_sheet", *lines)
    assert (pressed, Incident.objects.count()) == (None, 2)


def test_hours_of_a_sheet_that_differ_from_those_on_record_are_a_fault(liaison, raytown):
    lines = ("Year,Quarter,Hours", "2025,1,50000", "2025,2,51000")
    uploaded(liaison, "training:hours_from_sheet", *lines)
    assert Exposure.objects.count() == 2
    looked, _ = uploaded(liaison, "training:hours_from_sheet", "Year,Quarter,Hours", "2025,1,5")
    assert "50,000.00 hours are on record" in looked.content.decode()
    typed = {"city": raytown.pk, "year": 2025, "quarter": 1, "hours": "5"}
    assert liaison.post(reverse("training:report_hours"), typed).status_code == 409
    liaison.post(reverse("training:report_hours"), typed | {"because": "A slip of the pen"})
    assert Exposure.objects.standing().get(quarter=1).hours == Decimal(5)


def test_what_was_shown_to_one_person_is_not_written_by_another(
    liaison, client_for, liaison_of, works, cities
):
    TopicFactory(name="Writing")
    lines = ("Name,Topic,Completed on,Hours,What shows it", "A,Writing,2026-02-02,8,List")
    looked = liaison.post(reverse("training:records_from_sheet"), sheet(*lines))
    shown = SHOWN.search(looked.content.decode())[1]
    other = client_for(liaison_of(cities["grandview"]))
    answer = other.post(reverse("training:records_from_sheet"), {"shown": shown})
    assert (answer.status_code, Completion.objects.count()) == (409, 0)


def test_seats_are_asked_for_answered_and_met_on_the_pages(liaison, client_for, analyst, raytown):
    topic, other = TopicFactory(), CourseFactory()
    typed = {"city": raytown.pk, "topic": topic.pk, "people": 6, "why": "A new crew"}
    page = reverse("training:ask_seats")
    wrong = liaison.post(page, typed | {"wanted_by": "2026-03-01", "course": other.pk})
    text = wrong.content.decode()
    assert ("This day is over" in text, f"is about {other.topic}" in text) == (True, True)
    liaison.post(page, typed | {"wanted_by": "2026-09-30"})
    asked = SeatRequest.objects.get()
    gti = client_for(analyst)
    answer = reverse("training:answer_request", args=[asked.pk])
    assert "Say why it is declined" in gti.post(answer, {"verdict": "decline"}).content.decode()
    gti.post(answer, {"verdict": "accept", "answer": "In May"})
    gti.post(reverse("training:meet_request", args=[asked.pk]))
    assert SeatRequest.objects.get().state == "met"
    assert "In May" in liaison.get(reverse("training:requests")).content.decode()


def test_other_cities_are_counted_together_from_five_on_and_only_when_the_year_is_over(
    cities, liaison_of, facilitator, analyst
):
    for kind, number in (("fall", 5), ("strain", 2), ("vehicle", 2)):
        IncidentFactory.create_batch(
            number, city=cities["grandview"], kind=kind, on=date(2025, 5, 5)
        )
    IncidentFactory(city=cities["raytown"], kind="fall", on=date(2025, 5, 5))
    ExposureFactory(city=cities["grandview"], year=2025, hours=Decimal(200_000))
    seen = safety_year(liaison_of("raytown"), 2025, on=TODAY)
    assert [(city.name, city.cases) for city in seen.own] == [("Raytown", 1)]
    # Two and two would tell of fewer than five even together, so the falls are counted with them.
    together = "Slip, trip or fall, Vehicle or mobile equipment, Lifting or another strain"
    assert [(one.label, one.number) for one in seen.others] == [(together, 9)]
    assert seen.others_rate.value == Decimal("9.00")
    assert safety_year(liaison_of("raytown"), 2026, on=TODAY).others is None
    assert [one.number for one in safety_year(facilitator, 2025, on=TODAY).others] == [10]
    assert safety_year(liaison_of("grandview"), 2025, on=TODAY).others == ()
    everything = safety_year(analyst, 2025, on=TODAY)
    assert (sum(city.cases for city in everything.own), everything.other_cities) == (10, ())


@pytest.mark.parametrize("count", [1, 3])
def test_no_list_asks_more_for_more_rows(
    client_for, analyst, raytown, django_assert_num_queries, count
):
    rule = RequirementFactory()
    for _ in range(count):
        trainee = TraineeFactory(city=raytown)
        DutyFactory(trainee=trainee, requirement=rule)
        CompletionFactory(trainee=trainee, topic=rule.topic)
        SeatRequestFactory(city=raytown)
        IncidentFactory(city=raytown, topic=TopicFactory())
    gti = client_for(analyst)
    pages = {
        reverse("training:records"): 6,
        reverse("training:people"): 5,
        reverse("training:requests"): 5,
        reverse("training:safety"): 15,
        reverse("training:requirement_people", args=[rule.slug]): 6,
    }
    for page, number in pages.items():
        gti.get(page)
        with django_assert_num_queries(number):
            assert gti.get(page).status_code == 200
