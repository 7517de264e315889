"""Writing the packet: its files gathered, the document set, the whole sealed by a manifest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, cast

from agreements import legistar, results
from agreements.legistar import SourceKind
from agreements.models import ImportedRecord
from agreements.packets.document import document, standing
from agreements.packets.holdings import Holdings
from agreements.packets.papers import Kept, Paper, papers
from agreements.packets.readme import README_NAME, closed_readme, readme
from agreements.packets.record import record
from agreements.typesetting import RECORD_NAME, typeset
from collaborative.assets import document_fonts
from collaborative.manifest import SUMS, Content, Manifest, Sealed, Stored, measure, seal, sums

DOCUMENT_NAME = "packet.pdf"
TEXT_NAME = "text.md"


def file_name(holdings: Holdings, *, closed: bool = False) -> str:
    """What the packet is called when it is kept: the agreement's address and the city's."""
    parts = [holdings.agreement.slug, holdings.city, "closed" if closed else ""]
    return "-".join(part for part in parts if part) + ".zip"


def pack(holdings: Holdings, *, recordable: bool = False) -> Sealed:
    """Return the packet, ready to be sent in pieces or written: the same bytes either way.

    `recordable` leaves the room on the document's pages that a recorder of deeds wants.
    Raises `collaborative.typesetting.Unprintable` when the document cannot be set, and ValueError
    when the packet would be larger than a packet may be.
    """
    sources = _sources(holdings)
    said = record(holdings, sources={key.source_sha256: name for name, key in sources.items()})
    parts = measure(
        {
            README_NAME: readme(holdings),
            TEXT_NAME: holdings.text.body.encode(),
            RECORD_NAME: said,
            **{f"other-texts/{one.sha256}.md": one.body.encode() for one in holdings.other_texts},
            **{name: bytes(source.raw) for name, source in sources.items()},
            **_acts(holdings),
            **_attachments(holdings),
        }
    )
    facts = document(holdings, (part.entry for part in parts), recordable=recordable)
    pdf = typeset(facts, record=said, fonts=document_fonts())
    parts += measure({DOCUMENT_NAME: pdf})
    parts += measure({SUMS: sums(part.entry for part in parts)})
    return seal(parts, about=_about(holdings))


def pack_closed(holdings: Holdings, closed: Sequence[Paper]) -> Sealed:
    """Return the closed part: files that the open packet only names, and why each is closed.

    `closed` are those of `closed_part` that whoever asks is in charge of.
    """
    parts = measure(
        {
            README_NAME: closed_readme(holdings, closed),
            **{paper.file: _stored(paper.kept) for paper in closed},
        }
    )
    parts += measure({SUMS: sums(part.entry for part in parts)})
    return seal(parts, about={**_about(holdings), "part": "closed"})


def write(holdings: Holdings, out: IO[bytes], *, recordable: bool = False) -> Manifest:
    """Write the packet to a binary file, as `pack` makes it, and return its manifest."""
    return pack(holdings, recordable=recordable).write(out)


def _about(holdings: Holdings) -> dict[str, str]:
    return {
        "title": holdings.agreement.title,
        "agreement": holdings.agreement.slug,
        "city": holdings.city,
        "as_of": holdings.as_of.isoformat(),
        "text_sha256": holdings.text.sha256,
        "standing": standing(holdings),
    }


def _sources(holdings: Holdings) -> dict[str, ImportedRecord]:
    """The councils' own records, byte for byte as they came in, by their names in the packet."""
    endings = {SourceKind.API.value: "json", SourceKind.PRINT.value: "txt"}
    return {
        f"council-records/{number:02} {source.city.slug}.{endings[source.source_kind]}": source
        for number, source in enumerate(holdings.records, start=1)
    }


def _acts(holdings: Holdings) -> dict[str, Content]:
    """Each act as a matter of Legistar's Web API, and as an Open Civic Data bill with its votes."""
    files: dict[str, Content] = {}
    for number, act in enumerate(holdings.acts, start=1):
        name = f"acts/{number:02} {act.party.organisation.slug} {act.file_number}".rstrip(". ")
        files[f"{name}.legistar.json"] = legistar.written(results.council_record(act))
        files[f"{name}.ocd.json"] = results.open_civic_data(act)
    return files


def _attachments(holdings: Holdings) -> dict[str, Content]:
    return {paper.file: _stored(paper.kept) for paper in papers(holdings) if paper.file}


def _stored(kept: Kept) -> Stored:
    def opened() -> IO[bytes]:
        # The storage opens it anew each time; a FieldFile would go on where it was read to.
        return cast("IO[bytes]", kept.file.storage.open(str(kept.file), "rb"))

    return Stored(opened, kept.size, kept.sha256)


def lost(holdings: Holdings) -> list[str]:
    """Names of the files on record that the storage does not hold as they were added."""
    return [str(paper.kept) for paper in papers(holdings) if not _is_kept(paper.kept)]


def _is_kept(kept: Kept) -> bool:
    storage, name = kept.file.storage, str(kept.file)
    return bool(storage.exists(name) and storage.size(name) == kept.size)
