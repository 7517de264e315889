"""How far the evaluators agree: Krippendorff's alpha with the interval metric.

Source: Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section E,
with the interval difference (c - k)². Units are proposals, coders are evaluators. Alpha is 1
when all agree, 0 when they agree no more than chance would, and may be negative. Stretching or
moving a scale does not change it, so it is computed from the marks as they were given.
"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from initiatives.ranking.rounds import Round


class Spread(NamedTuple):
    """One proposal's marks in one criterion: how many, their sum, the sum of their squares."""

    number: int
    total: int
    squares: int

    @property
    def disagreement(self) -> int:
        """The squared differences of all pairs of these marks, added up."""
        return self.number * self.squares - self.total * self.total

    def with_mark(self, mark: int) -> "Spread":
        """Return the spread with one more mark."""
        return Spread(self.number + 1, self.total + mark, self.squares + mark * mark)


class Agreement(NamedTuple):
    """Alpha of one criterion, None where it is not defined, and the number of pairable marks."""

    alpha: Fraction | None
    n: int


def alpha(spreads: Iterable[Spread]) -> Agreement:
    """Return the agreement over the proposals' spreads; one mark alone pairs with nothing.

    Alpha is None with fewer than two pairable marks, or when they are all the same.
    """
    pairable = [spread for spread in spreads if spread.number > 1]
    whole = Spread(
        number=sum(spread.number for spread in pairable),
        total=sum(spread.total for spread in pairable),
        squares=sum(spread.squares for spread in pairable),
    )
    if not whole.disagreement:
        return Agreement(None, whole.number)
    parts = (Fraction(spread.disagreement, spread.number - 1) for spread in pairable)
    observed = sum(parts, Fraction(0))
    return Agreement(1 - (whole.number - 1) * observed / whole.disagreement, whole.number)


def agreement(round_: Round) -> dict[str, Agreement]:
    """Return the agreement in each scored criterion of a round."""
    spreads: dict[tuple[str, str], Spread] = defaultdict(lambda: Spread(0, 0, 0))
    for review in round_.reviews:
        for key, mark in review.marks.items():
            spreads[key, review.proposal] = spreads[key, review.proposal].with_mark(mark)
    return {
        criterion.key: alpha(spread for (key, _), spread in spreads.items() if key == criterion.key)
        for criterion in round_.terms.criteria
    }
