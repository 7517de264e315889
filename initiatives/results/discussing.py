"""Which proposals to discuss: those whose judges differ most, and those around the cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from initiatives import ranking
from initiatives.models import Placing, Round
from initiatives.results.reckoning import mark_counts, reckon
from initiatives.results.wording import figure, percent

MOST = 20
"""Proposals on the list of those whose evaluators differ."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A proposal whose judges differ: how far, and who stands at the ends.

    `evaluators` is in per cent of the scale and `cities` in points, both in two decimals;
    `cities` is empty with the marks of fewer than two.
    """

    placing: Placing
    evaluators: str
    cities: str
    highest: str
    lowest: str


@dataclass(frozen=True, slots=True)
class Open:
    """A proposal that may lie in the top or outside it, and how often it lies inside."""

    placing: Placing
    share: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to talk about: where judges differ most, first, and whose place in the top is open."""

    disputed: tuple[Disputed, ...]
    around_the_cut: tuple[Open, ...]
    of: int
    """How many proposals have marks to be compared."""


def agenda(round_: Round, record: Sequence[Placing]) -> Agenda:
    """Choose what to discuss from a round's ranking; the queries do not grow with the marks."""
    reckoned = reckon(round_)
    by_reference = {placing.entry.proposal.reference: placing for placing in record}
    found = ranking.dissent(reckoned.terms, reckoned.tallies, mark_counts(round_))
    compared = [one for one in found if one.evaluators is not None and one.proposal in by_reference]
    return Agenda(
        disputed=tuple(
            _disputed(one, by_reference[one.proposal], reckoned.cities)
            for one in compared[:MOST]
            if one.evaluators
        ),
        around_the_cut=tuple(
            Open(placing, f"{placing.top_share:.0%}")
            for placing in record
            if ranking.is_around_the_cut(placing.rank_low, placing.rank_high, top=round_.top)
        ),
        of=len(compared),
    )


def _disputed(one: ranking.Dissent, placing: Placing, names: Mapping[str, str]) -> Disputed:
    highest, lowest = (
        "" if end is None else f"{names[end[0]]} {figure(end[1])}"
        for end in (one.highest, one.lowest)
    )
    return Disputed(
        placing=placing,
        evaluators="" if one.evaluators is None else percent(one.evaluators),
        cities=figure(one.cities),
        highest=highest,
        lowest=lowest,
    )
