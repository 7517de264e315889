"""What other weights would make of a round: the same marks, weighed differently.

Means and reasons do not depend on the weights, so they are reckoned once (`assess`) and only
weighed again here. Exact throughout; nothing is drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from initiatives.ranking.rounds import Terms
from initiatives.ranking.standings import Assessment, ranks_of, weighed

WHOLE = Fraction(100)
STEPS = (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3, 2), Fraction(2))
"""A weight from nothing to double, as multiples of itself; the middle one is what it is."""


class Place(NamedTuple):
    """A rank and the score behind it; no rank where there is a reason against it or no score."""

    rank: int | None
    score: Fraction | None


def reweighed(terms: Terms, weights: Mapping[str, Fraction]) -> Terms:
    """Return the terms with other weights, which sum to 100; a criterion of weight 0 is left out.

    Raises ValueError when a weight is negative, one is missing, or the sum is another.
    """
    if any(weights[one.key] < 0 for one in terms.criteria) or sum(weights.values()) != WHOLE:
        raise ValueError("The weights must be 0 or more and sum to 100")
    return replace(
        terms,
        criteria=tuple(
            replace(one, weight=weights[one.key]) for one in terms.criteria if weights[one.key]
        ),
    )


def places(terms: Terms, assessed: Mapping[str, Assessment]) -> dict[str, Place]:
    """Return every proposal's place under the weights of these terms.

    `assessed` may come from other weights: gates, thresholds and the quorum are as they were.
    """
    scores = {proposal: weighed(terms, own.means) for proposal, own in assessed.items()}
    ranks = ranks_of({key: scores[key] for key, own in assessed.items() if not own.reasons})
    return {proposal: Place(ranks.get(proposal), score) for proposal, score in scores.items()}


def with_weight(terms: Terms, key: str, weight: Fraction) -> Terms | None:
    """Return the terms with one weight changed and the others scaled so that the sum stays 100.

    None where there is nothing to scale: the criterion alone has all the weight.
    """
    own = next(one.weight for one in terms.criteria if one.key == key)
    if own == WHOLE:
        return None
    scale = (WHOLE - weight) / (WHOLE - own)
    return reweighed(
        terms,
        {one.key: weight if one.key == key else one.weight * scale for one in terms.criteria},
    )


def steps_of(terms: Terms, key: str) -> tuple[Fraction, ...]:
    """Return the weights of one criterion from nothing to double, none of them more than 100."""
    own = next(one.weight for one in terms.criteria if one.key == key)
    return tuple(min(own * step, WHOLE) for step in STEPS)


def sensitivity(
    terms: Terms, assessed: Mapping[str, Assessment], key: str
) -> dict[str, tuple[int | None, ...]]:
    """Return each ranked proposal's rank as one criterion's weight goes from nothing to double.

    The ranks go with `steps_of`. Empty where the criterion has all the weight.
    """
    moved = [with_weight(terms, key, weight) for weight in steps_of(terms, key)]
    at_each = [places(each, assessed) for each in moved if each is not None]
    if not at_each:
        return {}
    return {
        proposal: tuple(found[proposal].rank for found in at_each) for proposal in _ranked(assessed)
    }


def _ranked(assessed: Mapping[str, Assessment]) -> Iterable[str]:
    return (key for key, own in assessed.items() if own.score is not None and not own.reasons)
