"""Word documents that say nothing of their making: headings by style, one language, the same bytes.

document = begin("Minutes")          with a title's style, and the type of the house
add_nodes(document, nodes, under=1)  a text in Markdown, its headings below that level
packed(document, title=..., on=...)  the bytes, dated by what the document is about
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from collaborative.markdown import Node

LANGUAGE = "en-US"
INK = RGBColor(0x16, 0x2E, 0x51)
_STAMP = (1980, 1, 1, 0, 0, 0)
"""Every part of the package has the oldest date that a ZIP can say."""
_NOT_OURS = (
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
)
"""What the template tells of the program and the person that made it."""
_ABOUT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:language>{language}</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">{on}T12:00:00Z</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{on}T12:00:00Z</dcterms:modified>\
</cp:coreProperties>"""
_CORE = "docProps/core.xml"
_DEEPEST = 9


def begin() -> WordDocument:
    """Return an empty document in the house's type; its styles are in US English already."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for name in ("Title", *(f"Heading {level}" for level in range(1, _DEEPEST + 1))):
        document.styles[name].font.color.rgb = INK
    return document


def writable(text: str) -> str:
    """Leave out what XML cannot hold: control characters but tabs and line ends."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def head_row(table: Table) -> None:
    """Mark a table's first row as the one that names its columns, on every page."""
    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(heading)  # noqa: SLF001 - python-docx has no other door


def packed(document: WordDocument, *, title: str, on: date) -> bytes:
    """Return the package: it says title, language and date, and nothing of people or programs.

    Nothing in it is compressed, since compression differs between versions of its library.
    """
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, one in relations.items() if one.reltype in _NOT_OURS]:
            del relations[key]
    about = _ABOUT.format(title=escape(writable(title)), language=LANGUAGE, on=on.isoformat())
    written, dated = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(dated, "w") as package:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, _STAMP)
            info.create_system = 0
            content = about.encode() if part.filename == _CORE else source.read(part)
            package.writestr(info, content)
    return dated.getvalue()


# --- a text in Markdown --------------------------------------------------------------------------


def add_nodes(document: WordDocument, nodes: Iterable[Node], *, under: int) -> None:
    """Add a text by its nodes; its headings stand below one of the level `under`."""
    for node in nodes:
        _add(document, node, under=under)


def _add(document: WordDocument, node: Node, *, under: int) -> None:
    match node["kind"]:
        case "heading":
            level = min(node["depth"] + under, _DEEPEST)
            _run_into(document.add_heading(level=level), node["inside"])
        case "bullets" | "numbers":
            _list(document, node, under=under, depth=1)
        case "quote":
            for inner in node["inside"]:
                _run_into(document.add_paragraph(style="Quote"), inner.get("inside", [inner]))
        case "table":
            _table(document, node)
        case "rule":
            document.add_paragraph("* * *")
        case _:
            _run_into(document.add_paragraph(), node.get("inside", [node]))


def _list(document: WordDocument, node: Node, *, under: int, depth: int) -> None:
    """Add a list; a number stands as its author wrote it, since programs count anew."""
    numbered = node["kind"] == "numbers"
    style = "List Continue" if numbered else "List Bullet"
    named = style if depth == 1 else f"{style} {min(depth, 3)}"
    for at, item in enumerate(node["inside"]):
        first, *more = item["inside"] or [{"kind": "text", "text": ""}]
        line = document.add_paragraph(style=named)
        if numbered:
            line.add_run(f"{node['start'] + at}{node['mark']} ")
        _run_into(line, first.get("inside", [first]))
        for inner in more:
            if inner["kind"] in {"bullets", "numbers"}:
                _list(document, inner, under=under, depth=depth + 1)
            else:
                _add(document, inner, under=under)


def _table(document: WordDocument, node: Node) -> None:
    table = document.add_table(rows=1, cols=len(node["head"]), style="Table Grid")
    head_row(table)
    said = [node["head"], *node["rows"]]
    for row, cells in zip(_rows(table, len(node["rows"])), said, strict=True):
        for place, inside in zip(row, cells, strict=True):
            _run_into(place, inside)


def _rows(table: Table, more: int) -> list[list[Paragraph]]:
    for _ in range(more):
        table.add_row()  # type: ignore[no-untyped-call] # untyped at its source
    return [[cell.paragraphs[0] for cell in row.cells] for row in table.rows]


def _run_into(
    line: Paragraph, nodes: Sequence[Node], *, bold: bool = False, italic: bool = False
) -> None:
    """Write words into a paragraph, with their emphasis; a link's address follows its words."""
    for node in nodes:
        if node["kind"] == "break":
            line.add_run().add_break()
            continue
        if words := node.get("text", ""):
            run = line.add_run(writable(words))
            run.bold, run.italic = bold or None, italic or None
        kind = node["kind"]
        inside = node.get("inside", [])
        _run_into(line, inside, bold=bold or kind == "strong", italic=italic or kind == "emphasis")
        if kind == "link":
            line.add_run(f" ({writable(node['to'])})")
