"""Preparing a plan: who wants what, where and when classes can be, and within which limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from cities.models import City
from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event
from training.events import YearPlanEvent
from training.lifecycle import YEAR_PLAN
from training.models import (
    PlanDay,
    PlanLimit,
    PlanTravel,
    PlanVenue,
    PlanWant,
    Venue,
    YearPlan,
)
from training.rules import plans as rules


@transaction.atomic
def prepare(plan: YearPlan, *, by: Actor, at: datetime) -> YearPlan:
    """Begin a plan with its title, its year, its aim and its times."""
    if reason := rules.why_not_plan(by):
        raise PermissionDenied(reason)
    assert by.user is not None  # nobody else may
    plan.state, plan.state_since = YEAR_PLAN.start, at
    plan.prepared_by, plan.prepared_at = by.user, at
    plan.slug = _free_slug(plan.title)
    plan.save(force_insert=True)
    Event.objects.record(YearPlanEvent.PREPARED, plan, by=by, at=at)
    return plan


@transaction.atomic
def change(plan: YearPlan, *, fields: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Change its title, year, aim and times."""
    _begin(plan, by=by)
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(fields))
    _changed(plan, what="frame", by=by, at=at)


@transaction.atomic
def set_days(plan: YearPlan, *, days: Iterable[date], by: Actor, at: datetime) -> None:
    """Let classes be held on these days and no others."""
    _begin(plan, by=by)
    plan.days.all().delete()
    PlanDay.objects.bulk_create(PlanDay(plan=plan, on=on) for on in sorted(set(days)))
    _changed(plan, what="days", by=by, at=at)


@transaction.atomic
def set_places(
    plan: YearPlan,
    *,
    costs: Mapping[Venue, Decimal],
    travel: Mapping[tuple[City, Venue], Decimal],
    by: Actor,
    at: datetime,
) -> None:
    """Let classes be held in these venues and no others, and say what the way to each costs."""
    _begin(plan, by=by)
    plan.venues.all().delete()
    plan.travels.all().delete()
    PlanVenue.objects.bulk_create(
        PlanVenue(plan=plan, venue=venue, cost_per_day=cost) for venue, cost in costs.items()
    )
    PlanTravel.objects.bulk_create(
        PlanTravel(plan=plan, city=city, venue=venue, per_seat=per_seat)
        for (city, venue), per_seat in travel.items()
        if per_seat and venue in costs
    )
    _changed(plan, what="venues", by=by, at=at)


@transaction.atomic
def add_want(want: PlanWant, *, by: Actor, at: datetime) -> None:
    """Add people who want a course."""
    _begin(want.plan, by=by)
    want.save(force_insert=True)
    _changed(want.plan, what="people", by=by, at=at)


@transaction.atomic
def take_wants(
    plan: YearPlan,
    *,
    wants: Iterable[PlanWant],
    by: Actor,
    at: datetime,
    revision: int | None = None,
) -> int:
    """Take many lines at once, in place of those that came in the same way; return how many.

    Whoever looked first says at which revision, and the plan must be there still. Raises
    PermissionDenied and StaleState.
    """
    _begin(plan, by=by)
    if revision and not YearPlan.objects.filter(pk=plan.pk, revision=revision).exists():
        raise StaleState(f"{plan} has changed since it was read. Nothing was taken.")
    lines = list(wants)
    plan.wants.filter(source__in={line.source for line in lines}).delete()
    PlanWant.objects.bulk_create(lines)
    _changed(plan, what="people", by=by, at=at)
    return len(lines)


@transaction.atomic
def remove_want(want: PlanWant, *, by: Actor, at: datetime) -> None:
    """Take people out again."""
    _begin(want.plan, by=by)
    want.delete()
    _changed(want.plan, what="people", by=by, at=at)


@transaction.atomic
def add_limit(limit: PlanLimit, *, by: Actor, at: datetime) -> None:
    """Add a limit that every class keeps."""
    _begin(limit.plan, by=by)
    limit.save(force_insert=True)
    _changed(limit.plan, what="limits", by=by, at=at)


@transaction.atomic
def remove_limit(limit: PlanLimit, *, by: Actor, at: datetime) -> None:
    """Take a limit away again."""
    _begin(limit.plan, by=by)
    limit.delete()
    _changed(limit.plan, what="limits", by=by, at=at)


def _free_slug(title: str) -> str:
    """Make a name for the address out of the title; a second of the same gets a number."""
    wanted = slugify(title)[:60].strip("-") or "plan"
    taken = {
        "new",
        *YearPlan.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
    }
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _begin(plan: YearPlan, *, by: Actor) -> None:
    """Hold the plan, which must be in preparation. Raises PermissionDenied and StaleState."""
    if reason := rules.why_not_change(by, plan):
        raise PermissionDenied(reason)
    held = YearPlan.objects.select_for_update().filter(pk=plan.pk, state=YearPlan.State.DRAFT)
    if not held.exists():
        raise StaleState(explain(plan))


def _changed(plan: YearPlan, *, what: str, by: Actor, at: datetime) -> None:
    YearPlan.objects.filter(pk=plan.pk).update(revision=F("revision") + 1)
    Event.objects.record(YearPlanEvent.CHANGED, plan, by=by, at=at, what=what)
