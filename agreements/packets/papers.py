"""The files beside an agreement's text: numbered, and named in the packet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.models import Document
from collaborative.manifest import clean_names


@dataclass(frozen=True, slots=True)
class Paper:
    """A file by its number; `file` is its name in the packet, "" for one that is closed there."""

    number: str
    title: str
    document: Document
    file: str
    closed: str = ""


def numbered(documents: Sequence[Document]) -> list[Paper]:
    """Return the files in their order, each with its number and its name in the packet."""
    wanted = [
        f"attachments/{number:02} {document.name}"
        for number, document in enumerate(documents, start=1)
    ]
    clean = clean_names(wanted)
    return [
        Paper(f"Document {number}", document.name, document, clean[name])
        for number, (document, name) in enumerate(zip(documents, wanted, strict=True), start=1)
    ]
