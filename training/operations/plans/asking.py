"""Asking for a plan, giving it up, and planning again after a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.leasing import FREE
from collaborative.models import Actor
from training.events import YearPlanEvent
from training.lifecycle import YEAR_PLAN
from training.models import PlanDay, PlanLimit, Venue, YearPlan
from training.operations.plans.preparing import prepare
from training.results.plans import lacks_of
from training.rules import plans as rules

_COPIED = ("venues", "days", "wants", "travels", "limits")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A day that is no longer possible, in one venue or in all, and a day that is possible now."""

    lost: date | None = None
    venue: Venue | None = None
    gained: date | None = None
    why: str = ""


def ask(plan: YearPlan, *, by: Actor, at: datetime) -> None:
    """Ask for it: the worker takes it up, and what it is made from stays. Raises StaleState."""
    if reason := rules.why_not_ask(by, plan, lacks=lacks_of(plan)):
        raise PermissionDenied(reason)
    YEAR_PLAN.advance(plan, YearPlanEvent.ASKED, by=by, at=at, state_since=at, asked_at=at)


def cancel(plan: YearPlan, *, by: Actor, at: datetime) -> None:
    """Give it up; a worker that is at it finds out and stops. Raises StaleState once it is done."""
    if reason := rules.why_not_cancel(by, plan):
        raise PermissionDenied(reason)
    YEAR_PLAN.advance(
        plan,
        YearPlanEvent.CANCELLED,
        by=by,
        at=at,
        state_since=at,
        **FREE,
        progress="",
    )


@transaction.atomic
def plan_again(
    plan: YearPlan, *, title: str, change: Change | None, by: Actor, at: datetime
) -> YearPlan:
    """Make another plan from what this one was made from, with as little moved as can be.

    With a change it is asked for at once; without one it is in preparation, to be changed freely.
    """
    if reason := rules.why_not_plan_again(by, plan):
        raise PermissionDenied(reason)
    kept = ("aim", "budget", "begins_on", "ends_on", "starts_at", "most_a_day", "time_limit")
    fields = {name: getattr(plan, name) for name in (*kept, "is_sample")}
    follower = YearPlan(title=title, after=plan if plan.is_found else None, **fields)
    prepare(follower, by=by, at=at)
    for name in _COPIED:
        _copy(plan, follower, name)
    if change is not None:
        _apply(follower, change)
        ask(follower, by=by, at=at)
    return follower


def _copy(plan: YearPlan, follower: YearPlan, name: str) -> None:
    rows = list(getattr(plan, name).all())
    for row in rows:
        row.pk, row.plan = None, follower
    getattr(follower, name).bulk_create(rows)


def _apply(plan: YearPlan, change: Change) -> None:
    if change.lost:
        is_of_venue = change.venue is not None
        PlanLimit.objects.create(
            plan=plan,
            kind=PlanLimit.Kind.CLOSED if is_of_venue else PlanLimit.Kind.BLACKOUT,
            venue=change.venue,
            begins_on=change.lost,
            ends_on=change.lost,
            why=change.why,
        )
    if change.gained:
        PlanDay.objects.get_or_create(plan=plan, on=change.gained)
