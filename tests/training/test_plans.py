"""Year plans from asking to adopting: the worker, its death, planning again, sheets and pages."""

import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from collaborative.leasing import LeaseLost
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from collaborative.tables import read_table
from tests.agreements.workers import LEASE, started, until
from tests.factories.cities import CityFactory, DepartmentFactory
from tests.factories.cohorts import VenueFactory
from tests.factories.plans import (
    NOON,
    PlanDayFactory,
    PlanLimitFactory,
    PlanVenueFactory,
    PlanWantFactory,
    YearPlanFactory,
)
from tests.factories.training import CourseFactory
from training.models import Aimed, PlanWant, YearPlan
from training.operations import plans
from training.operations.plans import working
from training.operations.plans.asking import Change
from training.operations.plans.leasing import claim
from training.results.plans import too_small
from training.results.plans.sheets import COLUMNS, wants_in

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2027, 3, 2), date(2027, 4, 6)
MINUTE = timedelta(minutes=1)


def clock():
    return NOON


def prepared(analyst, **fields):
    """Ten people of a city, a venue, two days."""
    plan = YearPlanFactory(prepared_by=analyst.user, time_limit=5, **fields)
    venue = VenueFactory(seats=20)
    PlanVenueFactory(plan=plan, venue=venue)
    for on in (MARCH, APRIL):
        PlanDayFactory(plan=plan, on=on)
    PlanWantFactory(plan=plan)
    return plan


def worked_out(plan, analyst):
    plans.ask(plan, by=analyst, at=NOON)
    assert plans.work_out_waiting(clock=clock, within=MINUTE) == 1
    plan.refresh_from_db()
    return plan


def test_a_plan_is_worked_out_and_says_what_it_costs_and_that_nothing_is_better(analyst):
    plan = worked_out(prepared(analyst), analyst)
    (planned,) = plan.classes.all()
    assert (plan.state, plan.cost, plan.progress) == ("ready", Decimal(2650), "")
    assert (planned.days in ([MARCH], [APRIL]), planned.cost, planned.others) == (True, 2650, 0)
    assert list(planned.seats.values_list("seats", flat=True)) == [10]
    assert list(plan.aims.values_list("aim", "reached", "bound")) == [("cost", 265000, 265000)]
    kinds = [event.kind for event in Event.objects.about(plan)]
    assert kinds == ["year_plan.asked", "year_plan.begun", "year_plan.ready"]


def test_limits_that_clash_are_on_record(analyst):
    plan = prepared(analyst)
    city = plan.wants.get().city
    PlanLimitFactory(plan=plan, city=city, most=3)
    worked_out(plan, analyst)
    assert (plan.state, plan.is_least_clash) == ("infeasible", True)
    assert f"At most 3 people of {city} may be away on one day." in plan.clash


def test_within_a_budget_it_is_said_who_has_no_seat_and_why(analyst):
    plan = prepared(analyst, aim=YearPlan.Aim.MOST_NEED, budget=Decimal(2600))
    worked_out(plan, analyst)
    left = plan.left_out.get()
    assert (plan.state, plan.cost, left.seats) == ("ready", 2635 if plan.cost else 0, left.seats)
    assert left.why


def test_a_plan_that_lacks_something_is_not_asked_for(analyst):
    with pytest.raises(PermissionDenied, match="Say first who wants which course"):
        plans.ask(YearPlanFactory(), by=analyst, at=NOON)


def test_courses_that_too_few_want_are_named_before_the_search(analyst, client_for):
    plan = prepared(analyst)
    course = CourseFactory(title="Rope rescue (sample)", min_seats=8)
    for seats in (4, 3):
        PlanWantFactory(plan=plan, course=course, seats=seats)
    sentence = "Rope rescue (sample): 7 people in all; a class needs at least 8."
    assert too_small(plan) == [sentence]
    for route in ("training:plan", "training:plan_wants"):
        assertContains(client_for(analyst).get(reverse(route, args=[plan.slug])), sentence)
    PlanWantFactory(plan=plan, course=course, seats=1)
    assert too_small(plan) == []


def test_a_plan_that_was_given_up_is_not_written(analyst, monkeypatch):
    plan = prepared(analyst)
    plans.ask(plan, by=analyst, at=NOON)
    solve = working.plan

    def given_up(*arguments, **chosen):
        plans.cancel(YearPlan.objects.get(pk=plan.pk), by=analyst, at=NOON)
        return solve(*arguments, **chosen)

    monkeypatch.setattr(working, "plan", given_up)
    assert plans.work_out_waiting(clock=clock, within=MINUTE) == 0
    plan.refresh_from_db()
    assert (plan.state, plan.classes.count()) == ("cancelled", 0)


def test_a_silent_worker_loses_the_plan_to_another_and_writes_nothing_more(analyst):
    plan = prepared(analyst)
    plans.ask(plan, by=analyst, at=NOON)
    first = claim(clock=clock)
    assert claim(clock=clock) is None
    second = claim(clock=lambda: NOON + timedelta(hours=1))
    assert second.thing.pk == plan.pk
    with pytest.raises(LeaseLost):
        first.hold()
    assert second.thing.lapses == 1


