"""From a file to rows: its headings found by name, its cells as text, each with its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collaborative.uploads import Refused, size_in_words
from collaborative.workbooks import Cell, Kind, Page, cells_apart

MOST_BYTES = 4 * 1024 * 1024
"""Of one file; five thousand long lines have half."""
MOST_ROWS = 5_000
"""Lines under the headings."""
MOST_COLUMNS = 100
MOST_CHARACTERS = 5_000
"""Of one cell."""
MOST_FAULTS = 200
"""With so many, the rest of the file is not read."""
SEPARATORS = ",;"
STARTS_OF_FORMULAS = tuple("=+-@\t\r\n＝＋－＠")
"""What the portal's own exports put an apostrophe before, so that it stays text."""
_LONGEST_SHOWN = 40
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may be in a table; where it is required, it is filled on every line.

    Headings are known by `name` or one of `other_names`, whatever their capitals and spaces.
    """

    name: str
    is_required: bool = False
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where; the column is "" where it is about the whole line."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        """The fault with its place, as in "Line 7, “Hours”: “eight” is not a number."."""
        where = f"Line {self.line}, “{self.column}”" if self.column else f"Line {self.line}"
        return f"{where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line that is not blank: its cells by the columns' names, "" where nothing stands.

    The line is counted as a spreadsheet counts it, with the headings as line 1.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. With a fault the rows are incomplete and only good for finding more.

    `columns` are the names of those that the file has.
    """

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    columns: tuple[str, ...] = ()


Line = tuple[int, Mapping[int, Cell]]
"""A line's number and its cells that are not blank, by their places from the left."""


def read_table(name: str, content: bytes, columns: Sequence[Column]) -> Table:
    """Read a file called `name`.csv or `name`.xlsx; of a workbook, the first sheet.

    A CSV is UTF-8 with commas or semicolons, an apostrophe before the start of a formula is taken
    off. A workbook is opened in a process of its own. Raises Refused for a file that is no table.
    """
    if len(content) > MOST_BYTES:
        raise Refused(
            f"“{name}” is {size_in_words(len(content))}; a table may have "
            f"{size_in_words(MOST_BYTES)}. Upload it in two parts."
        )
    ending = name.rpartition(".")[2].lower()
    if ending == "csv":
        return _read(name, _lines_of_text(name, content), columns)
    if ending == "xlsx":
        page = next(iter(cells_apart(name, content).values()), Page({}))
        if page.merged:
            return Table(faults=tuple(_merged(page)))
        return _read(name, _lines_of_page(page), columns)
    raise Refused(f"“{name}” is no table. Save it as CSV (.csv) or Excel (.xlsx), and upload that.")


def _merged(page: Page) -> Iterator[Fault]:
    for area in page.merged:
        line = int("".join(letter for letter in area.partition(":")[0] if letter.isdigit()))
        yield Fault(line, "", f"the cells {area} are merged. Split them.")


def _lines_of_page(page: Page) -> Iterator[Line]:
    lines: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(page.cells.items()):
        if cell.kind == Kind.FORMULA or cell.text.strip():
            lines.setdefault(row, {})[column] = cell
    yield from lines.items()


def _lines_of_text(name: str, content: bytes) -> Iterator[Line]:
    text = _decoded(name, content)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 0
    try:
        for line, row in enumerate(rows, start=1):
            cells = {place: _held(text) for place, text in enumerate(row, start=1) if text.strip()}
            if len(cells) > MOST_COLUMNS:
                raise Refused(f"“{name}” has more than {MOST_COLUMNS} cells in line {line}.")
            if cells:
                yield line, cells
    except csv.Error as error:
        raise Refused(
            f"“{name}” cannot be read after line {line}: a quotation mark is open or in a wrong "
            "place, or a cell is far too long. Open it in a spreadsheet, and save it anew."
        ) from error


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"“{name}” is not saved as UTF-8, so some letters cannot be told. Save it in Excel as "
            "“CSV UTF-8 (Comma delimited)” or as .xlsx, and upload that."
        ) from error


