"""Writing the packet: its files gathered, the document set, the whole sealed by a manifest."""

from __future__ import annotations

from typing import IO, cast

from agreements.legistar import SourceKind
from agreements.models import Document, ImportedRecord
from agreements.packets.document import attached, document, standing
from agreements.packets.holdings import Holdings
from agreements.packets.record import record
from agreements.typesetting import RECORD_NAME, typeset
from collaborative.assets import document_fonts
from collaborative.manifest import Content, Entry, Manifest, clean_names, describe, write_packet

DOCUMENT_NAME = "packet.pdf"
TEXT_NAME = "text.md"


def file_name(holdings: Holdings) -> str:
    """What the packet is called when it is kept: the agreement's address and the city's."""
    parts = [holdings.agreement.slug, holdings.city]
    return "-".join(part for part in parts if part) + ".zip"


def write(holdings: Holdings, out: IO[bytes]) -> Manifest:
    """Write the packet to a seekable binary file and return its manifest.

    Raises `collaborative.typesetting.Unprintable` when the document cannot be set, and ValueError
    when the packet would be larger than a packet may be.
    """
    sources = _sources(holdings)
    said = record(holdings, sources={key.source_sha256: name for name, key in sources.items()})
    files: dict[str, Content] = {
        TEXT_NAME: holdings.text.body.encode(),
        RECORD_NAME: said,
        **{f"other-texts/{text.sha256}.md": text.body.encode() for text in holdings.other_texts},
        **{name: bytes(source.raw) for name, source in sources.items()},
        **_attachments(holdings),
    }
    facts = document(holdings, _entries(files))
    files[DOCUMENT_NAME] = typeset(facts, record=said, fonts=document_fonts())
    return write_packet(files, out, about=_about(holdings))


def _about(holdings: Holdings) -> dict[str, str]:
    return {
        "title": holdings.agreement.title,
        "agreement": holdings.agreement.slug,
        "city": holdings.city,
        "as_of": holdings.as_of.isoformat(),
        "text_sha256": holdings.text.sha256,
        "standing": standing(holdings),
    }


def _entries(files: dict[str, Content]) -> list[Entry]:
    """The files' lines as the manifest will have them, in its order."""
    named = sorted(clean_names(files).items(), key=lambda pair: pair[1])
    return [describe(name, files[original]) for original, name in named]


def _sources(holdings: Holdings) -> dict[str, ImportedRecord]:
    """The councils' own records, byte for byte as they came in, by their names in the packet."""
    endings = {SourceKind.API.value: "json", SourceKind.PRINT.value: "txt"}
    return {
        f"council-records/{number:02} {source.city.slug}.{endings[source.source_kind]}": source
        for number, source in enumerate(holdings.records, start=1)
    }


def _attachments(holdings: Holdings) -> dict[str, Content]:
    names = attached(holdings)
    return {names[each.pk.hex]: _opener(each) for each in holdings.documents}


def _opener(kept: Document) -> Content:
    def opened() -> IO[bytes]:
        # The storage opens it anew each time; a FieldFile would go on where it was read to.
        return cast("IO[bytes]", kept.file.storage.open(str(kept.file), "rb"))

    return opened
