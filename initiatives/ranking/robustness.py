"""How firm a rank is: what becomes of it when the weights are shaken or a city is left out.

The weights are drawn from the Dirichlet distribution whose parameters are the weights
themselves (they sum to 100), as gamma variates divided by their sum. Draws are floating-point
numbers; everything else here is exact.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, compress
from operator import mul
from random import Random

from initiatives.ranking.rounds import Tally, Terms
from initiatives.ranking.standings import Standing, standings

TAIL = Fraction(25, 1000)  # of the draws at either end lie outside the interval
LEAST = 1e-290  # a drawn weight never underflows to nothing
DIGITS = 12  # scores equal to so many digits are equal: floating-point noise breaks no tie


def rank(terms: Terms, tallies: Mapping[str, Tally]) -> tuple[Standing, ...]:
    """Return every proposal's standing, best first, with its rank interval and top share.

    The interval is the central 95 % of the drawn ranks, widened to hold the rank itself and
    every leave-one-out rank; the top share is the share of draws in which the proposal's rank
    is at most `terms.settings.top`. The same seed gives the same answer.
    """
    found = standings(terms, tallies)
    ranked = [standing for standing in found if standing.rank is not None]
    counts = _drawn(terms, [standing.criterion_scores for standing in ranked])
    firm = [_with_draws(*pair, terms=terms) for pair in zip(ranked, counts, strict=True)]
    return (*firm, *found[len(ranked) :])


def _with_draws(standing: Standing, counts: Sequence[int], *, terms: Terms) -> Standing:
    """Add what the draws say; `counts[r]` is how many of them gave rank r."""
    held = [rank for rank in (standing.rank, *standing.leave_one_out.values()) if rank is not None]
    low, high = _central(counts)
    return replace(
        standing,
        rank_interval=(min(low, *held), max(high, *held)),
        top_share=Fraction(sum(counts[: terms.settings.top + 1]), terms.settings.draws),
    )


def _central(counts: Sequence[int]) -> tuple[int, int]:
    """Return the lowest and highest rank after 2.5 % of the draws are cut off at either end."""
    cut = int(sum(counts) * TAIL)
    highest = len(counts) - 1
    return _first_beyond(counts, cut), highest - _first_beyond(counts[::-1], cut)


def _first_beyond(counts: Sequence[int], cut: int) -> int:
    """Return the first index at which more than `cut` draws have been counted."""
    return next(index for index, counted in enumerate(accumulate(counts)) if counted > cut)


def _drawn(terms: Terms, scores: Sequence[Mapping[str, Fraction]]) -> list[list[int]]:
    """Count, for each proposal, how many draws of the weights give it each rank.

    Criteria are drawn in the order of their keys, so that the order of a file changes nothing.
    Proposals that lack the same criteria share a divisor: the weights of those that they have.
    """
    criteria = sorted(terms.criteria, key=lambda criterion: criterion.key)
    weights = [float(criterion.weight) for criterion in criteria]
    rows = [[float(own.get(one.key, 0)) for one in criteria] for own in scores]
    present = [tuple(one.key in own for one in criteria) for own in scores]
    patterns = sorted(set(present))
    divisor = [patterns.index(pattern) for pattern in present]
    counts = [[0] * (len(rows) + 1) for _ in rows]
    gamma = Random(terms.settings.seed).gammavariate  # noqa: S311 - repeatable, not secret
    for _ in range(terms.settings.draws):
        drawn = [max(gamma(weight, 1.0), LEAST) for weight in weights]
        sums = [sum(compress(drawn, pattern)) for pattern in patterns]
        shaken = [
            round(sum(map(mul, drawn, row)) / sums[which], DIGITS)
            for row, which in zip(rows, divisor, strict=True)
        ]
        order = sorted(shaken)
        for own, score in zip(counts, shaken, strict=True):
            own[len(order) - bisect_right(order, score) + 1] += 1
    return counts
