"""The arithmetic behind each number of a proposal's place, in sentences that can be read out.

Numbers are shown with two decimals; the reckoning is exact, and rounds once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from initiatives import ranking
from initiatives.models import Criterion, Placing, Round
from initiatives.results.wording import counted, figure, listed, percent, place, ranks, weight


@dataclass(frozen=True, slots=True)
class Behind:
    """One number: the key of its section, its heading, and the sentences behind it."""

    key: str
    heading: str
    sentences: tuple[str, ...]


def behind(
    placing: Placing,
    round_: Round,
    *,
    terms: ranking.Terms,
    tally: ranking.Tally,
    names: Mapping[str, str],
    criteria: Mapping[str, Criterion],
) -> tuple[Behind, ...]:
    """Open every number but the score itself; `names` are the cities', by slug."""
    top = f"How often it is among the first {round_.top}"
    tuple(bounds_in_words(placing, round_, names))
    opened = (
        Behind("raw", "Every evaluator alike", tuple(_raw(placing, terms, tally, criteria))),
        Behind("own", "Each city by itself", tuple(_own(terms, tally, names))),
        Behind("coverage", "Marks given", tuple(_coverage(terms, tally))),
        Behind(
            "bounds", "Within which ranks it holds", tuple(bounds_in_words(placing, round_, names))
        ),
        Behind("top", top, tuple(top_in_words(placing, round_))),
    )
    return tuple(one for one in opened if one.sentences)


def _raw(
    placing: Placing,
    terms: ranking.Terms,
    tally: ranking.Tally,
    criteria: Mapping[str, Criterion],
) -> Iterator[str]:
    """The score with every evaluator alike, criterion by criterion, and the rank it would give."""
    means = ranking.evaluator_means(tally)
    if not means:
        return
    for one in terms.criteria:
        if one.key in means:
            number = sum(marks.number for marks in tally.marks[one.key].values())
            share = (means[one.key] - one.low) / (one.high - one.low)
            yield (
                f"{criteria[one.key].label}: the mean of all {counted(number, 'mark', 'marks')} "
                f"is {figure(means[one.key])}, which is {percent(share)} per cent of the scale; "
                f"times the weight of {weight(one.weight)}, that is "
                f"{figure(one.weight * share)} points."
            )
    given = [one for one in terms.criteria if one.key in means]
    points = sum(
        (one.weight * (means[one.key] - one.low) / (one.high - one.low) for one in given),
        Fraction(0),
    )
    whole = sum((one.weight for one in given), Fraction(0))
    yield (
        f"The points sum to {figure(points)}; times 100, divided by the {weight(whole)} that the "
        f"criteria with marks weigh, that is {figure(100 * points / whole)}."
    )
    if placing.rank and placing.raw_rank:
        yield _raw_rank(placing.rank, placing.raw_rank)


def _raw_rank(rank: int, raw_rank: int) -> str:
    """Say what letting every evaluator weigh the same would change."""
    moved = rank - raw_rank
    if not moved:
        return f"With every evaluator alike the rank would be the same, {raw_rank}."
    places = counted(abs(moved), "place", "places")
    return (
        f"With every evaluator alike it would have rank {raw_rank}, {places} "
        f"{'higher' if moved > 0 else 'lower'}: a city with more evaluators then weighs more."
    )


def _own(terms: ranking.Terms, tally: ranking.Tally, names: Mapping[str, str]) -> Iterator[str]:
    """What the score would be if only one city's evaluators were asked."""
    scores = ranking.city_scores(terms, tally)
    given = [f"{names[city]} {figure(own)}" for city, own in scores.items() if own is not None]
    if given:
        yield f"By its own marks alone each city comes to: {', '.join(given)}."
    silent = [names[city] for city, own in scores.items() if own is None]
    if silent:
        yield f"No marks came from {listed(silent)}."


def _coverage(terms: ranking.Terms, tally: ranking.Tally) -> Iterator[str]:
    """How many of the marks that were asked for were given."""
    if not tally.reviews:
        return
    asked = tally.reviews * len(terms.criteria)
    given = sum(marks.number for own in tally.marks.values() for marks in own.values())
    people = counted(tally.reviews, "evaluator", "evaluators")
    yield (
        f"{people} who did not step back, times "
        f"{counted(len(terms.criteria), 'scored criterion', 'scored criteria')}, makes "
        f"{counted(asked, 'mark', 'marks')} asked for. {given:,} "
        f"{'was' if given == 1 else 'were'} given, which is "
        f"{percent(Fraction(given, asked))} per cent."
    )
    if given < asked:
        yield "What was not given is left out of the score; it does not count as 0."


def bounds_in_words(placing: Placing, round_: Round, names: Mapping[str, str]) -> Iterator[str]:
    """How far the rank moves when weights are shaken or a city is left out."""
    if placing.rank_low is None or placing.rank_high is None:
        return
    yield (
        f"It holds within {ranks(placing.rank_low, placing.rank_high)}. The weights were drawn "
        f"{round_.draws:,} times around those of the round; the middle 95 of 100 draws lie "
        "within these bounds, and so do the ranks without each city."
    )
    for edge in sorted({placing.rank_low, placing.rank_high} - {placing.rank}):
        yield _edge(edge, placing, names)


def _edge(edge: int, placing: Placing, names: Mapping[str, str]) -> str:
    """Say what brings the rank to the edge of its bounds: a city left out, or other weights."""
    cities = [names[city] for city, rank in placing.leave_one_out.items() if rank == edge]
    if cities:
        return f"It would have {place(edge)} without the marks of {' or of '.join(cities)}."
    return f"To {place(edge)} it comes by other weights alone."


def top_in_words(placing: Placing, round_: Round) -> Iterator[str]:
    """Say how often it is in the top; nothing where it is not ranked."""
    if placing.top_share is None:
        return
    yield (
        f"In {placing.top_share:.0%} of the {round_.draws:,} draws of the weights its rank is "
        f"{round_.top} or better. The draws begin from the number {round_.seed}, so whoever "
        "repeats them with the results file gets the same share."
    )
