"""What the database refuses about year plans."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from tests.factories.plans import (
    NOON,
    AimedFactory,
    LeftOutFactory,
    PlanDayFactory,
    PlanLimitFactory,
    PlannedClassFactory,
    PlannedSeatsFactory,
    PlanTravelFactory,
    PlanVenueFactory,
    PlanWantFactory,
    YearPlanFactory,
)
from training.models import YearPlan

pytestmark = pytest.mark.django_db
READY = {"state": "ready", "asked_at": NOON, "cost": Decimal(1), "seconds": Decimal(1)}


def refused(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


@pytest.mark.parametrize(
    "factory",
    [PlanDayFactory, PlanLimitFactory, PlanTravelFactory, PlanVenueFactory, PlanWantFactory],
)
def test_what_a_plan_is_made_from_stays_once_it_was_asked_for(factory):
    row = factory()
    YearPlan.objects.filter(pk=row.plan_id).update(state="waiting", asked_at=NOON)
    assert refused(lambda: type(row).objects.filter(pk=row.pk).update(id=row.pk))
    assert refused(row.delete)
    assert refused(lambda: factory(plan=row.plan))
    assert refused(lambda: YearPlan.objects.filter(pk=row.plan_id).update(title="Another"))
    assert refused(lambda: YearPlan.objects.filter(pk=row.plan_id).update(asked_at=None))


@pytest.mark.parametrize("factory", [PlannedClassFactory, LeftOutFactory, AimedFactory])
def test_what_was_found_is_written_by_the_worker_and_never_changes(factory):
    row = factory()
    YearPlan.objects.filter(pk=row.plan_id).update(**READY)
    assert refused(lambda: type(row).objects.filter(pk=row.pk).update(id=row.pk))
    assert refused(row.delete)
    assert refused(lambda: factory(plan=row.plan))
    assert refused(lambda: YearPlan.objects.filter(pk=row.plan_id).update(cost=2))


def test_the_seats_of_a_class_are_written_with_it():
    row = PlannedSeatsFactory()
    YearPlan.objects.filter(pk=row.planned.plan_id).update(**READY)
    assert refused(lambda: type(row).objects.filter(pk=row.pk).update(seats=2))
    assert refused(row.delete)


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({}, {"aim": "most_need"}),
        ({}, {"budget": 1}),
        ({}, {"state": "waiting"}),
        ({}, {"ends_on": "2026-12-31"}),
        ({}, {"time_limit": 1}),
        ({"state": "running", "asked_at": NOON}, {"state": "ready"}),
        ({"state": "running", "asked_at": NOON}, {"state": "failed"}),
        ({"state": "running", "asked_at": NOON}, {"state": "infeasible"}),
        ({"state": "waiting", "asked_at": NOON}, {"lease_until": NOON}),
    ],
)
def test_no_plan_is_what_it_cannot_be(fields, change):
    plan = YearPlanFactory(**fields)
    assert refused(lambda: YearPlan.objects.filter(pk=plan.pk).update(**change))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "away", "most": None},
        {"kind": "away", "city": None},
        {"kind": "blackout"},
        {"kind": "closed", "city": None, "most": None, "begins_on": "2027-01-04"},
    ],
)
def test_a_limit_says_what_it_limits(fields):
    assert refused(lambda: PlanLimitFactory(**fields))
