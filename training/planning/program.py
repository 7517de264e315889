"""A plan as whole numbers under linear limits: which classes are held, and who sits in them.

One 0-or-1 number for every class that could be held (course, venue, days), one whole number for
every want in every such class. Every row, and every number that is held at 0, knows the limit that
it stands for, so that a limit can be left out to see whether it is one of those that clash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

import highspy
import numpy as np

from training.planning.limits import (
    AWAY,
    BLACKOUT,
    BUDGET,
    CLOSED,
    DAY,
    DUE,
    LEAST,
    MOST,
    ROOM,
    SEATS,
    WANT,
    Limit,
)
from training.planning.rows import Row, written
from training.planning.terms import ONLINE, Aim, Case, Course, Held, Want


@dataclass(frozen=True, slots=True)
class Slot:
    """A class that could be held, how many fit, what the class costs, and what bars it."""

    course: Course
    venue: str
    days: tuple[date, ...]
    room: int
    cost: int
    barred: frozenset[Limit]


class Program:
    """The numbers, the rows, and the sums that the aims are about."""

    def __init__(self, case: Case) -> None:
        """Lay out all classes that could be held, and all limits."""
        self.case = case
        self.courses = {one.key: one for one in sorted(case.courses, key=lambda one: one.key)}
        self.wants = sorted(case.wants, key=lambda one: one.key)
        self.slots = list(_slots(case, self.courses.values()))
        by_course = defaultdict(list)
        for place, slot in enumerate(self.slots):
            by_course[slot.course.key].append(place)
        self.seats = [
            (want, place) for want in self.wants for place in by_course.get(want.course, ())
        ]
        self.kept = list(_kept(case, self.slots))
        self.seats_at = {
            (want.key, place): len(self.slots) + number
            for number, (want, place) in enumerate(self.seats)
        }
        self.stays = [
            (self.seats_at[key, place], before)
            for place, held in self.kept
            for key, before in sorted(held.seats.items())
            if (key, place) in self.seats_at
        ]
        self.bars = [slot.barred for slot in self.slots]
        self.bars += [_barred(case, want, self.slots[place]) for want, place in self.seats]
        self.rows = list(_rows(self))

    @property
    def width(self) -> int:
        """How many numbers there are: classes, seats, and people who stay where they were."""
        return len(self.slots) + len(self.seats) + len(self.stays)

    @property
    def limits(self) -> list[Limit]:
        """Every limit, in the order in which they are left out to see what clashes."""
        found = {row.limit for row in self.rows if row.limit}
        return sorted(found.union(*self.bars))

    def costs(self) -> np.ndarray:
        """Cents, for one of every number."""
        seats = [
            self.case.seat_cost(want, self.courses[want.course], self.slots[place].venue)
            for want, place in self.seats
        ]
        return np.array([*(slot.cost for slot in self.slots), *seats, *(0 for _ in self.stays)])

    def aim(self, aim: Aim) -> tuple[np.ndarray, int]:
        """What an aim makes as small as it can: a factor for every number, and a constant."""
        if aim == Aim.COST:
            return self.costs(), 0
        factors, classes = np.zeros(self.width, dtype=np.int64), len(self.slots)
        if aim == Aim.CLASSES:
            factors[[place for place, _ in self.kept]] = -1
            return factors, len(self.case.before or ())
        if aim == Aim.PEOPLE:
            factors[classes + len(self.seats) :] = -1
            return factors, sum(held.people for held in self.case.before or ())
        for number, (want, _) in enumerate(self.seats, start=classes):
            factors[number] = -want.need if aim == Aim.NEED else -want.is_mandated
        if aim == Aim.NEED:
            return factors, 0
        return factors, sum(want.seats for want in self.wants if want.is_mandated)

    def model(
        self, *, without: Collection[Limit] = (), more: Iterable[Row] = ()
    ) -> highspy.HighsLp:
        """Write it for HiGHS, some limits left out, with some rows more; its costs are 0."""
        rows = [*(row for row in self.rows if row.limit not in without), *more]
        return written(self._most(without), rows)

    def classes(self, values: Sequence[float]) -> tuple[Held, ...]:
        """Read the classes out of the numbers of an answer, the earliest first."""
        whole = [round(value) for value in values]
        seated: dict[int, dict[str, int]] = defaultdict(dict)
        for (want, place), number in zip(self.seats, whole[len(self.slots) :], strict=False):
            if number:
                seated[place][want.key] = number
        held = [
            Held(course=slot.course.key, venue=slot.venue, days=slot.days, seats=seated[place])
            for place, slot in enumerate(self.slots)
            if whole[place]
        ]
        return tuple(sorted(held, key=lambda one: (one.days, one.course, one.venue)))

    def _most(self, without: Collection[Limit]) -> np.ndarray:
        left_out = frozenset(without)
        most = [*(1 for _ in self.slots), *(want.seats for want, _ in self.seats)]
        upper = [0 if bars - left_out else one for one, bars in zip(most, self.bars, strict=True)]
        return np.array([*upper, *(before for _, before in self.stays)], dtype=np.float64)


def _slots(case: Case, courses: Iterable[Course]) -> Iterator[Slot]:
    days = sorted(set(case.days))
    venues = sorted(case.venues, key=lambda one: one.key)
    for course in courses:
        rooms = [(ONLINE, course.most)] if course.is_online else []
        rooms = rooms or [(one.key, min(one.seats, course.most)) for one in venues]
        for venue, room in rooms:
            for first in range(len(days) - course.days + 1):
                held_on = tuple(days[first : first + course.days])
                barred = frozenset(
                    (CLOSED, str(number))
                    for number, closure in enumerate(case.closures)
                    if closure.venue == venue and _meets(held_on, closure.first, closure.last)
                )
                cost = case.class_cost(course, venue)
                yield Slot(course, venue, held_on, room, cost, barred)


def _barred(case: Case, want: Want, slot: Slot) -> frozenset[Limit]:
    """What keeps a want's people out of a class, whoever else sits in it."""
    blackouts = frozenset(
        (BLACKOUT, str(number))
        for number, blackout in enumerate(case.blackouts)
        if blackout.holds_for(want) and _meets(slot.days, blackout.first, blackout.last)
    )
    is_late = want.due_on is not None and slot.days[-1] > want.due_on
    return slot.barred | blackouts | (frozenset({(DUE, want.key)}) if is_late else frozenset())


