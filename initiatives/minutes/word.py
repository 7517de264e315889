"""Minutes as a Word document: headings by style, a language, and nothing about who wrote it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from initiatives.minutes.pdf import paragraphs
from initiatives.minutes.shape import Line, Minutes, Moved

_STAMP = (1980, 1, 1, 0, 0, 0)
"""Every part of the package has the oldest date that a ZIP can say."""
_NOT_OURS = (
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
)
"""What the template tells of the program and the person that made it."""
_INK = RGBColor(0x16, 0x2E, 0x51)
_COLUMNS = ("Rank", "Proposal", "Score", "Holds within")
_WIDTHS = (0.7, 3.8, 0.9, 1.1)
"""Of the ranking's columns, in inches."""


def write_docx(minutes: Minutes) -> bytes:
    """Return the minutes as a DOCX, the same bytes for the same minutes."""
    minutes = cast("Minutes", _writable(minutes))
    document = Document()
    _dress(document)
    _say_what_it_is(document, minutes)
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
    return _packed(document)


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
    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(heading)  # noqa: SLF001 - python-docx has no other door
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
    """Leave out of all texts what XML cannot hold: control characters but tabs and line ends."""
    if isinstance(value, str):
        return "".join(letter for letter in value if letter >= " " or letter in "\t\n")
    if isinstance(value, dict):
        return {name: _writable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(inner) for inner in value]
    return value


def _dress(document: WordDocument) -> None:
    """Set the type of the template, whose styles are in US English already."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        document.styles[name].font.color.rgb = _INK


def _say_what_it_is(document: WordDocument, minutes: Minutes) -> None:
    """Title, language and the day of the meeting; nothing of people or programs."""
    about = document.core_properties
    day = datetime(*minutes["on"].timetuple()[:3], 12, tzinfo=UTC).replace(tzinfo=None)
    about.title, about.language = minutes["title"], "en-US"
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = day
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype in _NOT_OURS]:
            del relations[key]


def _packed(document: WordDocument) -> bytes:
    """Return the package with every part dated alike, whatever the clock says."""
    written, dated = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(dated, "w") as package:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, source.read(part))
    return dated.getvalue()
