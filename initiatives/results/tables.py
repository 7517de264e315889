"""Tables as files for spreadsheets: what somebody wrote stays text and never becomes a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.text import normalize_newlines

from collaborative.tables import STARTS_OF_FORMULAS

Cell = str | datetime | Decimal | int | None
BYTE_ORDER_MARK = "\ufeff"
"""Tells a spreadsheet that the letters are UTF-8."""
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
CUT = " … (A cell holds no more; the whole text is on the proposal’s page.)"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_TOP = {"valign": "top"}
_LOOKS: Mapping[type, dict[str, Any]] = {
    datetime: {"num_format": "yyyy-mm-dd hh:mm"},
    Decimal: {"num_format": "#,##0.00"},
    int: {"num_format": "0"},
    str: {"text_wrap": True},
}


class _Line:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a comma-separated file.

    Times are ISO 8601 with their offset. A text that a spreadsheet would take for a formula gets
    an apostrophe in front, which `collaborative.tables` takes off again.
    """
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(headings)
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.lstrip("'").startswith(STARTS_OF_FORMULAS) else cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet of a workbook: a titled table, and how wide its columns are, in characters.

    Columns without a width have the last one.
    """

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = (20,)


def write_workbook(
    file: IO[bytes], tables: Sequence[Table], *, title: str, notes: Sequence[str], at: datetime
) -> None:
    """Write each table on a sheet and the notes on a last one, one row in memory at a time.

    Texts are texts, times are dates without a zone, amounts are numbers. The file says when it
    was made, and nothing of who made it.
    """
    workbook = xlsxwriter.Workbook(file, _OPTIONS)
    workbook.set_properties({"title": title, "created": at.replace(tzinfo=None)})
    formats = {kind: workbook.add_format(look | _TOP) for kind, look in _LOOKS.items()}
    bold = workbook.add_format({"bold": True, "text_wrap": True} | _TOP)
    for table in tables:
        sheet = workbook.add_worksheet(table.title)
        sheet.freeze_panes(1, 1)
        for column in range(len(table.headings)):
            sheet.set_column(column, column, table.widths[min(column, len(table.widths) - 1)])
        sheet.write_row(0, 0, table.headings, bold)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, formats)
    about = workbook.add_worksheet("About this list")
    about.set_column(0, 0, 80)
    for number, note in enumerate(notes):
        about.write_string(number, 0, note, formats[str])
    workbook.close()


def _write(sheet: Any, row: int, column: int, cell: Cell, formats: Mapping[type, Any]) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, Decimal):
        sheet.write_number(row, column, cell, formats[Decimal])
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats[int])
    elif cell:
        sheet.write_string(row, column, _cut(cell), formats[str])


def _cut(text: str) -> str:
    """Leave out what XML cannot hold; of more than a cell holds, say that the rest is missing."""
    text = _UNWRITABLE.sub("", normalize_newlines(text))
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT
