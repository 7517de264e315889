"""A memo as a Word document: headings by style, a language, and nothing about who wrote it."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Inches, Pt
from docx.table import _Cell as Cell

from collaborative import word
from training.memos.shape import Memo, Table

_PAGE = 6.5
"""Inches between the margins."""
_SMALL = Pt(9)


def write_docx(memo: Memo) -> bytes:
    """Return the memo as a DOCX, the same bytes for the same memo."""
    document = word.begin()
    _add(document, memo["collaborative"])
    document.add_heading(word.writable(memo["title"]), level=0)
    if memo["sample"]:
        _add(document, "Sample. This study was invented to show the portal.")
    _add(document, memo["kind"])
    document.add_paragraph().add_run(word.writable(memo["standing"])).bold = True
    for name, said in memo["facts"]:
        line = document.add_paragraph()
        line.add_run(f"{name}: ").bold = True
        line.add_run(word.writable(said))
    for section in memo["sections"]:
        document.add_heading(word.writable(section["title"]), level=1)
        for sentence in section["sentences"]:
            _add(document, *sentence.split("\n\n"))
        if section["table"] is not None:
            _table(document, section["table"])
    return word.packed(document, title=memo["title"], on=memo["on"])


def _add(document: WordDocument, *texts: str) -> None:
    for text in texts:
        document.add_paragraph(word.writable(text))


def _table(document: WordDocument, table: Table) -> None:
    """Add a table, its first row marked as the one that names the columns."""
    made = document.add_table(rows=1, cols=len(table["headings"]), style="Table Grid")
    made.autofit = False
    word.head_row(made)
    for _ in table["rows"]:
        made.add_row()
    parts = sum(table["widths"])
    for row, texts in zip(made.rows, [table["headings"], *table["rows"]], strict=True):
        widths = [Inches(_PAGE * width / parts) for width in table["widths"]]
        _fill(row.cells, texts, widths, table["numbers"])


def _fill(
    cells: Sequence[Cell], texts: Sequence[str], widths: Sequence[Inches], numbers: Sequence[int]
) -> None:
    for place, (cell, text, width) in enumerate(zip(cells, texts, widths, strict=True)):
        line = cell.paragraphs[0]
        line.add_run(word.writable(text)).font.size = _SMALL
        cell.width = width
        if place in numbers:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
