"""The files beside an agreement's text: numbered, named in the packet, open or closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agreements.models import Document
from agreements.packets.holdings import Holdings
from agreements.results import filed
from collaborative.manifest import clean_names
from collaborative.models import PUBLIC


@dataclass(frozen=True, slots=True)
class Paper:
    """A file by its number. `file` is its name in the open packet, "" for one that is closed.

    Of a closed one nothing is told there but its number and `closed`, the sentence that says why.
    """

    number: str
    title: str
    document: Document
    file: str
    closed: str


def numbered(documents: Sequence[Document]) -> list[Paper]:
    """Return the files in their order, each with its number and its name in the packet."""
    known = filed(documents, PUBLIC)
    wanted = [
        f"attachments/{one.number:02} {one.document.name if one.document else ''}" for one in known
    ]
    clean = clean_names(wanted)
    return [
        Paper(
            one.label,
            one.document.name if one.document else "",
            document,
            clean[name] if one.document else "",
            one.closed,
        )
        for one, document, name in zip(known, documents, wanted, strict=True)
    ]


def closed_part(holdings: Holdings) -> list[Paper]:
    """Return the closed files that go to the city's clerk, or all; `file` is the name there.

    A city's clerk is in charge of the agreement's own files and of those of the city's acts.
    """
    papers = [paper for paper in numbered(holdings.documents) if paper.closed]
    if holdings.city:
        papers = [paper for paper in papers if _concerns(paper.document, holdings.city)]
    wanted = [f"closed/{paper.number} {paper.document.name}" for paper in papers]
    clean = clean_names(wanted)
    return [
        Paper(paper.number, paper.document.name, paper.document, clean[name], paper.closed)
        for paper, name in zip(papers, wanted, strict=True)
    ]


def _concerns(document: Document, city: str) -> bool:
    return document.act is None or document.act.party.organisation.slug == city
