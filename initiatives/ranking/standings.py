"""From tallies to scores, reasons and ranks, in exact rationals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from initiatives.ranking.parts import evaluator_means
from initiatives.ranking.rounds import Answers, Marks, Tally, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One proposal by itself.

    `score` runs from 0 to 100 and is None without any mark. `means` are the means of the city
    means, in marks, of the criteria that have a mark. `cities` counts towards the quorum. A
    proposal is ranked when there are no `reasons` against it.
    """

    score: Fraction | None
    means: Mapping[str, Fraction]
    cities: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One proposal among the others: a line of the result.

    `rank` is None where there are `reasons`. `raw_score` lets every evaluator weigh the same,
    `score` every city; `raw_rank` is the rank among the ranked that the raw score would give.
    `criterion_scores` are the parts of the score, 0 to 1. `coverage` is the share of the asked
    marks that were given, None where no review was given. `leave_one_out` is the rank without
    each city. `rank_interval` and `top_share` come from draws of the weights; None where
    not ranked or not drawn.
    """

    proposal: str
    rank: int | None
    score: Fraction | None
    raw_score: Fraction | None
    coverage: Fraction | None
    cities: int
    reasons: tuple[str, ...]
    criterion_scores: Mapping[str, Fraction]
    raw_rank: int | None = None
    leave_one_out: Mapping[str, int | None] = field(default_factory=dict)
    rank_interval: tuple[int, int] | None = None
    top_share: Fraction | None = None


def standings(terms: Terms, tallies: Mapping[str, Tally]) -> tuple[Standing, ...]:
    """Return every proposal's standing, best first, without the draws of the weights.

    A proposal without a tally has no reviews. Unranked ones follow the ranked, by key.
    """
    given = {proposal: tallies.get(proposal, Tally()) for proposal in terms.proposals}
    assessed = {proposal: assess(terms, tally) for proposal, tally in given.items()}
    raw_scores = {key: weighed(terms, evaluator_means(own)) for key, own in given.items()}
    ranks = _ranks(assessed)
    raw_ranks = ranks_of({key: raw_scores[key] for key in ranks})
    without = {city: _ranks_without(terms, given, city=city) for city in sorted(terms.cities)}
    found = [
        Standing(
            proposal=proposal,
            rank=ranks.get(proposal),
            raw_rank=raw_ranks.get(proposal),
            score=own.score,
            raw_score=raw_scores[proposal],
            coverage=_coverage(terms, given[proposal]),
            cities=own.cities,
            reasons=own.reasons,
            criterion_scores=_criterion_scores(terms, own.means),
            leave_one_out={city: others.get(proposal) for city, others in without.items()},
        )
        for proposal, own in assessed.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.proposal)))


def assess(terms: Terms, tally: Tally, *, without: str | None = None) -> Assessment:
    """Return one proposal's score and the reasons that keep it out of the ranking.

    `without` leaves one city's reviews out and lowers the quorum by one.
    """
    marks = {key: _left(by_city, without) for key, by_city in tally.marks.items()}
    means = {key: _city_mean(left) for key, left in marks.items() if left}
    cities = {city for by_city in tally.marks.values() for city in by_city} - {without}
    quorum = terms.quorum - (without is not None)
    return Assessment(
        score=weighed(terms, means),
        means=means,
        cities=len(cities),
        reasons=(
            *(["quorum"] if len(cities) < max(quorum, 1) else []),
            *_closed_gates(terms, tally, without),
            *_missed_thresholds(terms, means),
        ),
    )


def city_scores(terms: Terms, tally: Tally) -> dict[str, Fraction | None]:
    """Return each city's own score of one proposal, None for a city that gave no mark."""
    scores = {}
    for city in terms.cities:
        own = {key: by_city[city] for key, by_city in tally.marks.items() if city in by_city}
        means = {key: Fraction(total) / number for key, (total, number) in own.items()}
        scores[city] = weighed(terms, means)
    return scores


def _left(by_city: Mapping[str, Marks], without: str | None) -> list[Marks]:
    return [marks for city, marks in by_city.items() if city != without]


def _sum(parts: Iterable[tuple[int | Fraction, int]]) -> Fraction:
    """Add up fractions given as (numerator, denominator).

    One common denominator instead of one for each addition makes a ranking several times faster.
    """
    known = list(parts)
    common = lcm(*(under for _, under in known))
    return Fraction(sum(over * (common // under) for over, under in known), common)


def _city_mean(marks: list[Marks]) -> Fraction:
    """Return the mean of the cities' mean marks."""
    return _sum((total, number * len(marks)) for total, number in marks)


def weighed(terms: Terms, means: Mapping[str, Fraction]) -> Fraction | None:
    """Return the weighted mean, 0 to 100, over the criteria that have a mean mark."""
    there = [(one, means[one.key]) for one in terms.criteria if one.key in means]
    if not there:
        return None
    points = _sum(
        (
            one.weight.numerator * (mean.numerator - one.low * mean.denominator),
            one.weight.denominator * mean.denominator * (one.high - one.low),
        )
        for one, mean in there
    )
    return 100 * points / _sum(one.weight.as_integer_ratio() for one, _ in there)


def _criterion_scores(terms: Terms, means: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the mean marks as shares of their scales, 0 to 1."""
    return {
        one.key: (means[one.key] - one.low) / (one.high - one.low)
        for one in terms.criteria
        if one.key in means
    }


def _coverage(terms: Terms, tally: Tally) -> Fraction | None:
    if not tally.reviews:
        return None
    given = sum(marks.number for by_city in tally.marks.values() for marks in by_city.values())
    return Fraction(given, tally.reviews * len(terms.criteria))


def _closed_gates(terms: Terms, tally: Tally, without: str | None) -> list[str]:
    """Name the gates to which not more cities say yes than no; a city's tie is silence."""
    closed = []
    for gate in sorted(terms.gates):
        answers = [said for city, said in tally.answers.get(gate, {}).items() if city != without]
        if sum(_voice(said) for said in answers) <= 0:
            closed.append(f"gate:{gate}")
    return closed


def _voice(said: Answers) -> int:
    """Return 1 where most of a city's evaluators say yes, -1 where most say no, else 0."""
    return (said.yes > said.no) - (said.yes < said.no)


def _missed_thresholds(terms: Terms, means: Mapping[str, Fraction]) -> list[str]:
    """Name the thresholds that the mean mark does not reach; no mark reaches none."""
    return [
        f"threshold:{one.key}"
        for one in sorted(terms.criteria, key=lambda criterion: criterion.key)
        if one.threshold is not None and (one.key not in means or means[one.key] < one.threshold)
    ]


def ranks_of(scores: Mapping[str, Fraction | None]) -> dict[str, int]:
    """Rank by score, the highest first; equal scores share a rank (1, 2, 2, 4)."""
    known = {proposal: score for proposal, score in scores.items() if score is not None}
    ranks: dict[Fraction, int] = {}
    for position, score in enumerate(sorted(known.values(), reverse=True), start=1):
        ranks.setdefault(score, position)
    return {proposal: ranks[score] for proposal, score in known.items()}


def _ranks(assessed: Mapping[str, Assessment]) -> dict[str, int]:
    """Rank the proposals that nothing speaks against."""
    return ranks_of({key: one.score for key, one in assessed.items() if not one.reasons})


def _ranks_without(terms: Terms, tallies: Mapping[str, Tally], *, city: str) -> dict[str, int]:
    return _ranks(
        {proposal: assess(terms, tally, without=city) for proposal, tally in tallies.items()}
    )
