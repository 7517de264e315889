"""A sample scoresheet, and what people do to it in Excel."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl

from collaborative.workbooks.cells import Book, Cell, Kind, Page, read_cells
from initiatives.scoresheets import Asked, Limits, Line, Reading, Scoresheet, read, workbook

AT = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
LIMITS = Limits(remark=2000, comment=5000)
SAVINGS = Asked(
    key="savings",
    label="Savings",
    guidance="What it saves in a year.",
    weight="60",
    minimum=0,
    maximum=5,
    anchors={0: "None", 5: "A large saving"},
)
SERVICE = replace(SAVINGS, key="service", label="Service", weight="40", anchors={})
LAWFUL = replace(SAVINGS, key="lawful", label="Lawful", weight="", minimum=0, maximum=1, anchors={})
FIRST = Line(
    reference="EJC-2026-001",
    title="=Sweepers, shared",
    city="Grandview",
    marks={"savings": 4, "lawful": 1},
    remarks={"savings": "@Shown with figures."},
    comment="-Good.",
)
SECOND = replace(FIRST, reference="EJC-2026-002", title="Salt", marks={}, remarks={}, comment="")
SHEET = Scoresheet(
    round="Spring 2026",
    whose="Evaluator, Raytown",
    closes="Friday, March 13, 2026, 5:00 pm Central",
    criteria=(SAVINGS, SERVICE, LAWFUL),
    lines=(FIRST, SECOND),
    stamp="sample-stamp",
    at=AT,
)

Deed = Callable[[Any], None]


def edited(content: bytes, *deeds: Deed) -> bytes:
    """The workbook after somebody did things to it; each deed gets the open book."""
    book, kept = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    for deed in deeds:
        deed(book)
    book.save(kept)
    return kept.getvalue()


def typed(**cells: Any) -> Deed:
    """Type into cells of “Marks”: `typed(D2=5)`."""

    def deed(book: Any) -> None:
        for where, value in cells.items():
            book["Marks"][where] = value

    return deed


def remarked(**cells: Any) -> Deed:
    """Type into cells of “Remarks”."""

    def deed(book: Any) -> None:
        for where, value in cells.items():
            book["Remarks"][where] = value

    return deed


def opened(content: bytes) -> Book:
    """The cells of a workbook, read in this process."""
    said, _ = read_cells({"name": "marks.xlsx"}, content)
    return {
        name: Page(
            {(row, column): Cell(Kind(kind), text) for row, column, kind, text in page["cells"]},
            tuple(page["merged"]),
        )
        for name, page in said["pages"].items()
    }


def reading(*deeds: Deed, sheet: Scoresheet = SHEET) -> Reading:
    """What the sample says after somebody did things to it."""
    return read(opened(edited(workbook(SHEET), *deeds)), sheet, LIMITS)
