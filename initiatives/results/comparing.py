"""How the lines of a ranking are said beside those of other weighings and earlier rankings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from initiatives.models import Placing, Ranking
from initiatives.results.separating import moved
from initiatives.results.wording import span


@dataclass(frozen=True, slots=True)
class Before:
    """One proposal's rank in every ranking of its round, the first first."""

    title: str
    reference: str
    ranks: tuple[int | None, ...]
    change: str


def before_and_after(rankings: Sequence[Ranking], placings: Iterable[Placing]) -> list[Before]:
    """Set the ranks of some places beside the earlier ones; nothing for a first ranking.

    One query, where there is more than one ranking.
    """
    if len(rankings) < 2:  # noqa: PLR2004 - a before and an after
        return []
    shown = list(placings)
    rows = Placing.objects.filter(
        ranking__in=rankings, entry__in=[placing.entry_id for placing in shown]
    )
    ranks = {
        (ranking, entry): rank
        for ranking, entry, rank in rows.values_list("ranking_id", "entry_id", "rank")
    }
    return [
        _before(placing, [ranks.get((one.pk, placing.entry_id)) for one in rankings])
        for placing in shown
    ]


def raw_rank_in_words(placing: Placing) -> str:
    """Say which rank every evaluator alike would give, and how far away it is."""
    if placing.raw_rank is None:
        return ""
    change = moved(placing.rank, placing.raw_rank)
    said = "the same" if change == "unchanged" else change
    return f"rank {placing.raw_rank}, {said}"


def without_in_words(placing: Placing) -> str:
    """Say which ranks leaving out one city would give: "1 to 3", a dash where not ranked then."""
    known = [rank for rank in placing.leave_one_out.values() if rank is not None]
    if placing.rank is None or not known:
        return "–"
    said = span(min(known), max(known))
    return said if len(known) == len(placing.leave_one_out) else f"{said} or –"


def _before(placing: Placing, ranks: list[int | None]) -> Before:
    proposal = placing.entry.proposal
    return Before(proposal.title, proposal.reference, tuple(ranks), moved(ranks[0], ranks[-1]))
