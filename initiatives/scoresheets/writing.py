"""The workbook that an evaluator takes along: no formula, no program, nothing fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import xlsxwriter

from initiatives.scoresheets.shape import (
    CITY,
    COMMENT,
    CRITERIA,
    HOW_TO,
    MARKS,
    NONE,
    REFERENCE,
    REMARKS,
    STAMP,
    TITLE,
    Asked,
    Line,
    Scoresheet,
    headings,
)

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WRAPPED = {"text_wrap": True, "valign": "top"}
_LOOKS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "head": {**_WRAPPED, "bold": True, "bottom": 1, "bg_color": "#EAF1F8"},
        "text": _WRAPPED,
        "fixed": {**_WRAPPED, "font_color": "#4F5D6B"},
        "mark": {**_WRAPPED, "align": "center", "border": 1, "border_color": "#8A97A4"},
        "words": {**_WRAPPED, "border": 1, "border_color": "#8A97A4"},
    }
)
_LONGEST_TITLE, _LONGEST_HINT = 32, 255
"""Characters of the note that Excel shows beside a cell that is being filled in."""
_NARROW, _REFERENCES, _CITIES, _TITLES, _TEXTS, _LINES = 16, 15, 18, 44, 40, 100
"""Widths of columns, in characters."""
FIXED = (REFERENCE, TITLE, CITY)


def workbook(sheet: Scoresheet) -> bytes:
    """Return the workbook. Same scoresheet, same bytes; it does not say who made it."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    book.set_properties(
        {"title": f"Scoresheet, {sheet.round}", "created": sheet.at.replace(tzinfo=None)}
    )
    looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
    _write_marks(book.add_worksheet(MARKS), sheet, looks)
    _write_remarks(book.add_worksheet(REMARKS), sheet, looks)
    _write_criteria(book.add_worksheet(CRITERIA), sheet.criteria, looks)
    _write_how_to(book.add_worksheet(HOW_TO), sheet, looks)
    book.close()
    return made.getvalue()


def _write_marks(page: Any, sheet: Scoresheet, looks: Mapping[str, Any]) -> None:
    """One row a proposal, one column a criterion; what may be typed is checked as it is typed."""
    _write_frame(page, sheet, looks, list(headings(sheet.criteria).values()), width=_NARROW)
    for column, asked in enumerate(sheet.criteria, start=len(FIXED)):
        for row, line in enumerate(sheet.lines, start=1):
            _write_mark(page, (row, column), asked, line, looks["mark"])
        if sheet.lines:
            page.data_validation(1, column, len(sheet.lines), column, _check(asked))


def _write_mark(page: Any, at: tuple[int, int], asked: Asked, line: Line, look: Any) -> None:
    """Write what is saved: a number, a word, or nothing."""
    mark = line.marks.get(asked.key)
    if asked.key not in line.marks:
        page.write_blank(*at, None, look)
    elif mark is None or asked.is_gate:
        page.write_string(*at, NONE if mark is None else asked.names[mark], look)
    else:
        page.write_number(*at, mark, look)


def _check(asked: Asked) -> dict[str, Any]:
    """What Excel takes in a criterion's cells, and what it shows beside the one filled in."""
    anchors = "\n".join(f"{asked.names[mark]}: {text}" for mark, text in asked.anchors.items())
    return {
        "validate": "list",
        "source": [*asked.names.values(), NONE],
        "input_title": _cut(asked.label, _LONGEST_TITLE),
        "input_message": _cut(anchors or f"{asked.scale}, or {NONE}", _LONGEST_HINT),
        "error_title": "Not on the scale",
        "error_message": f"Enter {asked.scale}, or {NONE} if you cannot judge this.",
    }


def _write_remarks(page: Any, sheet: Scoresheet, looks: Mapping[str, Any]) -> None:
    names = [*headings(sheet.criteria).values(), COMMENT]
    _write_frame(page, sheet, looks, names, width=_TEXTS)
    for row, line in enumerate(sheet.lines, start=1):
        texts = [*(line.remarks.get(asked.key, "") for asked in sheet.criteria), line.comment]
        for column, text in enumerate(texts, start=len(FIXED)):
            _write_text(page, row, column, text, looks["words"])