def _meets(days: Sequence[date], first: date, last: date) -> bool:
    return any(first <= day <= last for day in days)


def _kept(case: Case, slots: Sequence[Slot]) -> Iterator[tuple[int, Held]]:
    """The classes of the plan before that could be held again, each with its place."""
    places = {(slot.course.key, slot.venue, slot.days): at for at, slot in enumerate(slots)}
    for held in case.before or ():
        place = places.get((held.course, held.venue, held.days))
        if place is not None:
            yield place, held


def _rows(program: Program) -> Iterator[Row]:
    yield from _sizes(program)
    yield from _days(program)
    yield from _people(program)
    yield from _absences(program)
    if program.case.budget is not None:
        cells = [(at, int(cents)) for at, cents in enumerate(program.costs()) if cents]
        yield Row(tuple(cells), -inf, program.case.budget, (BUDGET, ""))
    for number, (at, _) in enumerate(program.stays, start=len(program.slots) + len(program.seats)):
        yield Row(((number, 1), (at, -1)), -inf, 0)


def _sizes(program: Program) -> Iterator[Row]:
    """A class that is held has at least and at most so many; one that is not held has nobody."""
    in_slot = defaultdict(list)
    for number, (_, place) in enumerate(program.seats, start=len(program.slots)):
        in_slot[place].append((number, 1))
    asked: defaultdict[str, int] = defaultdict(int)
    for want in program.wants:
        asked[want.course] += want.seats
    for place, slot in enumerate(program.slots):
        sat, course = in_slot[place], slot.course
        full = (SEATS, slot.venue) if slot.room < course.most else (MOST, course.key)
        yield Row((*sat, (place, -slot.room)), -inf, 0, full)
        yield Row((*sat, (place, -asked[course.key])), -inf, 0)
        yield Row((*sat, (place, -course.least)), 0, inf, (LEAST, course.key))


def _days(program: Program) -> Iterator[Row]:
    """A venue has one class at a time, and a day not too many."""
    in_room, on_day = defaultdict(list), defaultdict(list)
    for place, slot in enumerate(program.slots):
        for day in slot.days:
            on_day[day].append((place, 1))
            if slot.venue != ONLINE:
                in_room[slot.venue, day].append((place, 1))
    for (venue, _), cells in in_room.items():
        if len(cells) > 1:
            yield Row(tuple(cells), -inf, 1, (ROOM, venue))
    if (most := program.case.most_a_day) is not None:
        for cells in on_day.values():
            yield Row(tuple(cells), -inf, most, (DAY, ""))


def _people(program: Program) -> Iterator[Row]:
    """Nobody sits twice; where all must be met, everybody sits."""
    of_want = defaultdict(list)
    for number, (want, _) in enumerate(program.seats, start=len(program.slots)):
        of_want[want.key].append((number, 1))
    for want in program.wants:
        cells = tuple(of_want[want.key])
        yield Row(cells, -inf, want.seats)
        if program.case.must_meet_all:
            yield Row(cells, want.seats, inf, (WANT, want.key))


def _absences(program: Program) -> Iterator[Row]:
    """Not too many of a place are away on one day."""
    for number, away in enumerate(program.case.away):
        on_day = defaultdict(list)
        for at, (want, place) in enumerate(program.seats, start=len(program.slots)):
            if away.holds_for(want):
                for day in program.slots[place].days:
                    on_day[day].append((at, 1))
        for cells in on_day.values():
            yield Row(tuple(cells), -inf, away.most, (AWAY, str(number)))
