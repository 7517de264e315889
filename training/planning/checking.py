"""Whether a plan keeps every limit: counted again in whole numbers, without the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from training.planning.terms import ONLINE, Case, Held


def breaches(case: Case, classes: Sequence[Held]) -> list[str]:
    """Say every limit that the classes do not keep."""
    return [*_sizes(case, classes), *_days(case, classes), *_people(case, classes)]


def cost_of(case: Case, classes: Sequence[Held]) -> int:
    """Cents for all classes and everybody in them."""
    return sum(sum(costs_of(case, held)) for held in classes)


def costs_of(case: Case, held: Held) -> tuple[int, int]:
    """Cents for a class with its venue and seats, and cents for travel and standing in."""
    course = next(one for one in case.courses if one.key == held.course)
    wants = {one.key: one for one in case.wants}
    own = case.class_cost(course, held.venue) + held.people * course.seat_cost
    whole = sum(
        number * case.seat_cost(wants[key], course, held.venue)
        for key, number in held.seats.items()
    )
    return own, whole - held.people * course.seat_cost


def _sizes(case: Case, classes: Sequence[Held]) -> Iterator[str]:
    courses = {one.key: one for one in case.courses}
    rooms = {one.key: one.seats for one in case.venues}
    days = sorted(set(case.days))
    runs = {
        (length, tuple(days[first : first + length]))
        for length in {one.days for one in case.courses}
        for first in range(len(days))
    }
    for held in classes:
        course = courses[held.course]
        most = min(course.most, rooms.get(held.venue, course.most))
        if not course.least <= held.people <= most or min(held.seats.values(), default=0) < 1:
            yield f"{course.name} has {held.people} people."
        if (held.venue == ONLINE) != course.is_online or (course.days, held.days) not in runs:
            yield f"{course.name} is not where and when it can be."


def _days(case: Case, classes: Sequence[Held]) -> Iterator[str]:
    days = [(held, day) for held in classes for day in held.days]
    taken = Counter((held.venue, day) for held, day in days if held.venue != ONLINE)
    held_on = Counter(day for _, day in days)
    yield from (f"{venue} has {n} classes on {day}." for (venue, day), n in taken.items() if n > 1)
    most = case.most_a_day
    yield from (f"{n} classes on {day}." for day, n in held_on.items() if most and n > most)
    for closure in case.closures:
        for held, day in days:
            if held.venue == closure.venue and closure.first <= day <= closure.last:
                yield f"{closure.venue} is not free on {day}."


def _people(case: Case, classes: Sequence[Held]) -> Iterator[str]:
    wants = {one.key: one for one in case.wants}
    seats = [(wants[key], number, held) for held in classes for key, number in held.seats.items()]
    seated: Counter[str] = Counter()
    for want, number, held in seats:
        seated[want.key] += number
        if want.course != held.course or (want.due_on and held.days[-1] > want.due_on):
            yield f"{want.place} sits in a class too late, or in another course."
        for black in case.blackouts:
            if black.holds_for(want) and any(black.first <= on <= black.last for on in held.days):
                yield f"{want.place} is away from {black.first} to {black.last}."
    for want in case.wants:
        least = want.seats if case.must_meet_all else 0
        if not least <= seated[want.key] <= want.seats:
            yield f"{want.place} has {seated[want.key]} seats of {want.seats}."
    for away in case.away:
        absent: Counter[object] = Counter()
        for want, number, held in seats:
            absent.update({day: number for day in held.days if away.holds_for(want)})
        yield from (f"{n} of {away.place} on {day}." for day, n in absent.items() if n > away.most)
    if case.budget is not None and cost_of(case, classes) > case.budget:
        yield "The plan costs more than the budget."