def test_a_plan_that_no_worker_comes_back_from_has_failed(analyst):
    plan = prepared(analyst)
    plans.ask(plan, by=analyst, at=NOON)
    YearPlan.objects.filter(pk=plan.pk).update(lapses=working.FAULTS)
    assert plans.work_out_waiting(clock=clock, within=MINUTE) == 1
    plan.refresh_from_db()
    assert (plan.state, plan.reason) == ("failed", working.GONE)


def test_after_a_lost_day_the_new_plan_moves_what_must_be_moved(analyst):
    plan = worked_out(prepared(analyst), analyst)
    held_on = plan.classes.get().days[0]
    lost = Change(lost=held_on, venue=plan.venues.get().venue, why="Floor")
    follower = plans.plan_again(plan, title="Again", change=lost, by=analyst, at=NOON)
    assert plans.work_out_waiting(clock=clock, within=MINUTE) == 1
    follower.refresh_from_db()
    moved = follower.classes.get()
    assert (follower.state, follower.after, moved.is_moved) == ("ready", plan, True)
    assert moved.days == [({MARCH, APRIL} - {held_on}).pop()]
    assert (follower.moved_classes, follower.moved_people) == (1, 10)
    assert Aimed.objects.filter(plan=follower).count() == 3


def test_an_adopted_plan_opens_a_cohort_for_each_class_once(analyst):
    plan = worked_out(prepared(analyst), analyst)
    assert plans.adopt(plan, by=analyst, at=NOON) == 1
    cohort = plan.classes.get().adopted.cohort
    assert [row.seats for row in cohort.seats.all()] == [10]
    assert timezone.localtime(cohort.begins_at).hour == 9
    with pytest.raises((PermissionDenied, StaleState)):
        plans.adopt(plan, by=analyst, at=NOON)


def test_a_sheet_is_read_whole_with_every_fault_by_its_place():
    plan = YearPlanFactory()
    city = CityFactory(name="Raytown")
    DepartmentFactory(organisation=city, name="Police")
    CourseFactory(code="SMP-1")
    good = b"Course,City,Department,People,Mandated,Due\nSMP-1,Raytown,Police,8,yes,2027-06-30\n"
    wants, faults = wants_in(plan, read_table("wants.csv", good, COLUMNS))
    assert faults == []
    assert [(want.place, want.seats, want.is_mandated) for want in wants] == [
        ("Police, Raytown", 8, True)
    ]
    bad = b"Course,City,Department,People\nSMP-2,Raytown,,8\nSMP-1,Raytown,Fire,none\n"
    _, faults = wants_in(plan, read_table("wants.csv", bad, COLUMNS))
    assert [(fault.line, fault.column) for fault in faults] == [
        (2, "Course"),
        (3, "People"),
        (3, "Department"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_plan_asks_the_same_however_long_it_is(
    analyst, number, client_for, django_assert_num_queries
):
    plan = YearPlanFactory(prepared_by=analyst.user, time_limit=5)
    venue = VenueFactory(seats=20)
    PlanVenueFactory(plan=plan, venue=venue)
    for month in range(1, number + 1):
        PlanDayFactory(plan=plan, on=date(2027, month + 1, 2))
        PlanWantFactory(plan=plan)
    worked_out(plan, analyst)
    with django_assert_num_queries(25):
        answer = client_for(analyst).get(plan.get_absolute_url())
    assert answer.content.decode().count('data-label="Where"') == number


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_a_plan_that_the_next_one_finishes(analyst, tmp_path):
    plan = YearPlanFactory(prepared_by=analyst.user, time_limit=8)
    PlanVenueFactory(plan=plan)
    for month in range(1, 13):
        PlanDayFactory(plan=plan, on=date(2027, month, 2 if month > 1 else 5))
    for course in [CourseFactory(min_seats=4, max_seats=7) for _ in range(6)]:
        for seats in (5, 6, 7):
            PlanWantFactory(plan=plan, course=course, seats=seats)
    PlanVenueFactory(plan=plan)
    plans.ask(plan, by=analyst, at=timezone.now())
    script = "import django; django.setup(); from training.tasks import make_plans; make_plans()"
    worker = started([sys.executable, "-c", script], tmp_path)
    until(lambda: YearPlan.objects.get().state == "running", what="a worker has it")
    worker.kill()
    held = YearPlan.objects.get()
    assert (held.state, held.classes.count()) == ("running", 0)
    later = held.lease_until + timedelta(seconds=LEASE)
    assert plans.work_out_waiting(clock=lambda: later, within=MINUTE) == 1
    plan.refresh_from_db()
    assert (plan.state, plan.lapses) == ("ready", 1)
    assert sum(PlanWant.objects.values_list("seats", flat=True)) == sum(
        seats for row in plan.classes.all() for seats in row.seats.values_list("seats", flat=True)
    )
