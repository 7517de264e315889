"""Small cases, and every plan there is of them, one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from training.planning import Aim, Away, Case, Course, Held, Reached, Venue, Want, breaches, cost_of

DAYS = (date(2027, 3, 2), date(2027, 3, 9))
TRENCH = Course(key="c", name="Trench", least=2, most=3, cost=1000, seat_cost=10)
HALL = Venue(key="h", name="Hall", seats=3, day_cost=100)
BASE = Case(
    must_meet_all=True,
    courses=(TRENCH,),
    venues=(HALL,),
    days=DAYS,
    wants=(Want(key="w", course="c", city="Raytown", seats=3),),
)


def changed(**fields) -> Case:
    """The small case with something else in it."""
    return replace(BASE, **fields)


def away(most: int, department: str = "") -> Away:
    """A limit for Raytown."""
    return Away(city="Raytown", department=department, most=most)


def every_plan(case: Case) -> Iterator[tuple[Held, ...]]:
    """All plans that keep the limits."""
    slots = [
        (course, venue.key, case.days[first : first + course.days])
        for course in case.courses
        for venue in case.venues
        for first in range(len(case.days) - course.days + 1)
    ]
    for filling in product(*(_fillings(case, course) for course, _, _ in slots)):
        classes = tuple(
            Held(course=course.key, venue=venue, days=days, seats=seats)
            for (course, venue, days), seats in zip(slots, filling, strict=True)
            if seats
        )
        if not breaches(case, classes):
            yield classes


def best(case: Case) -> list[int] | None:
    """What the best plan reaches of each aim, in their order; None where there is no plan."""
    found = [_reached(case, classes) for classes in every_plan(case)]
    return min(found) if found else None


def as_small(aims: tuple[Reached, ...]) -> list[int]:
    """The aims of a plan as `best` gives them: of each, less is better."""
    return [-one.value if one.aim == Aim.NEED else one.value for one in aims]


def _fillings(case: Case, course: Course) -> list[dict[str, int]]:
    wants = [want for want in case.wants if want.course == course.key]
    numbers = product(*(range(want.seats + 1) for want in wants))
    return [{want.key: n for want, n in zip(wants, each, strict=True) if n} for each in numbers]


def _reached(case: Case, classes: tuple[Held, ...]) -> list[int]:
    wants = {want.key: want for want in case.wants}
    seated = {key: sum(held.seats.get(key, 0) for held in classes) for key in wants}
    moves = _moves(case, classes)
    cost = cost_of(case, classes)
    if case.must_meet_all:
        return [*moves, cost]
    mandated = [want for want in case.wants if want.is_mandated]
    lacking = [sum(want.seats - seated[want.key] for want in mandated)] if mandated else []
    need = sum(want.need * seated[want.key] for want in case.wants)
    return [*lacking, *moves, -need, cost]


def _moves(case: Case, classes: tuple[Held, ...]) -> list[int]:
    if case.before is None:
        return []
    now = {(held.course, held.venue, held.days): held.seats for held in classes}
    same = [(held, now.get((held.course, held.venue, held.days))) for held in case.before]
    stay = sum(
        min(number, seats.get(key, 0))
        for held, seats in same
        if seats
        for key, number in held.seats.items()
    )
    moved = sum(seats is None for _, seats in same)
    return [moved, sum(held.people for held in case.before) - stay]
