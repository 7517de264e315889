"""What two files say of one matter, put together: the newer adds and corrects, takes nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from agreements.legistar.record import HistoryRow, Record, SourceKind, Vote

_LISTS = ("sponsors", "indexes", "code_sections", "attachments")
_APART = ("history", "further", "file_number", "remarks", "part", "source_kind", "sha256", "issuer")


def merged(old: Record, new: Record) -> Record:
    """Return the record with all that ``new`` adds or says otherwise; what it leaves blank stays.

    Rows of the history are the same row when they have one id, or else one day, body and action;
    the second of two such rows goes with the second.
    """
    values = {
        field.name: getattr(new, field.name) or getattr(old, field.name)
        for field in dataclasses.fields(Record)
        if field.name not in (*_APART, *_LISTS)
    }
    lists: dict[str, Any] = {
        name: _joined(getattr(old, name), getattr(new, name)) for name in _LISTS
    }
    return dataclasses.replace(
        old,
        **values,
        **lists,
        history=_rows(old.history, new.history),
        further=old.further | new.further,
    )


def said(record: Record) -> Record:
    """Return what a record says that an act has a place for: without texts, papers and the rest."""
    return dataclasses.replace(
        record,
        history=tuple(said_row(row) for row in record.history),
        text="",
        attachments=(),
        further={},
        remarks=(),
        sha256="",
        issuer="",
        part="",
        source_kind=SourceKind.API,
    )


def said_row(row: HistoryRow) -> HistoryRow:
    """Return what a row of the history says that an action has a place for."""
    votes = tuple(dataclasses.replace(vote, further={}) for vote in row.votes)
    return dataclasses.replace(row, further={}, votes=votes)


def _joined(old: Sequence[object], new: Sequence[object]) -> tuple[object, ...]:
    named = {getattr(each, "name", each) for each in new}
    kept = [each for each in old if getattr(each, "name", each) not in named]
    return (*kept, *new) if any(each not in old for each in new) else tuple(old)


def _rows(old: tuple[HistoryRow, ...], new: tuple[HistoryRow, ...]) -> tuple[HistoryRow, ...]:
    rows = list(old)
    open_places = list(range(len(old)))
    for row in new:
        at = next((at for at in open_places if _is_same(old[at], row)), None)
        if at is None:
            rows.append(row)
        else:
            open_places.remove(at)
            rows[at] = _row(old[at], row)
    return tuple(rows)


def _is_same(old: HistoryRow, new: HistoryRow) -> bool:
    ids = [row.further.get("MatterHistoryId") for row in (old, new)]
    if all(ids):
        return str(ids[0]) == str(ids[1])
    return _place(old) == _place(new)


def _place(row: HistoryRow) -> tuple[object, ...]:
    return (row.date, *(" ".join(name.lower().split()) for name in (row.body, row.action)))


def _row(old: HistoryRow, new: HistoryRow) -> HistoryRow:
    values = {
        field.name: getattr(old, field.name)
        if getattr(new, field.name) in ("", None)
        else getattr(new, field.name)
        for field in dataclasses.fields(HistoryRow)
        if field.name not in ("votes", "further")
    }
    return HistoryRow(
        **values,
        votes=_votes(old.votes, new.votes),
        further=old.further | new.further,
    )


def _votes(old: tuple[Vote, ...], new: tuple[Vote, ...]) -> tuple[Vote, ...]:
    """Return the newer roll call, with what the older one said besides; without one, the older."""
    if not new:
        return old
    besides = {vote.person: vote.further for vote in old}
    return tuple(
        dataclasses.replace(vote, further=besides.get(vote.person, {}) | vote.further)
        for vote in new
    )
