"""Training records, reports of safety and year plans as files: whose, and back in again."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.access.world.training_plan import found
from tests.conftest import sign_in
from tests.factories.cities import DepartmentFactory
from tests.factories.cohorts import VenueFactory
from tests.factories.plans import YearPlanFactory
from tests.factories.records import (
    NOON,
    CompletionFactory,
    ExposureFactory,
    IncidentFactory,
    TraineeFactory,
)
from tests.factories.training import CourseFactory, RequirementFactory
from training.models import Completion, Incident
from training.results.plans.sheets import HEADINGS

pytestmark = pytest.mark.django_db
RECORDS, REPORTS = "training:records_csv", "training:safety_csv"


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def kept(cities):
    """A record that was put right, one of another city, and a report of each."""
    raytown, grandview = cities["raytown"], cities["grandview"]
    works = DepartmentFactory(organisation=raytown, name="Works")
    course = CourseFactory(code="SMP-9")
    worker = TraineeFactory(city=raytown, department=works, name="=Sample worker", mark="17")
    wrong = CompletionFactory(
        trainee=worker, topic=course.topic, course=course, on=date(2026, 1, 5), hours=Decimal(6)
    )
    CompletionFactory(
        trainee=worker,
        topic=course.topic,
        course=course,
        on=date(2026, 1, 6),
        hours=Decimal("7.5"),
        corrects=wrong,
        because="The day was wrong.",
    )
    CompletionFactory(trainee=TraineeFactory(city=grandview, name="Sample clerk"))
    IncidentFactory(city=raytown, department=works, topic=course.topic, what="Slipped, twice")
    IncidentFactory(city=grandview, is_near_miss=True, hours_lost=0)
    ExposureFactory(city=raytown)
    return course.topic.name


def taken(reader, route):
    answer = sign_in(reader).get(reverse(route))
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = b"".join(answer).decode("utf-8-sig")
    return text, list(csv.DictReader(io.StringIO(text)))


def test_a_liaison_takes_the_own_citys_records_and_the_analyst_all(
    kept, cities, liaison_of, analyst
):
    _, own = taken(liaison_of(cities["raytown"]), RECORDS)
    assert own == [
        {
            "City": "Raytown",
            "Department": "Works",
            "Name": "'=Sample worker",
            "Staff number": "17",
            "Topic": kept,
            "Course": "SMP-9",
            "Completed on": "2026-01-06",
            "Hours": "7.50",
            "What shows it": "Certificate",
        }
    ]
    _, every = taken(analyst, RECORDS)
    assert [row["City"] for row in every] == ["Grandview", "Raytown"]


def test_a_liaison_takes_the_own_citys_reports_and_the_analyst_all(
    kept, cities, liaison_of, analyst
):
    _, own = taken(liaison_of(cities["raytown"]), REPORTS)
    assert own == [
        {
            "City": "Raytown",
            "Department": "Works",
            "Day": "2026-02-02",
            "What happened": "Slip, trip or fall",
            "Severity": "Marginal",
            "Near miss": "no",
            "Topic": kept,
            "Hours lost": "8.00",
            "In a few words": "Slipped, twice",
        }
    ]
    _, every = taken(analyst, REPORTS)
    assert [(row["City"], row["Near miss"]) for row in every] == [
        ("Grandview", "yes"),
        ("Raytown", "no"),
    ]


@pytest.mark.parametrize(
    ("route", "back"),
    [("records", "records_from_sheet"), ("safety", "incidents_from_sheet")],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_and_comes_in_again_changes_nothing(kept, analyst, route, back, kind):
    before = (Completion.objects.count(), Incident.objects.count())
    client = sign_in(analyst)
    answer = client.get(reverse(f"training:{route}_{kind}"))
    sheet = SimpleUploadedFile(f"again.{kind}", b"".join(answer))
    page = client.post(reverse(f"training:{back}"), {"file": sheet})
    assert (page.status_code, page.context["number"], page.context["there"]) == (200, 0, 2)
    assert (Completion.objects.count(), Incident.objects.count()) == before


def test_a_plan_goes_out_as_lines_of_its_classes(cities, liaison_of):
    raytown = cities["raytown"]
    plan = YearPlanFactory()
    found(plan, CourseFactory(code="SMP-9"), VenueFactory(name="Hall", city=raytown), raytown)
    reader = sign_in(liaison_of(raytown))
    text = b"".join(reader.get(reverse("training:plan_csv", args=[plan.slug])))
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert tuple(rows[0]) == HEADINGS
    assert [(row["Number"], row["Venue"], row["City"], row["People"]) for row in rows] == [
        ("1", "Hall", "Raytown", "10")
    ]
    draft = reader.get(reverse("training:plan_csv", args=[YearPlanFactory().slug]))
    assert draft.status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_file_costs_as_many_statements_for_one_row_as_for_three(cities, liaison_of, number):
    raytown = cities["raytown"]
    for _ in range(number):
        CompletionFactory(trainee=TraineeFactory(city=raytown))
        IncidentFactory(city=raytown)
    reader = sign_in(liaison_of(raytown))
    for route in (RECORDS, REPORTS):
        with CaptureQueriesContext(connection) as queries:
            rows = b"".join(reader.get(reverse(route))).count(b"Raytown")
        assert (rows, len(queries)) == (number, 4), route


def test_a_requirement_leads_whoever_keeps_records_to_who_is_due(
    cities, liaison_of, staff_of, analyst
):
    rule = RequirementFactory(slug="trench-rule")
    link = f'href="{reverse("training:requirement_people", args=[rule.slug])}"'
    seen = {
        name: link in sign_in(reader).get(reverse("training:requirements")).content.decode()
        for name, reader in (
            ("liaison", liaison_of(cities["raytown"])),
            ("analyst", analyst),
            ("staff", staff_of(cities["raytown"])),
        )
    }
    assert seen == {"liaison": True, "analyst": True, "staff": False}
