"""Whether an agreement is in force: which councils adopted its text, when, and who is missing.

Pure arithmetic on the councils' acts. An agreement binds when every party's council, or as many as
its own terms say, adopted the same text: the one whose SHA-256 was circulated.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date


class ActResult(enum.StrEnum):
    """What a council did with a text that was put before it."""

    PASSED = "passed"
    FAILED = "failed"
    PENDING = "pending"


class CellState(enum.StrEnum):
    """Where one party's council stands. ``adopted_other_text`` also holds a text not on record."""

    NO_RECORD = "no_record"
    BEFORE_COUNCIL = "before_council"
    ADOPTED = "adopted"
    ADOPTED_OTHER_TEXT = "adopted_other_text"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """One act of one council. ``text_sha256`` is None where the text it adopted is not on record.

    ``on`` is the day of the vote, or for a pending act of its introduction, None where unknown.
    ``reference`` is whatever the caller knows the act by; it is handed back in the cell.
    """

    party: str
    result: ActResult
    on: date | None
    text_sha256: str | None = None
    reference: object = None

    def __post_init__(self) -> None:
        """Refuse a decided act without its day: nothing could be in force since then."""
        if self.result is not ActResult.PENDING and self.on is None:
            raise ValueError(f"The {self.result} act of {self.party} has no date")


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One party's square of the adoption matrix, and the act that decided it."""

    state: CellState
    on: date | None = None
    act: Act | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Adoption:
    """The whole matrix, in the order of the parties.

    ``missing``: parties whose council has not decided (no record, or before the council).
    ``blocked_by``: parties whose council decided otherwise; empty once the agreement is in force.
    ``required``: how many adoptions bind. ``in_force_on``: the day of the last one needed.
    """

    cells: Mapping[str, Cell]
    required: int
    in_force_on: date | None
    missing: tuple[str, ...]
    blocked_by: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Say whether enough councils adopted the text."""
        return self.in_force_on is not None

    @property
    def adopted_by(self) -> tuple[str, ...]:
        """Return the parties whose council adopted the circulated text."""
        return tuple(party for party, cell in self.cells.items() if cell.state is CellState.ADOPTED)


def adoption(
    text_sha256: str, *, parties: Sequence[str], acts: Sequence[Act], required: int | None = None
) -> Adoption:
    """Return who adopted the circulated text, and whether and since when that binds.

    ``acts`` of one day count in the order given. ``required`` None means every party. A party's
    last adoption counts, of whichever text; a vote that failed after it changes nothing, and before
    any adoption the last act counts. An agreement without parties is never in force.

    Raises ValueError for a party named twice, an act of no party, or a ``required`` out of range.
    """
    if len(set(parties)) != len(parties):
        raise ValueError("A party is named twice")
    if strangers := sorted({act.party for act in acts} - set(parties)):
        raise ValueError(f"Acts of {', '.join(strangers)}, which are no parties to the agreement")
    needed = len(parties) if required is None else required
    if parties and not 1 <= needed <= len(parties):
        raise ValueError(f"{needed} adoptions are required of {len(parties)} parties")
    of = {party: [act for act in acts if act.party == party] for party in parties}
    cells = {party: _cell(text_sha256, own) for party, own in of.items()}
    days = sorted(cell.on for cell in _in(cells, CellState.ADOPTED).values() if cell.on is not None)
    since = days[needed - 1] if 0 < needed <= len(days) else None
    against = _in(cells, CellState.ADOPTED_OTHER_TEXT, CellState.FAILED)
    return Adoption(
        cells=cells,
        required=needed,
        in_force_on=since,
        missing=tuple(_in(cells, CellState.NO_RECORD, CellState.BEFORE_COUNCIL)),
        blocked_by=() if since else tuple(against),
    )


def _in(cells: Mapping[str, Cell], *states: CellState) -> dict[str, Cell]:
    return {party: cell for party, cell in cells.items() if cell.state in states}


def _cell(text_sha256: str, acts: Sequence[Act]) -> Cell:
    """Return where a council stands after these acts, all its own."""
    # An undated act is a pending one whose day is not set: it comes last.
    in_order = sorted(acts, key=lambda act: act.on or date.max)
    passed = [act for act in in_order if act.result is ActResult.PASSED]
    if passed:
        last = passed[-1]
        same = last.text_sha256 == text_sha256
        state = CellState.ADOPTED if same else CellState.ADOPTED_OTHER_TEXT
        return Cell(state, last.on, last)
    if not in_order:
        return Cell(CellState.NO_RECORD)
    last = in_order[-1]
    failed = last.result is ActResult.FAILED
    return Cell(CellState.FAILED if failed else CellState.BEFORE_COUNCIL, last.on, last)


def sentence(cell: Cell, *, party: str) -> str:
    """Return where a council stands as a person reads it; ``party`` is the party's name."""
    council = f"{party}'{'' if party.endswith('s') else 's'} council"
    on = f" on {long_date(cell.on)}" if cell.on else ""
    match cell.state:
        case CellState.ADOPTED:
            return f"{council} adopted this text{on}."
        case CellState.ADOPTED_OTHER_TEXT if cell.act and cell.act.text_sha256 is None:
            return f"{council} adopted a text that is not on record{on}; it may be another one."
        case CellState.ADOPTED_OTHER_TEXT:
            return f"{council} adopted another text{on}."
        case CellState.FAILED:
            return f"{council} did not adopt this text: the motion failed{on}."
        case CellState.BEFORE_COUNCIL:
            return f"The text is before {council}{f', introduced{on}' if on else ''}."
        case _:
            return f"There is no record of an act by {council}."


def summary(outcome: Adoption, *, names: Mapping[str, str]) -> str:
    """Return the whole matrix in one or two sentences; ``names`` gives each party's name."""
    if not outcome.cells:
        return "Not in force: the agreement names no parties."
    of_all = f"{len(outcome.adopted_by)} of {len(outcome.cells)} councils adopted this text"
    if outcome.in_force_on:
        return f"In force since {long_date(outcome.in_force_on)}: {of_all}."
    needed = "" if outcome.required == len(outcome.cells) else f" ({outcome.required} are needed)"
    if outcome.blocked_by:
        otherwise = _listed(outcome.blocked_by, names)
        return f"Not in force: {of_all}{needed}. Decided otherwise: {otherwise}."
    # A council of which nothing is on record may well have adopted; nothing here says it did not.
    unknown = _in(outcome.cells, CellState.NO_RECORD)
    where = " by this record" if unknown else ""
    said = [f"Not in force{where}: {of_all}{needed}."]
    if waiting := _in(outcome.cells, CellState.BEFORE_COUNCIL):
        said.append(f"Still to decide: {_listed(waiting, names)}.")
    if unknown:
        said.append(f"No record: {_listed(unknown, names)}.")
    return " ".join(said)


def _listed(parties: Iterable[str], names: Mapping[str, str]) -> str:
    said = [names[party] for party in parties]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def long_date(on: date) -> str:
    """Return a date in full: "Tuesday, March 3, 2026"."""
    return f"{on:%A, %B} {on.day}, {on.year}"
