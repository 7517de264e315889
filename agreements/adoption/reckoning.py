"""Reckoning the matrix: where each council stands, and since when enough of them do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from agreements.adoption.shapes import (
    AGAINST,
    MISSING,
    Act,
    ActResult,
    Adoption,
    Cell,
    CellState,
    Span,
)

_OF_A_RESULT = {
    ActResult.FAILED: CellState.FAILED,
    ActResult.PENDING: CellState.BEFORE_COUNCIL,
    ActResult.POSTPONED: CellState.POSTPONED,
    ActResult.SHORT: CellState.SHORT,
    ActResult.VETOED: CellState.VETOED,
    ActResult.RESCINDED: CellState.RESCINDED,
}


def adoption(
    text_sha256: str,
    *,
    parties: Sequence[str],
    acts: Sequence[Act],
    required: int | None = None,
    earlier: Collection[str] = (),
    withdrawn: Mapping[str, date] | None = None,
) -> Adoption:
    """Return who adopted the circulated text, and whether and since when that binds.

    ``acts`` of one day count in the order given. ``required`` None means every party. A party's
    last adoption counts, of whichever text; a vote that failed after it changes nothing, and
    without an adoption that stands the last act counts. ``earlier``: the texts that this one is to
    replace. ``withdrawn``: since when a party is out; an adoption that it gave counts on, since the
    promise of the others was made upon it, and one that it never gave is not asked for any more.
    An agreement without parties is never in force.

    Raises ValueError for a party named twice, an act of no party, or a ``required`` out of range.
    """
    left = withdrawn or {}
    _refuse(parties, acts, left)
    needed = len(parties) if required is None else required
    if parties and not 1 <= needed <= len(parties):
        raise ValueError(f"{needed} adoptions are required of {len(parties)} parties")
    of = {party: [act for act in acts if act.party == party] for party in parties}
    cells = {party: _cell(text_sha256, own, earlier) for party, own in of.items()}
    cells |= {
        party: Cell(CellState.WITHDRAWN, day, cells[party].act) for party, day in left.items()
    }
    spans = {party: adopted(text_sha256, own) for party, own in of.items()}
    if required is None:
        needed -= sum(not spans[party] for party in left)
    since = _standing_since([span for own in spans.values() for span in own], needed)
    return Adoption(
        cells=cells,
        required=needed,
        in_force_on=since,
        missing=tuple(in_states(cells, MISSING)),
        blocked_by=() if since else tuple(in_states(cells, AGAINST)),
    )


def _refuse(parties: Sequence[str], acts: Sequence[Act], left: Iterable[str]) -> None:
    if len(set(parties)) != len(parties):
        raise ValueError("A party is named twice")
    if strangers := sorted({act.party for act in acts} - set(parties)):
        raise ValueError(f"Acts of {', '.join(strangers)}, which are no parties to the agreement")
    if strangers := sorted(set(left) - set(parties)):
        raise ValueError(f"{', '.join(strangers)} withdrew, and are no parties to the agreement")


def in_states(cells: Mapping[str, Cell], states: Collection[CellState]) -> dict[str, Cell]:
    """Keep the squares that are in one of these states."""
    return {party: cell for party, cell in cells.items() if cell.state in states}


def _by_day(acts: Sequence[Act]) -> list[Act]:
    """Put acts in order; an undated one is undecided and its day is not set: it comes last."""
    return sorted(acts, key=lambda act: act.on or date.max)


def _cell(text_sha256: str, acts: Sequence[Act], earlier: Collection[str]) -> Cell:
    """Return where a council stands after these acts, all its own."""
    in_order = _by_day(acts)
    last = _standing(acts)
    if last and last.text_sha256 not in earlier:
        same = last.text_sha256 == text_sha256
        state = CellState.ADOPTED if same else CellState.ADOPTED_OTHER_TEXT
        return Cell(state, last.on, last)
    # What passed and does not stand was replaced by an act that was taken back in turn.
    after = in_order[in_order.index(last) + 1 :] if last else _but_passed(in_order)
    if after:
        return Cell(_OF_A_RESULT[after[-1].result], after[-1].on, after[-1])
    return Cell(CellState.ADOPTED_EARLIER, last.on, last) if last else Cell(CellState.NO_RECORD)


def _adoptions(acts: Sequence[Act]) -> list[tuple[date, Act]]:
    """Return the acts that ever adopted, and since when, in order; of one day as given."""
    given = ((act.since, act) for act in acts)
    dated = [(since, act) for since, act in given if since is not None]
    return sorted(dated, key=lambda pair: pair[0])


def _standing(acts: Sequence[Act]) -> Act | None:
    """Return the act by which a council stands: its last adoption, unless that was taken back."""
    adoptions = _adoptions(acts)
    last = adoptions[-1][1] if adoptions else None
    return last if last and last.result is ActResult.PASSED else None


def _but_passed(acts: Sequence[Act]) -> list[Act]:
    return [act for act in acts if act.result is not ActResult.PASSED]


def adopted(text_sha256: str, acts: Sequence[Act]) -> list[Span]:
    """Return the days on which one council's adoption of the text stood, in order.

    An adoption ends where the council took it back, or adopted another text.
    """
    given = _adoptions(acts)
    spans = []
    for position, (since, act) in enumerate(given, start=1):
        taken_back = None if act.result is ActResult.PASSED else act.on
        next_one = given[position][0] if position < len(given) else None
        until = min((day for day in (next_one, taken_back) if day is not None), default=None)
        if act.text_sha256 == text_sha256 and (until is None or since < until):
            spans.append(Span(since, until))
    return spans


def _standing_since(spans: Iterable[Span], needed: int) -> date | None:
    """Return since when at least `needed` spans have been running at once, without a break."""
    steps = [(span.since, 1) for span in spans]
    steps += [(span.until, -1) for span in spans if span.until is not None]
    running, since = 0, None
    for day, changes in groupby(sorted(steps), key=lambda step: step[0]):
        running += sum(change for _, change in changes)
        if running < max(needed, 1):
            since = None
        elif since is None:
            since = day
    return since
