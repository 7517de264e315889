"""Working a plan out: the optimiser runs, its progress is told, and what it found is written."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from time import monotonic

from django.db import transaction

from collaborative.leasing import Clock, LeaseLost
from training.events import YearPlanEvent
from training.models import Aimed, LeftOut, PlannedClass, PlannedSeats, YearPlan
from training.operations.plans.leasing import PlanLease, claim
from training.planning import (
    ONLINE,
    Aim,
    CannotPlan,
    Case,
    Found,
    Held,
    OutOfTime,
    Progress,
    costs_of,
    plan,
)
from training.results.plans import as_dollars, case_of

FAULTS = 3
"""After so many times that a worker did not come back from a plan, it has failed."""
GONE = f"The worker did not come back from it {FAULTS} times. Make it smaller, or tell GTI."
TOO_SHORT = (
    "In {} seconds neither a plan was found nor a reason why there is none. Plan again with more "
    "time, fewer days or fewer venues."
)
BROKEN = "Working it out ended with an error, which the portal's administrator can read in its log."
_SOUGHT = {
    Aim.MANDATES: "Mandates in time",
    Aim.CLASSES: "Few classes moved",
    Aim.PEOPLE: "Few people moved",
    Aim.NEED: "Most need met",
    Aim.COST: "Least cost",
}

logger = logging.getLogger(__name__)


def work_out_waiting(*, clock: Clock, within: timedelta) -> int:
    """Work out what waits; return how many plans were finished, one way or the other.

    After `within` no further plan is begun. Twice at once is safe: each takes another, or none.
    """
    ends, finished = clock() + within, 0
    while clock() < ends and (lease := claim(clock=clock)):
        finished += _work_out(lease)
    return finished


def _work_out(lease: PlanLease) -> bool:
    """Work one plan out; False where it was given up or another worker has it."""
    try:
        _ended(lease)
    except LeaseLost:
        logger.info("Plan %s was taken over or given up", lease.thing.pk)
        return False
    return True


def _ended(lease: PlanLease) -> None:
    if lease.thing.lapses >= FAULTS:
        _fail(lease, GONE)
        return
    begun = monotonic()
    case = case_of(lease.thing)

    def watch(progress: Progress) -> bool:
        lease.tell(_words(progress))
        return True

    try:
        found = plan(case, seconds=lease.thing.time_limit, watch=watch)
    except CannotPlan as clash:
        _clash(lease, clash)
    except OutOfTime:
        _fail(lease, TOO_SHORT.format(lease.thing.time_limit))
    except ArithmeticError:  # its fault, which no second run would mend
        logger.exception("Plan %s could not be worked out", lease.thing.pk)
        _fail(lease, BROKEN)
    else:
        _write(lease, case, found, seconds=monotonic() - begun)


def _words(progress: Progress) -> str:
    sought = _SOUGHT[progress.aim]
    if progress.best is None or progress.bound is None:
        return f"{sought}: looking for a first plan."
    sign = -1 if progress.aim == Aim.NEED else 1
    best, bound = sign * progress.best, sign * progress.bound
    if progress.aim == Aim.COST:
        return f"{sought}: ${best / 100:,.2f} found; no plan costs less than ${bound / 100:,.2f}."
    limit = "more" if progress.aim == Aim.NEED else "less"
    return f"{sought}: {best:,} found; {limit} than {bound:,} is not possible."


@transaction.atomic
def _fail(lease: PlanLease, reason: str) -> None:
    lease.hold()
    lease.conclude(YearPlanEvent.FAILED, detail={"reason": reason}, reason=reason)


@transaction.atomic
def _clash(lease: PlanLease, clash: CannotPlan) -> None:
    lease.hold()
    lease.conclude(
        YearPlanEvent.INFEASIBLE,
        detail={"clash": list(clash.sentences)},
        clash=list(clash.sentences),
        is_least_clash=clash.is_least,
    )


@transaction.atomic
def _write(lease: PlanLease, case: Case, found: Found, *, seconds: float) -> None:
    lease.hold()
    row = lease.thing
    _write_classes(row, case, found)
    Aimed.objects.bulk_create(
        Aimed(plan=row, position=position, aim=one.aim, reached=one.value, bound=one.bound)
        for position, one in enumerate(found.aims, start=1)
    )
    LeftOut.objects.bulk_create(
        LeftOut(plan=row, want_id=int(one.want), seats=one.seats, why=one.why)
        for one in found.lacking
    )
    reached = {one.aim: one.value for one in found.aims}
    lease.conclude(
        YearPlanEvent.READY,
        detail={"cost": as_dollars(found.cost), "classes": len(found.classes)},
        cost=as_dollars(found.cost),
        seconds=round(seconds, 2),
        moved_classes=reached.get(Aim.CLASSES),
        moved_people=reached.get(Aim.PEOPLE),
    )


def _write_classes(row: YearPlan, case: Case, found: Found) -> None:
    before = {(one.course, one.venue, one.days): one for one in case.before or ()}
    classes = []
    for number, held in enumerate(found.classes, start=1):
        own, others = costs_of(case, held)
        classes.append(
            PlannedClass(
                plan=row,
                number=number,
                course_id=int(held.course),
                venue_id=None if held.venue == ONLINE else int(held.venue),
                days=list(held.days),
                cost=as_dollars(own),
                others=as_dollars(others),
                is_moved=number - 1 in found.moved,
            )
        )
    PlannedClass.objects.bulk_create(classes)
    PlannedSeats.objects.bulk_create(
        PlannedSeats(
            planned=planned,
            want_id=int(key),
            seats=number,
            moved=_moved(before, held, key) if case.before is not None else 0,
        )
        for planned, held in zip(classes, found.classes, strict=True)
        for key, number in sorted(held.seats.items())
    )


def _moved(before: Mapping[tuple[str, str, tuple[date, ...]], Held], held: Held, key: str) -> int:
    """How many of a want's people were not in the same class before."""
    same = before.get((held.course, held.venue, held.days))
    return max(0, held.seats[key] - (same.seats.get(key, 0) if same else 0))
