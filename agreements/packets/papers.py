"""The files beside an agreement's text: numbered, named in the packet, open or closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from agreements.models import Document, Exhibit
from agreements.packets.holdings import Holdings
from agreements.results import filed
from collaborative.manifest import clean_names
from collaborative.models import PUBLIC

Kept = Document | Exhibit


@dataclass(frozen=True, slots=True)
class Paper:
    """A file by its number. `file` is its name in the open packet, "" for one that is closed.

    Of a closed one nothing is told there but its number and `closed`, the sentence that says why.
    """

    number: str
    title: str
    kept: Kept
    file: str
    closed: str = ""


def papers(holdings: Holdings) -> list[Paper]:
    """Return the exhibits, then the other documents, each with its number and its file's name."""
    exhibits = [
        Paper(f"Exhibit {one.number}", one.title, one, f"exhibits/{one.number:02} {one.name}")
        for one in holdings.exhibits
    ]
    documents = [
        Paper(
            one.label,
            one.document.name if one.document else "",
            kept,
            f"attachments/{one.number:02} {one.document.name}" if one.document else "",
            one.closed,
        )
        for one, kept in zip(filed(holdings.documents, PUBLIC), holdings.documents, strict=True)
    ]
    return _cleaned([*exhibits, *documents])


def closed_part(holdings: Holdings) -> list[Paper]:
    """Return the closed files that go to the city's clerk, or all; `file` is the name there.

    A city's clerk is in charge of the agreement's own files and of those of the city's acts.
    """
    return _cleaned(
        [
            replace(paper, title=paper.kept.name, file=f"closed/{paper.number} {paper.kept.name}")
            for paper in papers(holdings)
            if paper.closed and _concerns(paper.kept, holdings.city)
        ]
    )


def _cleaned(found: Sequence[Paper]) -> list[Paper]:
    clean = clean_names(paper.file for paper in found if paper.file)
    return [replace(paper, file=clean.get(paper.file, "")) for paper in found]


def _concerns(kept: Kept, city: str) -> bool:
    act = kept.act if isinstance(kept, Document) else None
    return not city or act is None or act.party.organisation.slug == city
