"""Counts of marks, and which of them may be shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import compress
from typing import NamedTuple

from training.disclosure import LEAST, Group, Place, pooled
from training.gaps.causes import CAUSES


class Base(StrEnum):
    """Which people a figure is about: those who gave all the marks that it is made of."""

    GAP = "gap"
    CAUSE = "cause"
    RULE = "rule"
    URGENCY = "urgency"
    MANDATED = "mandated"
    PEOPLE = "people"
    FORMAT = "format"
    TIME = "time"
    TRAVEL = "travel"


MEASURES: Mapping[Base, tuple[str, ...]] = {
    Base.GAP: ("importance", "performance", "calling"),
    Base.CAUSE: ("able", *CAUSES),
    Base.RULE: ("difficulty", "frequency"),
    Base.URGENCY: ("urgency",),
    Base.MANDATED: ("mandated",),
    Base.PEOPLE: ("concerned",),
}
"""What is added up over the people of each base, topic by topic, every measure over one base only.

`calling` are people whose own marks call for training; `able` those who were asked about causes
beside skill and named none; `mandated` those who say that a rule asks for it; `concerned` the
people that heads of departments say it concerns. Were a measure added up over two bases, their
difference could be about few people.
"""


class Tally(NamedTuple):
    """How many people, and the sum of each measure of the base over them."""

    people: int
    sums: tuple[int, ...]


class Counted(NamedTuple):
    """What the people of one place said of one topic; a base that nobody gave may be left out."""

    place: Place
    tallies: Mapping[Base, Tally]


_Named = tuple[str | int | None, ...]
"""The fields of a place that a search names, without the others; a group may mix several."""


class Shown:
    """What may be shown of one topic: sums over whole groups of enough people, place by place."""

    def __init__(self, counted: Sequence[Counted], *, least: int = LEAST) -> None:
        """Take the counts of one topic; groups of fewer than `least` are merged or left out."""
        self._counted = counted
        self._least = least
        self._groups: dict[Base, list[tuple[Place, Tally]]] = {}
        self._totals: dict[tuple[Base, tuple[bool, ...]], dict[_Named, Tally]] = {}

    def total(self, base: Base, where: Place) -> Tally | None:
        """Add up the groups that lie wholly in a place; None where there is none."""
        asked = _asked(where)
        if (base, asked) not in self._totals:
            self._totals[base, asked] = self._added_up(base, asked)
        return self._totals[base, asked].get(_named(where, asked))

    def cities(self) -> list[int]:
        """The cities of which something may be shown."""
        groups = self._groups_of(Base.GAP)
        return sorted({place.city for place, _ in groups if place.city is not None})

    def _added_up(self, base: Base, asked: tuple[bool, ...]) -> dict[_Named, Tally]:
        """Add up for all places at once that name these fields."""
        heaps: dict[_Named, list[Tally]] = defaultdict(list)
        for place, tally in self._groups_of(base):
            heaps[_named(place, asked)].append(tally)
        return {named: _total(tallies) for named, tallies in heaps.items()}

    def _groups_of(self, base: Base) -> list[tuple[Place, Tally]]:
        """The groups that may be shown of a base."""
        if base not in self._groups:
            self._groups[base] = self._published(base)
        return self._groups[base]

    def _published(self, base: Base) -> list[tuple[Place, Tally]]:
        """Merge the places until in each at least so many people gave the marks of a base."""
        groups = [
            Group(place, (tallies[base],), tallies[base].people)
            for place, tallies in self._counted
            if base in tallies
        ]
        return [(group.place, _total(group.parts)) for group in pooled(groups, least=self._least)]


def _named(place: Place, asked: tuple[bool, ...]) -> _Named:
    return tuple(compress(place, asked))


def _asked(where: Place) -> tuple[bool, ...]:
    """Which fields a place names."""
    return tuple(field is not None for field in where)


def _total(tallies: Sequence[Tally]) -> Tally:
    """Add up several."""
    if len(tallies) == 1:
        return tallies[0]
    return Tally(
        people=sum(tally.people for tally in tallies),
        sums=tuple(map(sum, zip(*(tally.sums for tally in tallies), strict=True))),
    )
