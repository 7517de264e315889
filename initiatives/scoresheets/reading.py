"""What an evaluator wrote into a scoresheet; every cell that cannot be read is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from collaborative.workbooks import Book, Cell, Kind, Page, place
from initiatives.scoresheets.shape import (
    CITY,
    COMMENT,
    HOW_TO,
    MARKS,
    NONE,
    REFERENCE,
    REMARKS,
    STAMP,
    TITLE,
    Asked,
    Scoresheet,
    headings,
)

LONGEST_SHOWN = 40
"""Characters of a cell that a sentence repeats."""


class Subject(StrEnum):
    """What an answer is about."""

    MARK = "mark"
    REMARK = "remark"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One filled cell: where it is, and what it says of which proposal.

    `key` is the criterion's, "" for the comment. A mark is a number, or None for "none".
    """

    place: str
    reference: str
    subject: Subject
    key: str
    value: int | str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scoresheet says. With a single fault none of its answers counts."""

    answers: tuple[Answer, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Characters that a remark and a comment may have."""

    remark: int
    comment: int


class Unread(Exception):
    """A cell that cannot be read; the text says what is wrong, without the place."""


def stamp_in(book: Book) -> str | None:
    """Return what stands beside the seal; None in a workbook that is no scoresheet."""
    page = book.get(HOW_TO, Page({}))
    for (row, column), cell in page.cells.items():
        if cell.text == STAMP:
            beside = page.cells.get((row, column + 1))
            return None if beside is None else beside.text.strip()
    return None


def read(book: Book, sheet: Scoresheet, limits: Limits) -> Reading:
    """Hold a workbook against the scoresheet that its evaluator has now."""
    answers: list[Answer] = []
    faults: list[str] = []
    for name in (MARKS, REMARKS):
        if name not in book:
            faults.append(f"The sheet “{name}” is not there. Download your scoresheet anew.")
            continue
        for found in _Table(name, book[name], sheet, limits).read():
            if isinstance(found, Answer):
                answers.append(found)
            else:
                faults.append(found)
    return Reading((), tuple(faults)) if faults else Reading(tuple(answers))


class _Table:
    """One sheet with a row a proposal: which column asks what, and which row is about which."""

    def __init__(self, name: str, page: Page, sheet: Scoresheet, limits: Limits) -> None:
        self.name, self.page, self.limits = name, page, limits
        self.known = {line.reference for line in sheet.lines}
        names = headings(sheet.criteria)
        self.asked: dict[str, Asked | None] = {_tidy(names[one.key]): one for one in sheet.criteria}
        if name == REMARKS:
            self.asked[COMMENT] = None
        self.columns: dict[int, str] = {}

    def read(self) -> Iterator[Answer | str]:
        """Yield what the cells say, and what is wrong, from the top to the bottom."""
        yield from self._shape()
        yield from self._headings()
        if REFERENCE not in self.columns.values():
            return
        (keys,) = [column for column, name in self.columns.items() if name == REFERENCE]
        rows = sorted({row for row, _ in self.page.cells if row > 1})
        seen: dict[str, int] = {}
        for row in rows:
            yield from self._row(row, keys, seen)

    def _shape(self) -> Iterator[str]:
        for area in self.page.merged:
            yield f"{self.name}!{area}: these cells are merged. Split them."
        for (row, column), cell in sorted(self.page.cells.items()):
            if cell.kind == Kind.FORMULA:
                where = place(self.name, row, column)
                yield f"{where}: this is a formula. Type what it says instead."

    def _headings(self) -> Iterator[str]:
        """Find the column of each heading, wherever it stands in the first row."""
        wanted = [REFERENCE, TITLE, CITY, *self.asked]
        for (row, column), cell in sorted(self.page.cells.items()):
            if row != 1 or cell.kind == Kind.FORMULA:
                continue
            name, where = _tidy(cell.text), place(self.name, row, column)
            if name not in wanted:
                yield f"{where}: “{_short(cell.text)}” is not asked. Take this column away."
            elif name in self.columns.values():
                yield f"{where}: “{_short(cell.text)}” is there twice. Take one column away."
            else:
                self.columns[column] = name
        for name in (REFERENCE, *self.asked):
            if name not in self.columns.values():
                yield f"{self.name}!1: the column “{name}” is not there. Put it back."

    def _row(self, row: int, keys: int, seen: dict[str, int]) -> Iterator[Answer | str]:
        """Read one row that is about a proposal of this scoresheet, once."""
        filled = [
            column
            for column, name in self.columns.items()
            if name in self.asked and self._at(row, column)
        ]
        key = self.page.cells.get((row, keys))
        reference = "" if key is None else key.text.strip()
        where = place(self.name, row, keys)
        if key is not None and key.kind == Kind.FORMULA:
            return
        if not reference:
            if filled:
                yield f"{where}: the reference of the proposal is missing. Put it back."
        elif reference not in self.known:
            yield (
                f"{where}: “{_short(reference)}” is not a proposal that you can mark in this "
                "round. Take the row away."
            )
        elif reference in seen:
            yield f"{where}: “{reference}” is in row {seen[reference]} already. Take one away."
        else:
            seen[reference] = row
            for column in filled:
                yield from self._cell(row, column, reference)

    def _at(self, row: int, column: int) -> Cell | None:
        cell = self.page.cells.get((row, column))
        return None if cell is None or not cell.text.strip() else cell

    def _cell(self, row: int, column: int, reference: str) -> Iterator[Answer | str]:
        cell = self.page.cells[row, column]
        asked = self.asked[self.columns[column]]
        where = place(self.name, row, column)
        try:
            yield self._answer(where, reference, asked, cell)
        except Unread as unread:
            yield f"{where}: {unread}"

    def _answer(self, where: str, reference: str, asked: Asked | None, cell: Cell) -> Answer:
        value: int | str | None
        if self.name == MARKS and asked is not None:
            subject, value = Subject.MARK, _mark(asked, cell)
        elif asked is not None:
            subject, value = Subject.REMARK, _text(cell, self.limits.remark)
        else:
            subject, value = Subject.COMMENT, _text(cell, self.limits.comment)
        return Answer(
            place=where,
            reference=reference,
            subject=subject,
            key="" if asked is None else asked.key,
            value=value,
        )


def _mark(asked: Asked, cell: Cell) -> int | None:
    """Read a mark, written as a number or as a word. Raises Unread."""
    said = cell.text.strip().lower()
    if said == NONE:
        return None
    is_fitting = cell.kind in {Kind.TEXT, Kind.NUMBER} or (
        cell.kind == Kind.YES_OR_NO and asked.is_gate
    )
    marks = {name: mark for mark, name in asked.names.items()}
    if is_fitting and said in marks:
        return marks[said]
    if asked.is_gate:
        raise Unread(f"“{_short(cell.text)}” is no answer to a gate. Enter yes, no or {NONE}.")
    raise Unread(
        f"“{_short(cell.text)}” is outside the scale {asked.scale}. Enter a whole number on it, or "
        f"{NONE}."
    )


def _text(cell: Cell, most: int) -> str:
    """Read words, with line ends as the portal keeps them. Raises Unread."""
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if cell.kind in {Kind.DATE, Kind.OTHER}:
        raise Unread(f"“{_short(cell.text)}” is a date or an error, not words. Type it as text.")
    if len(text) > most:
        raise Unread(f"this text is too long: {most:,} characters are the most.")
    return text


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    tidy = _tidy(text)
    return tidy if len(tidy) <= LONGEST_SHOWN else tidy[: LONGEST_SHOWN - 1] + "…"