def _separator(text: str) -> str:
    """Return the sign that parts the headings; where there is none, the comma."""
    first = text.lstrip().partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _held(text: str) -> Cell:
    if text.lstrip().startswith("="):
        return Cell(Kind.FORMULA, "")
    is_kept_text = text.startswith("'") and text.lstrip("'").startswith(STARTS_OF_FORMULAS)
    return Cell(Kind.TEXT, text[1:] if is_kept_text else text)


def _read(name: str, lines: Iterator[Line], columns: Sequence[Column]) -> Table:
    """Hold the lines against the columns that may be there."""
    head, cells = next(lines, (0, {}))
    if not head:
        raise Refused(f"“{name}” is empty. The first line names the columns.")
    found = _places(cells, columns)
    faults = list(_wrong_headings(head, cells, columns))
    rows: list[Row] = []
    for line, here in lines:
        if len(rows) == MOST_ROWS:
            raise Refused(f"“{name}” has more than {MOST_ROWS:,} lines. Upload it in parts.")
        if len(faults) >= MOST_FAULTS:
            break
        rows.append(Row(line, {column.name: "" for column in columns} | _texts(here, found)))
        faults += _wrong_cells(line, here, found)
        faults += _unheaded(line, here, cells)
    return Table(tuple(rows), tuple(faults), tuple(column.name for column in found.values()))


def _by_heading(columns: Sequence[Column]) -> dict[str, Column]:
    return {plain(name): one for one in columns for name in (one.name, *one.other_names)}


def _places(head: Mapping[int, Cell], columns: Sequence[Column]) -> dict[int, Column]:
    """Find each column's place from the left."""
    known = _by_heading(columns)
    return {
        place: known[plain(cell.text)] for place, cell in head.items() if plain(cell.text) in known
    }


def _wrong_headings(
    line: int, head: Mapping[int, Cell], columns: Sequence[Column]
) -> Iterator[Fault]:
    known, seen = _by_heading(columns), set()
    for cell in head.values():
        column = known.get(plain(cell.text))
        if column is None:
            shown = f"“{short(cell.text)}”" if cell.text else "a formula"
            names = ", ".join(one.name for one in columns)
            yield Fault(line, "", f"{shown} is no column of this table, which has: {names}.")
        elif column in seen:
            yield Fault(line, column.name, "this column is there twice. Take one away.")
        seen.add(column)
    for column in columns:
        if column.is_required and column not in seen:
            yield Fault(line, column.name, "this column is not there. Add it.")


def _texts(cells: Mapping[int, Cell], found: Mapping[int, Column]) -> dict[str, str]:
    return {
        column.name: _tidy(cells[place].text) for place, column in found.items() if place in cells
    }


def _wrong_cells(
    line: int, cells: Mapping[int, Cell], found: Mapping[int, Column]
) -> Iterator[Fault]:
    for place, column in found.items():
        cell = cells.get(place)
        if cell is None and column.is_required:
            yield Fault(line, column.name, "this is blank, and must be filled in.")
        elif cell is not None and (sentence := _wrong(cell)):
            yield Fault(line, column.name, sentence)


def _unheaded(line: int, cells: Mapping[int, Cell], head: Mapping[int, Cell]) -> Iterator[Fault]:
    for place, cell in cells.items():
        if place not in head:
            shown = f"“{short(cell.text)}”" if cell.text else "a formula"
            yield Fault(line, "", f"{shown} stands in a column without a heading.")


def _wrong(cell: Cell) -> str:
    """Say what is wrong with a cell, whatever its column asks for, or ""."""
    if cell.kind == Kind.FORMULA:
        return "this is a formula. Type what it says instead."
    if cell.kind == Kind.OTHER:
        return f"“{short(cell.text)}” is a time of day or an error. Type it as text."
    if len(cell.text) > MOST_CHARACTERS:
        return f"this has more than {MOST_CHARACTERS:,} characters."
    if _INVISIBLE.search(_tidy(cell.text)):
        return f"“{short(cell.text)}” holds an invisible sign. Type it anew."
    return ""


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain(name: str) -> str:
    """Return a name so that capitals and spaces make no difference."""
    return " ".join(name.split()).casefold()


def short(text: str) -> str:
    """Return what a sentence repeats of a cell: on one line, and not all of a long one."""
    tidy = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return tidy if len(tidy) <= _LONGEST_SHOWN else tidy[: _LONGEST_SHOWN - 1] + "…"
