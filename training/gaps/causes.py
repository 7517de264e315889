"""What stands in the way beside skill, and when it stands so much in the way that training waits.

Training mends a lack of skill. Where equipment, people, time, consequences or a clear procedure
are missing, it does not (Mager and Pipe, Analyzing Performance Problems, 1970; Gilbert, Human
Competence, 1978).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

CAUSES: Mapping[str, str] = {
    "equipment": "Equipment or tools are missing",
    "staffing": "There are too few people",
    "time": "There is no time for it",
    "incentive": "Nothing follows from doing it well or badly",
    "procedure": "The procedure is unclear",
}

MOST = Fraction(1, 2)
"""A topic of which a greater share than this names one and the same cause is listed apart."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause and how many of the people name it."""

    key: str
    named: int
    people: int

    @property
    def words(self) -> str:
        """The cause as it was asked."""
        return CAUSES[self.key]

    @property
    def share(self) -> Fraction:
        """The part of the people who name it."""
        return Fraction(self.named, self.people)

    @property
    def prevails(self) -> bool:
        """Whether so many name it that training alone will not mend the topic."""
        return self.share > MOST
