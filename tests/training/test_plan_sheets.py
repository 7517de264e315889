"""Who wants what from a sheet: looked at first, every fault by its line, then taken as shown."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.conftest import sign_in
from tests.factories.cities import CityFactory, DepartmentFactory
from tests.factories.plans import PlanWantFactory, YearPlanFactory
from tests.factories.records import SeatRequestFactory
from tests.factories.training import CourseFactory
from training.models import PlanWant

pytestmark = pytest.mark.django_db
HEAD = "Course,City,Department,People,Need,Standing in"
SHOWN = re.compile(r'name="shown" value="([^"]+)"')


@pytest.fixture
def plan(analyst):
    return YearPlanFactory(prepared_by=analyst.user)


@pytest.fixture
def raytown():
    city = CityFactory(name="Raytown")
    DepartmentFactory(organisation=city, name="Police")
    CourseFactory(code="SMP-1")
    return city


@pytest.fixture
def send(plan, analyst):
    client, url = sign_in(analyst), reverse("training:plan_sheet", args=[plan.slug])

    def sent(*lines, **fields):
        sheet = SimpleUploadedFile("wants.csv", "\n".join(lines).encode())
        return client.post(url, fields or {"file": sheet})

    return sent


def lines_of(plan):
    return sorted(plan.wants.values_list("department__name", "seats", "need", "source"), key=str)


def token(answer):
    return SHOWN.search(answer.content.decode())[1]


def test_a_sheet_is_shown_and_taken_only_with_the_press(plan, raytown, send):
    looked = send(HEAD, "SMP-1,Raytown,Police,8,70,120", "SMP-1,Raytown,,4,,")
    assert [(want.place, want.seats) for want in looked.context["look"].new] == [
        ("Police, Raytown", 8),
        ("Raytown", 4),
    ]
    assert lines_of(plan) == []
    pressed = send(shown=token(looked))
    assert pressed.url == reverse("training:plan_wants", args=[plan.slug])
    assert lines_of(plan) == [("Police", 8, 70, "sheet"), (None, 4, 50, "sheet")]


def test_the_look_says_what_is_changed_the_same_and_taken_out(plan, raytown, send):
    course = CourseFactory(code="SMP-2")
    PlanWantFactory(plan=plan, course=course, city=raytown, source="sheet")
    send(shown=token(send(HEAD, "SMP-1,Raytown,Police,8,,", "SMP-1,Raytown,,4,,")))
    look = send(HEAD, "SMP-1,Raytown,Police,9,,", "SMP-1,Raytown,,4,,").context["look"]
    assert [(old.seats, want.seats) for old, want in look.changed] == [(8, 9)]
    assert [want.seats for want in look.same] == [4]
    assert (look.new, look.gone) == ([], [])
    look = send(HEAD, "SMP-1,Raytown,,4,,").context["look"]
    assert [want.place for want in look.gone] == ["Police, Raytown"]
    again = send(HEAD, "SMP-1,Raytown,Police,8,,", "SMP-1,Raytown,,4,,")
    assert again.context["look"].changes_nothing
    assert not SHOWN.search(again.content.decode())


def test_every_fault_is_named_by_its_line_and_nothing_is_taken(plan, raytown, send):
    PlanWantFactory(plan=plan, course__code="SMP-2", city=raytown, department=None)
    looked = send(HEAD, "SMP-1,Raytown,Fire,8,,", "SMP-1,Raytown,,none,,", "SMP-2,Raytown,,3,,")
    assert looked.status_code == 422
    assert [(fault.line, fault.column) for fault in looked.context["faults"]] == [
        (2, "Department"),
        (3, "People"),
        (4, "Course"),
    ]
    assert "already (Typed in)" in looked.content.decode()
    assert [line[-1] for line in lines_of(plan)] == ["typed"]
    assert send(HEAD).status_code == 422


def test_what_was_shown_holds_no_more_once_the_plan_has_changed(plan, raytown, send, analyst):
    first = token(send(HEAD, "SMP-1,Raytown,,4,,"))
    second = token(send(HEAD, "SMP-1,Raytown,,5,,"))
    send(shown=first)
    late = send(shown=second)
    assert (late.status_code, late.context["is_stale"]) == (409, True)
    assert lines_of(plan) == [(None, 4, 50, "sheet")]
    assert send(shown=first + "x").status_code == 409
    other = YearPlanFactory(prepared_by=analyst.user)
    url = reverse("training:plan_sheet", args=[other.slug])
    assert sign_in(analyst).post(url, {"shown": second}).status_code == 409


def test_the_demand_leaves_a_line_alone_that_somebody_typed(plan, raytown, analyst):
    course = CourseFactory(code="SMP-3")
    PlanWantFactory(plan=plan, course=course, city=raytown, department=None, seats=3)
    SeatRequestFactory(city=raytown, topic=course.topic, people=6)
    url = reverse("training:plan_demand", args=[plan.slug])
    assert sign_in(analyst).post(url).status_code == 302
    assert [(want.seats, want.source) for want in PlanWant.objects.filter(course=course)] == [
        (3, "typed")
    ]
