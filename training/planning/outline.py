"""A plan in outline: how many classes of which course where, without their days.

Far smaller than the whole, and without its many days that are alike. No plan with days can be
better than the best outline; so where a plan fills an outline, and reaches the same, it is proven
to be the best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf

import highspy
import numpy as np

from training.planning.program import Program
from training.planning.rows import Row, kept, written
from training.planning.solver import Answer, Clock, least
from training.planning.terms import ONLINE, Aim, Course, Want

Spot = tuple[str, str]
"""A course and a venue."""


class Outline:
    """How many classes at each spot, and how many of each want sit in them."""

    def __init__(self, program: Program) -> None:
        """Lay out the spots at which classes could be held, on any of their days."""
        self.program, self.case = program, program.case
        self.slots: defaultdict[Spot, list[int]] = defaultdict(list)
        for place, slot in enumerate(program.slots):
            if not slot.barred:
                self.slots[slot.course.key, slot.venue].append(place)
        self.spots = sorted(self.slots)
        open_to = {
            (want.key, program.slots[place].venue): want
            for number, (want, place) in enumerate(program.seats, start=len(program.slots))
            if not program.bars[number]
        }
        self.seats: list[tuple[Want, int]] = [
            (open_to[want.key, venue], number)
            for want in program.wants
            for number, (course, venue) in enumerate(self.spots)
            if course == want.course and (want.key, venue) in open_to
        ]
        self.rows = list(self._rows())
        self.values: Sequence[float] = ()

    def best(self, aims: Sequence[Aim], clock: Clock, *, share: float) -> list[Answer] | None:
        """What the best outline reaches of each aim; then see `fillings`.

        None where there is no outline at all, and so no plan. Raises OutOfTime.
        """
        rows, reached = list(self.rows), []
        for aim in aims:
            factors = self._aim(aim)
            answer = least(
                self._model(rows), factors, seconds=clock.left() * share, start=self.values
            )
            if answer is None:
                return None
            rows.append(kept(factors, answer.value))
            reached.append(answer)
            self.values = answer.values
        return reached

    def fillings(self) -> list[Row]:
        """Rows of the program that ask for as many classes at each spot as the outline has."""
        return [
            Row(tuple((place, 1) for place in self.slots[spot]), number, number)
            for spot, number in zip(self.spots, map(round, self.values), strict=False)
        ]

    def _model(self, rows: Sequence[Row]) -> highspy.HighsLp:
        most = [float(len(self.slots[spot])) for spot in self.spots]
        return written(np.array([*most, *(float(want.seats) for want, _ in self.seats)]), rows)

    def _aim(self, aim: Aim) -> np.ndarray:
        courses, case = self.program.courses, self.case
        classes = [
            case.class_cost(courses[course], venue) if aim == Aim.COST else 0
            for course, venue in self.spots
        ]
        seats = []
        for want, spot in self.seats:
            if aim == Aim.COST:
                seats.append(case.seat_cost(want, courses[want.course], self.spots[spot][1]))
            else:
                seats.append(-want.need if aim == Aim.NEED else -want.is_mandated)
        return np.array([*classes, *seats], dtype=np.int64)

    def _rows(self) -> Iterator[Row]:
        yield from self._sizes()
        yield from self._people()
        yield from self._days()
        if self.case.budget is not None:
            costs = self._aim(Aim.COST)
            cells = tuple((at, int(cents)) for at, cents in enumerate(costs) if cents)
            yield Row(cells, -inf, self.case.budget)

    def _sizes(self) -> Iterator[Row]:
        in_spot = defaultdict(list)
        for number, (_, spot) in enumerate(self.seats, start=len(self.spots)):
            in_spot[spot].append((number, 1))
        for spot, key in enumerate(self.spots):
            slot = self.program.slots[self.slots[key][0]]
            yield Row((*in_spot[spot], (spot, -slot.room)), -inf, 0)
            yield Row((*in_spot[spot], (spot, -slot.course.least)), 0, inf)

    def _people(self) -> Iterator[Row]:
        of_want = defaultdict(list)
        for number, (want, spot) in enumerate(self.seats, start=len(self.spots)):
            of_want[want.key].append((number, 1))
            at_once = [one.most for one in self.case.away if one.holds_for(want)]
            yield Row(((number, 1), (spot, -min([want.seats, *at_once]))), -inf, 0)
        for want in self.program.wants:
            least_seats = want.seats if self.case.must_meet_all else 0
            yield Row(tuple(of_want[want.key]), least_seats, want.seats)

    def _days(self) -> Iterator[Row]:
        days = len(set(self.case.days))
        in_venue: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        open_on: defaultdict[str, set[object]] = defaultdict(set)
        for spot, (course, venue) in enumerate(self.spots):
            in_venue[venue].append((spot, self._course(course).days))
            for place in self.slots[course, venue]:
                open_on[venue].update(self.program.slots[place].days)
        for venue, cells in in_venue.items():
            if venue != ONLINE:
                yield Row(tuple(cells), -inf, len(open_on[venue]))
        if self.case.most_a_day is not None:
            every = tuple(cell for cells in in_venue.values() for cell in cells)
            yield Row(every, -inf, self.case.most_a_day * days)
        for away in self.case.away:
            cells = [
                (number, self._course(want.course).days)
                for number, (want, _) in enumerate(self.seats, start=len(self.spots))
                if away.holds_for(want)
            ]
            yield Row(tuple(cells), -inf, away.most * days)

    def _course(self, key: str) -> Course:
        return self.program.courses[key]
