"""Counts of marks, and which of them may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.disclosure import LEAST, Group, Place, pooled
from training.gaps.causes import CAUSES


class Base(StrEnum):
    """Which people a figure is about: those who gave all the marks that it is made of."""

    GAP = "gap"
    RULE = "rule"
    URGENCY = "urgency"
    MANDATED = "mandated"
    PEOPLE = "people"


MEASURES: Mapping[Base, tuple[str, ...]] = {
    Base.GAP: ("importance", "performance", "calling", "able", *CAUSES),
    Base.RULE: ("difficulty", "frequency"),
    Base.URGENCY: ("urgency",),
    Base.MANDATED: ("mandated",),
    Base.PEOPLE: ("concerned",),
}
"""What is added up over the people of each base, every measure over one base only.

`calling` are people whose own marks call for training, `able` those who name no cause beside
skill, `mandated` those who say that a rule asks for it, `concerned` the people that heads of
departments say it concerns. Were a measure added up over two bases, their difference could be
about few people.
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people, and the sum of each measure of the base over them."""

    people: int
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What the people of one place said of one topic."""

    place: Place
    tallies: Mapping[Base, Tally]


Published = Mapping[Base, Sequence[tuple[Place, Tally]]]
"""For each base the groups that may be shown, with what they come to."""


def published(counted: Sequence[Counted], *, least: int = LEAST) -> Published:
    """Merge the places of one topic until at least so many people gave each mark."""
    return {base: _shown(counted, base, least) for base in Base}


def _shown(counted: Sequence[Counted], base: Base, least: int) -> list[tuple[Place, Tally]]:
    tallies = [one.tallies[base] for one in counted]
    groups = [
        Group(one.place, (tally,), tally.people)
        for one, tally in zip(counted, tallies, strict=True)
    ]
    return [(group.place, total(group.parts)) for group in pooled(groups, least=least)]


def total(tallies: Sequence[Tally]) -> Tally:
    """Add up several."""
    if len(tallies) == 1:
        return tallies[0]
    return Tally(
        people=sum(tally.people for tally in tallies),
        sums=tuple(map(sum, zip(*(tally.sums for tally in tallies), strict=True))),
    )
