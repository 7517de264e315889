"""How people would rather learn, when they can come, and how far.

Nobody says it topic by topic, so it is never added up topic by topic either: of those who marked
one topic less those who marked another a single person could be left. It is added up over the
groups of everybody who sent in, and once more merged where some left the question blank.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from training.disclosure import Place
from training.gaps.counting import Base, Shown

MILES: Mapping[str, int] = {"ten": 10, "twenty_five": 25, "fifty": 50}
"""Steps of the way to a class, in miles one way: how many can come from so far or farther."""

WISHES: Mapping[Base, tuple[str, ...]] = {
    Base.FORMAT: ("classroom", "on_site", "online", "self_paced"),
    Base.TIME: ("morning", "afternoon", "evening", "night", "weekend"),
    Base.TRAVEL: tuple(MILES),
}
"""What is counted over the people of each base. Several answers may suit one person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One answer, and how many of the people who answered the question give it."""

    key: str
    named: int
    people: int

    @property
    def share(self) -> Fraction:
        """The part of the people whom it suits."""
        return Fraction(self.named, self.people)


def wishes(shown: Shown, base: Base, where: Place) -> tuple[Wish, ...]:
    """Return how often each answer to a question was given in a place; none where none may show."""
    total = shown.total(base, where)
    if total is None:
        return ()
    named = zip(WISHES[base], total.sums, strict=True)
    return tuple(Wish(key, number, total.people) for key, number in named)
