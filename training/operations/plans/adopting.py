"""Adopting a plan: its classes become cohorts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cities.models import City
from collaborative.models import Actor
from training.events import YearPlanEvent
from training.lifecycle import YEAR_PLAN
from training.models import AdoptedClass, PlannedClass, YearPlan
from training.operations import cohorts
from training.operations.cohorts import Slot, Terms
from training.results.plans.cases import HOURS_A_DAY
from training.rules import plans as rules


@transaction.atomic
def adopt(plan: YearPlan, *, by: Actor, at: datetime) -> int:
    """Make a cohort of every class, planned and not open yet; return how many."""
    if reason := rules.why_not_adopt(by, plan):
        raise PermissionDenied(reason)
    YEAR_PLAN.advance(plan, YearPlanEvent.ADOPTED, by=by, at=at, state_since=at)
    classes = plan.classes.select_related("course", "venue").prefetch_related("seats__want__city")
    made = [
        AdoptedClass(
            planned=one,
            cohort=cohorts.open_cohort(one.course, terms=_terms(plan, one), by=by, at=at),
        )
        for one in classes
    ]
    AdoptedClass.objects.bulk_create(made)
    return len(made)


def _terms(plan: YearPlan, one: PlannedClass) -> Terms:
    seats: Counter[City] = Counter()
    for row in one.seats.all():
        seats[row.want.city] += row.seats
    return Terms.of(one.course, sessions=list(_sessions(plan, one)), seats=seats, venue=one.venue)


def _sessions(plan: YearPlan, one: PlannedClass) -> Iterator[Slot]:
    """A session for each day, the hours parted evenly, at most a working day each."""
    hours = min(float(one.course.hours) / len(one.days), HOURS_A_DAY)
    for day in one.days:
        begins_at = timezone.make_aware(datetime.combine(day, plan.starts_at))
        yield Slot(begins_at, begins_at + timedelta(hours=hours))
