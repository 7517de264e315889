"""What a round comes to: the rows of a ranking, ready to be written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from initiatives import ranking
from initiatives.models import Concord, Entry, Placing, Round
from initiatives.results.publishing import whole
from initiatives.results.tallies import tallies


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rows not yet written, and the SHA-256 of the published file they were computed from."""

    placings: Sequence[Placing]
    concords: Sequence[Concord]
    input_sha256: str


def close(round_: Round) -> Outcome:
    """Compute the ranking; the marks must not change meanwhile.

    The scores come from sums made in SQL; only what needs single marks (the evening out of
    harsh and lenient evaluators, their agreement, the published file) reads them.
    """
    every_mark = whole(round_)
    standings = ranking.rank(every_mark.terms, tallies(round_))
    adjusted = ranking.adjusted_scores(every_mark)
    entries = {entry.proposal.reference: entry for entry in _entries(round_)}
    return Outcome(
        placings=[
            _placing(standing, entries[standing.proposal], position, adjusted)
            for position, standing in enumerate(standings, start=1)
        ],
        concords=_concords(round_, ranking.agreement(every_mark)),
        input_sha256=ranking.digest(ranking.to_input(every_mark)),
    )


def digest(round_: Round) -> str:
    """Return the SHA-256 of the published file as the round stands now."""
    return ranking.digest(ranking.to_input(whole(round_)))


def _entries(round_: Round) -> Sequence[Entry]:
    return list(round_.entries.standing().select_related("proposal"))


def _placing(
    standing: ranking.Standing,
    entry: Entry,
    position: int,
    adjusted: Mapping[str, Fraction | None],
) -> Placing:
    low, high = standing.rank_interval or (None, None)
    return Placing(
        entry=entry,
        position=position,
        rank=standing.rank,
        raw_rank=standing.raw_rank,
        score=_decimal(standing.score),
        raw_score=_decimal(standing.raw_score),
        adjusted_score=_decimal(adjusted[standing.proposal]),
        coverage=_decimal(standing.coverage),
        cities=standing.cities,
        reasons=list(standing.reasons),
        rank_low=low,
        rank_high=high,
        top_share=_decimal(standing.top_share),
        leave_one_out=dict(standing.leave_one_out),
    )


def _concords(round_: Round, found: Mapping[str, ranking.Agreement]) -> list[Concord]:
    return [
        Concord(criterion=criterion, alpha=_decimal(own.alpha), n=own.n)
        for criterion in round_.criteria.all()
        if (own := found.get(criterion.key)) is not None
    ]


def _decimal(value: Fraction | None) -> Decimal | None:
    """Round half up to two places, once."""
    text = ranking.two_places(value)
    return None if text is None else Decimal(text)
