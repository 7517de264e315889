"""A sample year plan: worked out while the samples are loaded, ready to be adopted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from training.models import Course, PlanLimit, PlanWant, Venue, YearPlan
from training.operations import plans

TITLE = "Training year (sample)"
AGO, AFTER, EVERY, DAYS = 41, 30, 14, 9
"""Asked so many days ago, for classes that begin so many days from now, every two weeks."""
ROOM = "Training room (sample)"
WANTS = {
    "SMP-TRENCH": {"raytown": 9, "grandview": 7, "blue-springs": 6, "independence": 10},
    "SMP-ZONE": {"raytown": 8, "lees-summit": 12, "independence": 8},
    "SMP-AID": {"grandview": 6, "blue-springs": 6, "lees-summit": 7},
    "SMP-WRITE": {"independence": 9, "lees-summit": 5, "raytown": 4},
}
MANDATED = "SMP-TRENCH"
WAY, ROOM_A_DAY = Decimal("12.00"), Decimal("75.00")


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield how the analyst prepares the plan and asks for it."""
    first = days.day(-AFTER)
    yield Step(days.moment(AGO), partial(_prepare, cast, first))
    yield Step(days.moment(AGO, minute=30), partial(_ask, cast))


def _prepare(cast: Cast, first: date, at: datetime) -> None:
    """Say who wants what, the only room, the days, and how many of Raytown may be away."""
    by = cast.actors["analyst"]
    on = [first + timedelta(days=EVERY * number) for number in range(DAYS)]
    plan = plans.prepare(
        YearPlan(
            title=TITLE,
            begins_on=on[0],
            ends_on=on[-1],
            starts_at=time(8),
            most_a_day=2,
            time_limit=10,
            is_sample=True,
        ),
        by=by,
        at=at,
    )
    room, cities = Venue.objects.get(name=ROOM), cast.cities
    ways = {(city, room): WAY for slug, city in cities.items() if slug != "raytown"}
    plans.set_places(plan, costs={room: ROOM_A_DAY}, travel=ways, by=by, at=at)
    plans.set_days(plan, days=on, by=by, at=at)
    wants = [
        PlanWant(
            plan=plan,
            course=Course.objects.get(code=code),
            city=cities[slug],
            seats=seats,
            is_mandated=code == MANDATED,
            due_on=on[-3] if code == MANDATED else None,
        )
        for code, asked in WANTS.items()
        for slug, seats in asked.items()
    ]
    plans.take_wants(plan, wants=wants, by=by, at=at)
    limit = PlanLimit(plan=plan, kind=PlanLimit.Kind.AWAY, city=cities["raytown"], most=9)
    plans.add_limit(limit, by=by, at=at)


def _ask(cast: Cast, at: datetime) -> None:
    """Ask for it, and work it out at once."""
    plan = YearPlan.objects.get(title=TITLE)
    plans.ask(plan, by=cast.actors["analyst"], at=at)
    plans.work_out_waiting(clock=lambda: at, within=timedelta(minutes=1))
