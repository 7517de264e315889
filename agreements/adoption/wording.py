"""The matrix in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from agreements.adoption.reckoning import in_states
from agreements.adoption.shapes import MISSING, Adoption, Cell, CellState


def sentence(cell: Cell, *, party: str) -> str:
    """Return where a council stands as a person reads it; ``party`` is the party's name."""
    council = f"{party}'{'' if party.endswith('s') else 's'} council"
    on = f" on {long_date(cell.on)}" if cell.on else ""
    if cell.state is CellState.ADOPTED_OTHER_TEXT and cell.act and cell.act.text_sha256 is None:
        return f"{council} adopted a text that is not on record{on}; it may be another one."
    if cell.state is CellState.BEFORE_COUNCIL:
        return f"The text is before {council}{f', introduced{on}' if on else ''}."
    if cell.state is CellState.POSTPONED:
        return f"The text is before {council}, which put it off{on}."
    if cell.state is CellState.NO_RECORD:
        return f"There is no record of an act by {council}."
    if cell.state is CellState.WITHDRAWN:
        return f"{party} left the agreement{on}."
    return f"{council} {_DID[cell.state].format(on=on)}"


_DID = {
    CellState.ADOPTED: "adopted this text{on}.",
    CellState.ADOPTED_EARLIER: "adopted the earlier version{on}, and not this one so far.",
    CellState.ADOPTED_OTHER_TEXT: "adopted another text{on}.",
    CellState.FAILED: "did not adopt this text: the motion failed{on}.",
    CellState.SHORT: "passed this text{on}, but with fewer than a majority of its members.",
    CellState.VETOED: "passed this text, and it was vetoed{on}.",
    CellState.RESCINDED: "adopted this text and took that back{on}.",
}


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
    unknown = in_states(outcome.cells, {CellState.NO_RECORD})
    where = " by this record" if unknown else ""
    said = [f"Not in force{where}: {of_all}{needed}."]
    if waiting := in_states(outcome.cells, MISSING - {CellState.NO_RECORD}):
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
