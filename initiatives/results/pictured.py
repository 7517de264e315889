"""The pictures of a round's results, drawn from its stored ranking and its sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from initiatives import pictures, ranking
from initiatives.models import Concord, Placing, Round
from initiatives.pictures import Alpha, Line, Path, Picture, Row
from initiatives.results.reckoning import Reckoned
from initiatives.results.wording import figure, weight

FOLLOWED = 15
"""Ranked proposals that are followed as a weight changes; more lines cannot be told apart."""


def drawn(
    round_: Round,
    reckoned: Reckoned,
    *,
    record: Sequence[Placing],
    shown: Sequence[Placing],
    concords: Sequence[Concord],
) -> Iterator[Picture]:
    """Draw every picture, one after the other.

    `record` is the whole ranking and `shown` the part of it that the first two pictures show.
    """
    yield _ranking(round_, record, shown)
    yield _grid(round_, reckoned, shown)
    yield _agreement(round_, concords)
    yield from _weights(round_, reckoned, record)


def _ranking(round_: Round, record: Sequence[Placing], shown: Sequence[Placing]) -> Picture:
    lines = [
        Line(
            reference=placing.entry.proposal.reference,
            title=placing.entry.proposal.title,
            score=str(placing.score),
            rank=placing.rank,
            low=placing.rank_low or placing.rank,
            high=placing.rank_high or placing.rank,
        )
        for placing in shown
        if placing.rank
    ]
    ranked = sum(placing.rank is not None for placing in record)
    return pictures.ranking_picture(
        lines, of=ranked, title=f"Ranks of {round_}, and within which they hold"
    )


def _grid(round_: Round, reckoned: Reckoned, shown: Sequence[Placing]) -> Picture:
    rows = []
    for placing in shown:
        proposal = placing.entry.proposal
        own = ranking.city_scores(reckoned.terms, reckoned.tally(proposal.reference))
        rows.append(
            Row(
                reference=proposal.reference,
                title=proposal.title,
                score="" if placing.score is None else str(placing.score),
                lead=proposal.city.name,
                scores={
                    reckoned.cities[city]: figure(score)
                    for city, score in own.items()
                    if score is not None
                },
            )
        )
    cities = list(reckoned.cities.values())
    return pictures.grid_picture(rows, cities=cities, title=f"Scores of {round_}, city by city")


def _agreement(round_: Round, concords: Sequence[Concord]) -> Picture:
    alphas = [
        Alpha(
            key=concord.criterion.key,
            label=concord.criterion.label,
            alpha="" if concord.alpha is None else str(concord.alpha),
            n=concord.n,
        )
        for concord in concords
    ]
    return pictures.agreement_picture(alphas, title=f"How far the evaluators of {round_} agree")


def _weights(round_: Round, reckoned: Reckoned, record: Sequence[Placing]) -> Iterator[Picture]:
    """Draw one picture for each criterion that can be weighed against another."""
    followed = [placing.entry.proposal for placing in record if placing.rank][:FOLLOWED]
    for one in reckoned.terms.criteria:
        found = ranking.sensitivity(reckoned.terms, reckoned.assessed, one.key)
        paths = [
            Path(
                reference=proposal.reference, title=proposal.title, ranks=found[proposal.reference]
            )
            for proposal in followed
            if proposal.reference in found
        ]
        if not paths:
            continue
        label = reckoned.criteria[one.key].label
        yield pictures.weights_picture(
            paths,
            key=one.key,
            label=label,
            weights=[weight(each) for each in ranking.steps_of(reckoned.terms, one.key)],
            title=f"Ranks of {round_} when “{label}” weighs less or more",
        )
