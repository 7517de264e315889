"""Where evaluators and cities differ most, and whose place in the top is not firm.

All exact. Distances between marks are shares of the scale, 0 to 1, so that criteria of different
scales can be weighed together.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from initiatives.ranking.rounds import Tally, Terms
from initiatives.ranking.standings import city_scores

Counts = Mapping[int, int]
"""How many evaluators gave each mark."""


class Dissent(NamedTuple):
    """How far those who judged one proposal are apart.

    `evaluators` is the mean distance of two evaluators' marks, as a share of the scale, weighed
    over the criteria; None where no criterion has two marks. `cities` is the distance of the
    highest from the lowest city's score, in points; None with fewer than two. `highest` and
    `lowest` are those cities' keys and scores.
    """

    proposal: str
    evaluators: Fraction | None
    cities: Fraction | None
    highest: tuple[str, Fraction] | None
    lowest: tuple[str, Fraction] | None


def distance(counts: Counts) -> Fraction | None:
    """Return the mean distance, in marks, of all pairs of these marks; None without a pair."""
    number = sum(counts.values())
    if number < 2:  # noqa: PLR2004 - a pair
        return None
    apart = sum(
        abs(one - other) * counts[one] * counts[other] for one, other in combinations(counts, 2)
    )
    return Fraction(apart, number * (number - 1) // 2)


def dissent(
    terms: Terms,
    tallies: Mapping[str, Tally],
    counts: Mapping[str, Mapping[str, Counts]],
) -> tuple[Dissent, ...]:
    """Return every proposal's dissent, the one whose evaluators differ most first.

    `counts` is {proposal: {criterion: {mark: how many}}}. Among equals the one whose cities
    differ more comes first, then by key; those without a pair of marks stand at the end.
    """
    found = [
        _of(terms, proposal, tallies.get(proposal, Tally()), counts.get(proposal, {}))
        for proposal in terms.proposals
    ]
    return tuple(sorted(found, key=_order))


def is_around_the_cut(low: int | None, high: int | None, *, top: int) -> bool:
    """Say whether a rank that holds within these bounds may lie inside the top and outside it."""
    return low is not None and high is not None and low <= top < high


def _of(terms: Terms, proposal: str, tally: Tally, counts: Mapping[str, Counts]) -> Dissent:
    scores = {key: own for key, own in city_scores(terms, tally).items() if own is not None}
    by_score = sorted(scores.items(), key=lambda pair: (pair[1], pair[0]))
    apart = by_score[-1][1] - by_score[0][1] if len(by_score) > 1 else None
    return Dissent(
        proposal=proposal,
        evaluators=_evaluators_apart(terms, counts),
        cities=apart,
        highest=None if apart is None else by_score[-1],
        lowest=None if apart is None else by_score[0],
    )


def _evaluators_apart(terms: Terms, counts: Mapping[str, Counts]) -> Fraction | None:
    """Return the weighted mean over the criteria that two or more evaluators marked."""
    apart = {one.key: distance(counts.get(one.key, {})) for one in terms.criteria}
    there = [
        (one.weight, found / (one.high - one.low))
        for one in terms.criteria
        if (found := apart[one.key]) is not None
    ]
    if not there:
        return None
    total = sum((weight * share for weight, share in there), Fraction(0))
    return total / sum(weight for weight, _ in there)


def _order(one: Dissent) -> tuple[bool, Fraction, Fraction, str]:
    return (
        one.evaluators is None,
        -(one.evaluators or Fraction(0)),
        -(one.cities or Fraction(0)),
        one.proposal,
    )
