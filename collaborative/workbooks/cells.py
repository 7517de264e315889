"""What stands in the cells of a workbook from outside, read in a process of its own."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_ERROR, TYPE_FORMULA
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from collaborative.uploads import Refused, damaged, read_apart

MOST_ROWS, MOST_COLUMNS = 5_000, 100
"""As far as a sheet is read; a scoresheet of a thousand proposals has a fifth of the rows."""
MOST_CHARACTERS = 10_000
"""Of one cell; twice what the longest answer may have."""
_BROKEN = (
    AttributeError,
    BadZipFile,
    IndexError,
    InvalidFileException,
    KeyError,
    OSError,
    TypeError,
    ValueError,
)
"""What openpyxl raises on a workbook that no program would open."""


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    YES_OR_NO = "yes or no"
    FORMULA = "formula"
    DATE = "date"
    """As 2026-03-02, with the time behind it where there is one."""
    OTHER = "other"
    """A time of day, or an error."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not blank: what kind of thing it holds, and that in letters."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: its cells by row and column, counted from 1, and the ranges that are merged."""

    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...] = ()


Book = Mapping[str, Page]
"""A workbook: its sheets by name."""


def place(sheet: str, row: int, column: int) -> str:
    """Name a cell as people do: "Marks!D7"."""
    return f"{sheet}!{get_column_letter(column)}{row}"


def cells_apart(name: str, content: bytes) -> Book:
    """Return what stands in a workbook that was checked. Raises Refused."""
    said, _ = read_apart("collaborative.workbooks", {"name": name}, content)
    return {
        title: Page(
            {(row, column): Cell(Kind(kind), text) for row, column, kind, text in page["cells"]},
            tuple(page["merged"]),
        )
        for title, page in said["pages"].items()
    }


def read_cells(order: Mapping[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Read every cell of a workbook; in the other process. Raises Refused."""
    name = order["name"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is not in cells
            book = load_workbook(io.BytesIO(content))
            pages = {page.title: _page(name, page) for page in book.worksheets}
    except _BROKEN as error:
        raise damaged(name) from error
    return {"pages": pages}, b""


def _page(name: str, page: Any) -> dict[str, Any]:
    if page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
        raise Refused(
            f"“{name}”: the sheet “{page.title}” goes on to "
            f"{get_column_letter(page.max_column)}{page.max_row}, far beyond what the portal "
            "reads. Delete the rows and columns that are not in use, save it, and upload it again."
        )
    merged = [str(area) for area in page.merged_cells.ranges]
    return {"cells": list(_cells(page)), "merged": sorted(merged)}


def _cells(page: Any) -> Iterator[tuple[int, int, str, str]]:
    for row in page.iter_rows():
        for cell in row:
            if cell.value is not None:
                kind, text = _held(cell)
                yield cell.row, cell.column, kind, text[:MOST_CHARACTERS]


def _held(cell: Any) -> tuple[Kind, str]:
    """Tell what a cell holds; a whole number is one, however the program keeps it."""
    value = cell.value
    if cell.data_type == TYPE_FORMULA:
        return Kind.FORMULA, ""
    if isinstance(value, bool):
        return Kind.YES_OR_NO, "yes" if value else "no"
    if isinstance(value, int | float):
        return Kind.NUMBER, f"{value:.15g}"
    if isinstance(value, str) and cell.data_type != TYPE_ERROR:
        return Kind.TEXT, value
    if isinstance(value, date):
        return Kind.DATE, str(value).removesuffix(" 00:00:00")
    return Kind.OTHER, str(value)
