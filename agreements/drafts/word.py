"""A paper as a Word document with heading styles."""

from __future__ import annotations

from docx.document import Document as WordDocument

from agreements.drafts.shape import Block, Kind, Paper
from collaborative import word


def written(paper: Paper) -> bytes:
    """Return the paper as a DOCX: it says title, language and date, and nothing of its making."""
    document = word.begin()
    document.add_heading(word.writable(paper.title), level=0)
    for block in paper.blocks:
        _add(document, block)
    return word.packed(document, title=paper.title, on=paper.on)


def _add(document: WordDocument, block: Block) -> None:
    match block.kind:
        case Kind.HEADING:
            document.add_heading(word.writable(block.text), level=block.level)
        case Kind.TEXT:
            document.add_paragraph(word.writable(block.text))
        case Kind.ITEMS:
            for item in block.items:
                document.add_paragraph(word.writable(item), style="List Bullet")
        case Kind.PROSE:
            word.add_nodes(document, block.nodes, under=block.level - 1)
