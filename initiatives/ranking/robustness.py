"""How firm a rank is: what becomes of it when the weights are shaken or a city is left out.

The weights are drawn from the Dirichlet distribution whose parameters are the weights
themselves (they sum to 100), as gamma variates divided by their sum. Draws are floating-point
numbers; everything else here is exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from random import Random

import numpy as np
from numpy.typing import NDArray

from initiatives.ranking.rounds import Settings, Tally, Terms
from initiatives.ranking.standings import Standing, standings

TAIL = Fraction(25, 1000)  # of the draws at either end lie outside the interval
LEAST = 1e-290  # a drawn weight never underflows to nothing
DIGITS = 12  # scores equal to so many digits are equal: floating-point noise breaks no tie
NEAR_HALF = 1e-3  # of the last digit: sixteen times what multiplying can be wrong by
AT_ONCE = 100  # draws: enough for the loops to be NumPy's, few enough to need no memory

Floats = NDArray[np.float64]
Places = NDArray[np.intp]
Counts = NDArray[np.int32]


def rank(terms: Terms, tallies: Mapping[str, Tally]) -> tuple[Standing, ...]:
    """Return every proposal's standing, best first, with its rank interval and top share.

    The interval is the central 95 % of the drawn ranks, widened to hold the rank itself and
    every leave-one-out rank; the top share is the share of draws in which the proposal's rank
    is at most `terms.settings.top`. The same seed gives the same answer.
    """
    found = standings(terms, tallies)
    ranked = [standing for standing in found if standing.rank is not None]
    counts = _drawn(terms, [standing.criterion_scores for standing in ranked])
    firm = [
        _with_draws(standing, own.tolist(), terms=terms)
        for standing, own in zip(ranked, counts, strict=True)
    ]
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


def _drawn(terms: Terms, scores: Sequence[Mapping[str, Fraction]]) -> Counts:
    """Count, for each proposal, how many draws of the weights give it each rank.

    Criteria are drawn in the order of their keys, so that the order of a file changes nothing.
    A proposal's points are divided by the weights of the criteria that it has a score in.
    """
    criteria = sorted(terms.criteria, key=lambda criterion: criterion.key)
    earned = [np.array([float(own.get(one.key, 0)) for own in scores]) for one in criteria]
    asked = [np.array([float(one.key in own) for own in scores]) for one in criteria]
    counts = np.zeros((len(scores), len(scores) + 1), dtype=np.int32)
    for weights in _batches(terms.settings, [float(one.weight) for one in criteria]):
        points = np.zeros((weights.shape[1], len(scores)))
        divisor = np.zeros_like(points)
        # Added up criterion by criterion, so that every machine makes the same roundings.
        for drawn, share, there in zip(weights[:, :, np.newaxis], earned, asked, strict=True):
            points += drawn * share
            divisor += drawn * there
        np.add.at(counts, _ranked(_whole(points / divisor)), 1)
    return counts


def _batches(settings: Settings, weights: Sequence[float]) -> Iterator[Floats]:
    """Draw the weights, some draws at once: a row for each criterion, a column for each draw."""
    gamma = Random(settings.seed).gammavariate  # noqa: S311 - repeatable, not secret
    for first in range(0, settings.draws, AT_ONCE):
        number = min(AT_ONCE, settings.draws - first)
        draws = [[max(gamma(weight, 1.0), LEAST) for weight in weights] for _ in range(number)]
        yield np.array(draws).T


def _whole(scores: Floats) -> Floats:
    """Return scores as whole numbers of their last digit, exactly as Python rounds them.

    Multiplying rounds as well, so what then lies near a half is rounded by Python itself.
    """
    scaled = scores * 10.0**DIGITS
    whole = np.rint(scaled)
    unsure = np.abs(np.abs(scaled - whole) - 0.5) < NEAR_HALF
    exact = [round(score, DIGITS) * 10.0**DIGITS for score in scores[unsure].tolist()]
    whole[unsure] = np.rint(exact)
    return whole


def _ranked(scores: Floats) -> tuple[Places, Places]:
    """Return, draw by draw, who comes after whom and the rank of each; equal scores share one."""
    order = np.argsort(-scores, axis=1)
    descending = np.take_along_axis(scores, order, axis=1)
    ranks = np.ones_like(order)
    is_lower = descending[:, 1:] < descending[:, :-1]
    ranks[:, 1:] = np.where(is_lower, np.arange(2, scores.shape[1] + 1), 1)
    return order, np.maximum.accumulate(ranks, axis=1)
