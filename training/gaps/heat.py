"""How pressing a need is, in words: the steps of the heat grid."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Level:
    """A step, from so much need of each person on; `tone` 0 is the palest."""

    words: str
    tone: int
    at_least: Fraction


LEVELS = (
    Level("Very high", 3, Fraction(45, 100)),
    Level("High", 2, Fraction(30, 100)),
    Level("Some", 1, Fraction(15, 100)),
    Level("Little", 0, Fraction(0)),
)
"""The steps, the most pressing first. The bounds are this portal's own and stand on the page."""


def level(need_of_each: Fraction) -> Level:
    """Return the step of a need from 0 to 1."""
    return next(step for step in LEVELS if need_of_each >= step.at_least)