def _write_frame(
    page: Any, sheet: Scoresheet, looks: Mapping[str, Any], names: Sequence[str], *, width: int
) -> None:
    """Write the headings, and what each row is about."""
    page.freeze_panes(1, 2)
    for column, wide in enumerate((_REFERENCES, _TITLES, _CITIES)):
        page.set_column(column, column, wide)
    if names:
        page.set_column(len(FIXED), len(FIXED) + len(names) - 1, width)
    for column, name in enumerate((*FIXED, *names)):
        _write_text(page, 0, column, name, looks["head"])
    for row, line in enumerate(sheet.lines, start=1):
        for column, text in enumerate((line.reference, line.title, line.city)):
            _write_text(page, row, column, text, looks["fixed"])


def _write_criteria(page: Any, criteria: Sequence[Asked], looks: Mapping[str, Any]) -> None:
    """One row a mark, so that what each mark means stands beside it."""
    for column, wide in enumerate((_TEXTS, _NARROW, _TEXTS + _NARROW, 8, _TEXTS + _NARROW)):
        page.set_column(column, column, wide)
    page.freeze_panes(1, 0)
    titles = ("Criterion", "Weight", "What to look at", "Mark", "What this mark means")
    for column, title in enumerate(titles):
        _write_text(page, 0, column, title, looks["head"])
    for row, cells in enumerate(_meanings(criteria), start=1):
        for column, text in enumerate(cells):
            _write_text(page, row, column, text, looks["text"])


def _meanings(criteria: Sequence[Asked]) -> Iterator[tuple[str, ...]]:
    for asked in criteria:
        weight = f"{asked.weight} of 100" if asked.weight else "gate: yes or no"
        own: tuple[str, ...] = (asked.label, weight, asked.guidance)
        for mark, name in asked.names.items():
            yield (*own, name, asked.anchors.get(mark, ""))
            own = ("", "", "")


def _write_how_to(page: Any, sheet: Scoresheet, looks: Mapping[str, Any]) -> None:
    page.set_column(0, 0, _LINES)
    page.set_column(1, 1, _TEXTS)
    for row, text in enumerate(_how_to(sheet)):
        _write_text(page, row, 0, text, looks["head" if row == 0 else "text"])
    row = len(_how_to(sheet))
    _write_text(page, row, 0, STAMP, looks["fixed"])
    _write_text(page, row, 1, sheet.stamp, looks["fixed"])


def _how_to(sheet: Scoresheet) -> Sequence[str]:
    lines = f"""
Scoresheet of {sheet.round}, for {sheet.whose}
Scoring closes on {sheet.closes}. Upload the scoresheet before that, on the page “Your marks” of \
this round.
“{MARKS}” has a row for each proposal that you may mark, and what you have saved so far. The list \
in each cell offers the marks; the note beside it says what they mean, and so does “{CRITERIA}”.
Write “{NONE}” where you cannot judge a criterion. That takes a saved mark back.
A blank cell changes nothing: what you saved before stays. To take a remark or the comment back, \
do so on the review’s own page.
A cell that you leave as you found it changes nothing either, also where you have given another \
mark on the portal meanwhile.
You may put the rows in another order and leave rows out. Do not rename or add columns, merge \
cells or write formulas.
When you upload it, the portal first shows what will change and names each cell that it cannot \
read. Nothing is written until you say so.
A proposal of which you have not declared yet whether you have a conflict of interest is not on \
this scoresheet.
This file holds your marks. Keep it to yourself until they are published.
"""
    return lines.strip().split("\n")


def _write_text(page: Any, row: int, column: int, text: str, look: Any) -> None:
    """Write words as words, whatever they begin with; leave out what XML cannot hold."""
    kept = _UNWRITABLE.sub("", text)
    if kept:
        page.write_string(row, column, kept, look)
    else:
        page.write_blank(row, column, None, look)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
