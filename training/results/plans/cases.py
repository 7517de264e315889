"""From the rows of a plan to the case that the optimiser takes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from django.db.models import F, Sum

from training.models import (
    Course,
    PlanLimit,
    PlannedClass,
    PlannedSeats,
    PlanWant,
    Venue,
    YearPlan,
)
from training.planning import Away, Blackout, Case, Closure, Held, Want
from training.planning import Course as Taught
from training.planning import Venue as Room
from training.planning.sentences import counted

HOURS_A_DAY = 8
"""Hours of a course that fit into one day."""
_ONLINE = frozenset({Course.Delivery.ONLINE})


def case_of(plan: YearPlan) -> Case:
    """Read all that a plan is made from. The same number of queries for any plan."""
    wants = list(plan.wants.select_related("course", "city", "department"))
    courses = {want.course_id: want.course for want in wants}
    limits = list(plan.limits.select_related("city", "department"))
    return Case(
        must_meet_all=plan.aim == YearPlan.Aim.LEAST_COST,
        courses=tuple(_taught(course) for course in courses.values()),
        venues=tuple(
            _room(row.venue, row.cost_per_day) for row in plan.venues.select_related("venue")
        ),
        days=tuple(plan.days.values_list("on", flat=True)),
        wants=tuple(_want(want) for want in wants),
        travel={
            (row.city.name, str(row.venue_id)): _cents(row.per_seat)
            for row in plan.travels.select_related("city")
        },
        away=tuple(
            Away(city=_city(one), department=_department(one), most=one.most or 0)
            for one in limits
            if one.kind == PlanLimit.Kind.AWAY
        ),
        blackouts=tuple(_blackouts(limits)),
        closures=tuple(_closures(limits)),
        most_a_day=plan.most_a_day,
        budget=None if plan.budget is None else _cents(plan.budget),
        before=_before(plan, wants),
    )


def lacks_of(plan: YearPlan) -> list[str]:
    """What a plan still lacks before it can be worked out, a sentence each."""
    lacks = []
    deliveries = set(plan.wants.values_list("course__delivery", flat=True))
    if not deliveries:
        lacks.append("Say first who wants which course.")
    if not plan.days.exists():
        lacks.append("Choose first the days on which classes can be held.")
    if deliveries - _ONLINE and not plan.venues.exists():
        lacks.append("Choose first the venues in which classes can be held.")
    return lacks


def too_small(plan: YearPlan) -> list[str]:
    """Say which courses fewer people want than a class needs: no search can seat them."""
    asked = plan.wants.values("course__code", "course__title", "course__min_seats")
    few = asked.annotate(people=Sum("seats")).filter(people__lt=F("course__min_seats"))
    return [
        f"{one['course__title']}: {counted(one['people'])} in all; a class needs at least "
        f"{one['course__min_seats']}."
        for one in few.order_by("course__code")
    ]


def as_dollars(cents: int) -> Decimal:
    """Cents as dollars."""
    return Decimal(cents) / 100


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _taught(course: Course) -> Taught:
    return Taught(
        key=str(course.pk),
        name=course.title,
        least=course.min_seats,
        most=course.max_seats,
        cost=_cents(course.fixed_cost),
        seat_cost=_cents(course.cost_per_seat),
        days=ceil(course.hours / HOURS_A_DAY),
        is_online=course.delivery in _ONLINE,
    )


def _room(venue: Venue, cost_per_day: Decimal) -> Room:
    return Room(
        key=str(venue.pk), name=venue.name, seats=venue.seats, day_cost=_cents(cost_per_day)
    )


def _want(want: PlanWant) -> Want:
    return Want(
        key=str(want.pk),
        course=str(want.course_id),
        city=_city(want),
        department=_department(want),
        seats=want.seats,
        is_mandated=want.is_mandated,
        due_on=want.due_on,
        need=want.need,
        backfill=_cents(want.backfill),
    )


def _city(row: PlanWant | PlanLimit) -> str:
    return row.city.name if row.city else ""


def _department(row: PlanWant | PlanLimit) -> str:
    return row.department.name if row.department else ""


def _blackouts(limits: list[PlanLimit]) -> Iterator[Blackout]:
    for one in limits:
        if one.kind == PlanLimit.Kind.BLACKOUT and one.begins_on and one.ends_on:
            yield Blackout(
                first=one.begins_on,
                last=one.ends_on,
                city=_city(one),
                department=_department(one),
                why=one.why,
            )


def _closures(limits: list[PlanLimit]) -> Iterator[Closure]:
    for one in limits:
        if one.kind == PlanLimit.Kind.CLOSED and one.begins_on and one.ends_on:
            venue = str(one.venue_id)
            yield Closure(venue=venue, first=one.begins_on, last=one.ends_on, why=one.why)


def _before(plan: YearPlan, wants: list[PlanWant]) -> tuple[Held, ...] | None:
    """The classes of the plan before, its people under the lines that this plan has for them."""
    if plan.after_id is None:
        return None
    own = {want.line: str(want.pk) for want in wants}
    seats: dict[int, dict[str, int]] = {}
    sat = PlannedSeats.objects.filter(planned__plan=plan.after_id).select_related("want")
    for row in sat:
        if key := own.get(row.want.line):
            seats.setdefault(row.planned_id, {})[key] = row.seats
    return tuple(
        Held(
            course=str(one.course_id),
            venue=str(one.venue_id or ""),
            days=tuple(one.days),
            seats=seats.get(one.pk, {}),
        )
        for one in PlannedClass.objects.filter(plan=plan.after_id)
    )
