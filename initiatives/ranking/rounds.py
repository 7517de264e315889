"""What a round is made of: its terms, its reviews, and the tallies that both arithmetics share."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import NamedTuple

Evaluator = tuple[str, str]
"""City and key: "e1" of Raytown and "e1" of Grandview are two people."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A scored criterion: marks are whole numbers from `low` to `high`, low < high.

    `weight` is its share of 100, more than 0. `threshold` is in marks: a proposal whose mean
    mark is lower is not ranked.
    """

    key: str
    weight: Fraction
    low: int
    high: int
    threshold: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How the weights are shaken: the seed, the number of draws, and what counts as the top."""

    seed: int = 1
    draws: int = 10_000
    top: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was fixed before the first mark was given.

    The weights of the criteria sum to 100; `gates` are the keys of the yes-or-no criteria;
    `quorum` is the least number of cities that must have scored a proposal.
    """

    criteria: tuple[Criterion, ...]
    gates: tuple[str, ...] = ()
    cities: tuple[str, ...]
    quorum: int
    proposals: tuple[str, ...]
    settings: Settings = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one evaluator says about one proposal; unanswered criteria are absent.

    A recused review has neither marks (of scored criteria) nor answers (of gates).
    """

    proposal: str
    city: str
    evaluator: str
    recused: bool = False
    marks: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """The terms and every review given under them, at most one by an evaluator of a proposal."""

    terms: Terms
    reviews: tuple[Review, ...]


class Marks(NamedTuple):
    """One city's marks of one proposal in one scored criterion: their sum, how many (over 0)."""

    total: int | Fraction
    number: int


class Answers(NamedTuple):
    """How many evaluators of one city say yes and no to one gate."""

    yes: int
    no: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """All that the ranking needs to know about one proposal's reviews.

    `reviews` counts those not recused. `marks` is {criterion: {city: Marks}} and `answers` is
    {gate: {city: Answers}}; a city without a mark or an answer is absent.
    """

    reviews: int = 0
    marks: Mapping[str, Mapping[str, Marks]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Answers]] = field(default_factory=dict)


def tally(
    round_: Round, *, corrections: Mapping[Evaluator, Mapping[str, Fraction]] | None = None
) -> dict[str, Tally]:
    """Add up a round's reviews, by proposal; a proposal without reviews has an empty tally.

    `corrections` are subtracted from an evaluator's marks, by criterion. They are brought to one
    denominator first, so that only whole numbers are added.
    """
    reviews: dict[str, list[Review]] = {proposal: [] for proposal in round_.terms.proposals}
    for review in round_.reviews:
        if not review.recused:
            reviews[review.proposal].append(review)
    if corrections is None:
        return {proposal: _tally(given, {}, 1) for proposal, given in reviews.items()}
    under = lcm(*(part.denominator for own in corrections.values() for part in own.values()))
    whole = {
        evaluator: {key: int(part * under) for key, part in own.items()}
        for evaluator, own in corrections.items()
    }
    return {
        proposal: _divided(_tally(given, whole, under), under)
        for proposal, given in reviews.items()
    }


def _tally(
    reviews: list[Review], corrections: Mapping[Evaluator, Mapping[str, int]], under: int
) -> Tally:
    """Add up, in parts of which `under` make one mark."""
    marks: dict[str, dict[str, Marks]] = defaultdict(dict)
    answers: dict[str, dict[str, Answers]] = defaultdict(dict)
    for review in reviews:
        correction = corrections.get((review.city, review.evaluator), {})
        for key, mark in review.marks.items():
            total, number = marks[key].get(review.city, Marks(0, 0))
            given = mark * under - correction.get(key, 0)
            marks[key][review.city] = Marks(total + given, number + 1)
        for key, answer in review.answers.items():
            yes, no = answers[key].get(review.city, Answers(0, 0))
            answers[key][review.city] = Answers(yes + answer, no + (not answer))
    return Tally(reviews=len(reviews), marks=dict(marks), answers=dict(answers))


def _divided(tally_: Tally, under: int) -> Tally:
    """Return a tally that was added up in parts, in marks."""
    marks = {
        key: {city: Marks(Fraction(total, under), number) for city, (total, number) in own.items()}
        for key, own in tally_.marks.items()
    }
    return replace(tally_, marks=marks)
