"""What other weights would make of a ranking: reckoned from the sums, beside the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from initiatives import ranking
from initiatives.models import Placing
from initiatives.results.reckoning import Reckoned
from initiatives.results.separating import moved
from initiatives.results.wording import counted, figure


@dataclass(frozen=True, slots=True)
class Supposed:
    """One proposal: its line of the record, and the place that other weights would give it."""

    placing: Placing
    rank: int | None
    score: str
    change: str
    is_moved: bool


def suppose(
    reckoned: Reckoned, record: Sequence[Placing], weights: Mapping[str, Fraction]
) -> list[Supposed]:
    """Weigh a round by other weights that sum to 100, the best first; nothing is written."""
    terms = ranking.reweighed(reckoned.terms, weights)
    places = ranking.places(terms, reckoned.assessed)
    lines = [_line(placing, places[placing.entry.proposal.reference]) for placing in record]
    return sorted(lines, key=lambda line: (line.rank is None, line.rank or 0))


def in_short(lines: Sequence[Supposed]) -> str:
    """Say how many of the ranked would change places."""
    number = sum(line.is_moved for line in lines)
    if not number:
        return "With these weights every proposal keeps its rank."
    ranked = sum(line.placing.rank is not None for line in lines)
    return (
        f"With these weights {number:,} of {counted(ranked, 'ranked proposal', 'ranked proposals')}"
        " would have another rank."
    )


def _line(placing: Placing, place: ranking.Place) -> Supposed:
    return Supposed(
        placing=placing,
        rank=place.rank,
        score=figure(place.score),
        change=moved(placing.rank, place.rank),
        is_moved=placing.rank != place.rank,
    )
