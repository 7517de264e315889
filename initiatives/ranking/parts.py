"""Which criteria make up a score, and which of them part one proposal from another. Exact."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from initiatives.ranking.rounds import Tally, Terms


class Part(NamedTuple):
    """One criterion's points of two scores, None where nobody marked it, and their difference."""

    key: str
    one: Fraction | None
    other: Fraction | None

    @property
    def difference(self) -> Fraction:
        """By how many points the one leads; a criterion without marks brings no points."""
        return (self.one or Fraction(0)) - (self.other or Fraction(0))


def points(terms: Terms, means: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the points that each criterion brings; together they are exactly the score.

    A criterion without marks is absent, and the others carry its weight.
    """
    there = [one for one in terms.criteria if one.key in means]
    whole = sum((one.weight for one in there), Fraction(0))
    return {
        one.key: 100 * one.weight * (means[one.key] - one.low) / (one.high - one.low) / whole
        for one in there
    }


def compare(
    terms: Terms, one: Mapping[str, Fraction], other: Mapping[str, Fraction]
) -> tuple[Part, ...]:
    """Set two proposals' mean marks side by side, the criterion that parts them most first.

    The differences sum exactly to the difference of the scores.
    """
    ones, others = points(terms, one), points(terms, other)
    parts = (Part(each.key, ones.get(each.key), others.get(each.key)) for each in terms.criteria)
    return tuple(sorted(parts, key=lambda part: (-abs(part.difference), part.key)))


def evaluator_means(tally: Tally) -> dict[str, Fraction]:
    """Return the mean mark of each criterion with every evaluator alike, as `raw_score` has it."""
    sums = {
        key: [sum(column) for column in zip(*by_city.values(), strict=True)]
        for key, by_city in tally.marks.items()
        if by_city
    }
    return {key: Fraction(total, number) for key, (total, number) in sums.items()}
