"""Minutes as a Word document: headings by style, a language, and nothing about who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches

from collaborative import word
from initiatives.minutes.pdf import paragraphs
from initiatives.minutes.shape import Line, Minutes, Moved

_COLUMNS = ("Rank", "Proposal", "Score", "Holds within")
_WIDTHS = (0.7, 3.8, 0.9, 1.1)
"""Of the ranking's columns, in inches."""


def write_docx(minutes: Minutes) -> bytes:
    """Return the minutes as a DOCX, the same bytes for the same minutes."""
    minutes = cast("Minutes", _writable(minutes))
    document = word.begin()
    _head(document, minutes)
    _present(document, minutes)
    document.add_heading("What was discussed", level=1)
    for item in minutes["items"]:
        document.add_heading(item["title"], level=2)
        _add(document, *item["facts"], item["left"])
        if item["note"]:
            document.add_heading("Discussion", level=3)
            _add(document, *paragraphs(item["note"]))
        for moved in item["motions"]:
            _moved(document, moved)
    if not minutes["items"]:
        _add(document, "Nothing was discussed.")
    _ranking(document, minutes)
    return word.packed(document, title=minutes["title"], on=minutes["on"])


def _head(document: WordDocument, minutes: Minutes) -> None:
    _add(document, minutes["collaborative"])
    document.add_heading(minutes["title"], level=0)
    if minutes["sample"]:
        _add(document, "Sample. This meeting was invented to show the portal.")
    _add(document, minutes["readership"])
    for name, said in minutes["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(said)


def _present(document: WordDocument, minutes: Minutes) -> None:
    document.add_heading("Present", level=1)
    _listed(document, minutes["present"])
    if not minutes["present"]:
        _add(document, "No attendance was recorded.")
    _add(document, minutes["quorum"])


def _moved(document: WordDocument, moved: Moved) -> None:
    document.add_heading(f"Motion: {moved['outcome']}", level=3)
    _add(document, moved["text"], moved["by"])
    _listed(document, moved["votes"])
    if moved["rationale"]:
        _add(document, "Reasons given:", *paragraphs(moved["rationale"]))
    _add(document, moved["correction"])


def _ranking(document: WordDocument, minutes: Minutes) -> None:
    document.add_heading("The ranking", level=1)
    if minutes["ranking"]:
        _table(document, minutes["ranking"])
    else:
        _add(document, "There was no ranking yet.")
    _add(document, minutes["results"], minutes["sha256"])


def _table(document: WordDocument, lines: Sequence[Line]) -> None:
    """Add the ranking, its first row marked as the one that names the columns."""
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0].cells, _COLUMNS)
    word.head_row(table)
    for line in lines:
        said = (line["rank"], line["proposal"], line["score"], line["within"])
        _fill(table.add_row().cells, said)


def _fill(cells: Iterable, texts: Sequence[str]) -> None:  # type: ignore[type-arg] # cells of python-docx
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        cell.text = text
        cell.width = Inches(_WIDTHS[place])
        if place != 1:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add(document: WordDocument, *texts: str) -> None:
    """Add a paragraph for each text that says something."""
    for text in filter(None, texts):
        document.add_paragraph(text)


def _listed(document: WordDocument, texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(text, style="List Bullet")


def _writable(value: object) -> object:
    """Leave out of all texts what a document cannot hold."""
    if isinstance(value, str):
        return word.writable(value)
    if isinstance(value, dict):
        return {name: _writable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(inner) for inner in value]
    return value
