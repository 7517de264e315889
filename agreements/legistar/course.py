"""The course of a matter: what came before its decision, the decision, what came after."""

from __future__ import annotations

import dataclasses
from datetime import date

from agreements.legistar.record import HistoryRow, Record
from agreements.legistar.words import adopts, overrides, undoes

#: What our own export says of the row that decided, where its word alone would not.
DECIDES = "Decides"


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """A history in the order of its days; ``decision`` is None while the council has not decided.

    A row without a day is not known to have come ``after``. ``stands`` is False when a later row
    took the decision back.
    """

    before: tuple[HistoryRow, ...]
    decision: HistoryRow | None
    after: tuple[HistoryRow, ...]
    stands: bool


def course(record: Record) -> Course:
    """Return the record's history around the row that decided the matter.

    That is the row that adopted it, read from Action and Result of the history alone: in real
    records Status and Final action lag behind for years. The first adoption counts; after one that
    was taken back, the next. Without an adoption it is the last vote that failed. A row that a
    clerk recorded as the decision (DECIDES) is it, whatever its word.
    """
    rows = in_order(record.history)
    marked = [place for place, row in enumerate(rows) if row.further.get(DECIDES) is True]
    at, stands = (marked[-1], True) if marked else _adoption(rows)
    if at is None:
        failed = [place for place, row in enumerate(rows) if _fails(row)]
        at, stands = (failed[-1], True) if failed else (None, False)
    if at is None:
        return Course(rows, None, (), stands=False)
    undated = tuple(row for row in rows[at + 1 :] if row.date is None)
    after = tuple(row for row in rows[at + 1 :] if row.date is not None)
    return Course((*rows[:at], *undated), rows[at], after, stands=stands)


def adopting_row(record: Record) -> HistoryRow | None:
    """Return the row by which the council adopted the file and which still stands, or None."""
    found = course(record)
    row = found.decision
    return row if row is not None and row.passed is True and found.stands else None


def in_order(history: tuple[HistoryRow, ...]) -> tuple[HistoryRow, ...]:
    """Return rows by their days. Those without one stay where they stood among the others.

    Some councils list the newest first: such a list is turned round, so that rows of one day keep
    the order in which they happened.
    """
    days = [row.date for row in history if row.date]
    turned = len(days) > 1 and days[0] > days[-1] and days == sorted(days, reverse=True)
    rows = history[::-1] if turned else history
    keyed: list[tuple[date, HistoryRow]] = []
    last = date.min
    for row in rows:
        last = row.date or last
        keyed.append((last, row))
    return tuple(row for _, row in sorted(keyed, key=lambda pair: pair[0]))


def _adoption(rows: tuple[HistoryRow, ...]) -> tuple[int | None, bool]:
    """Return the place of the adoption that counts, and whether it still stands."""
    at: int | None = None
    stands = False
    for place, row in enumerate(rows):
        if row.date is None:
            continue
        if at is not None and overrides(row.action) and row.passed is not False:
            stands = True
        elif undoes(row.action) and row.passed is not False:
            stands = False
        elif not stands and row.passed is True and adopts(row.action, body=row.body):
            at, stands = place, True
    return at, stands


def _fails(row: HistoryRow) -> bool:
    return row.passed is False and row.date is not None and adopts(row.action, body=row.body)
