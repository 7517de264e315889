"""One file from its name to the bytes that are kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import puremagic

from collaborative.uploads.names import Kind, Refused, checked_name, promised_kind, size_in_words
from collaborative.uploads.office import checked_office
from collaborative.uploads.pdfs import checked_pdf
from collaborative.uploads.pictures import redrawn

MEDIA_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PDF: "application/pdf",
        Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Kind.PNG: "image/png",
        Kind.JPEG: "image/jpeg",
    }
)
FIRST_BYTES: Mapping[Kind, bytes] = MappingProxyType(
    {
        Kind.PDF: b"%PDF-",
        Kind.DOCX: b"PK\x03\x04",
        Kind.XLSX: b"PK\x03\x04",
        Kind.PNG: b"\x89PNG\r\n\x1a\n",
        Kind.JPEG: b"\xff\xd8\xff",
    }
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may come in: the name to show, its media type, and the bytes to keep.

    The bytes of a picture are drawn anew; those of the other kinds are as they came.
    """

    name: str
    media_type: str
    content: bytes


def check(name: str, content: bytes, *, most_bytes: int) -> Upload:
    """Return the file as it may be kept. Raises Refused with the sentence to show."""
    shown = checked_name(name)
    kind = promised_kind(shown)
    if not content:
        raise Refused(
            f"“{shown}” is empty. Open it, see that it holds something, and save it again."
        )
    if len(content) > most_bytes:
        raise Refused(
            f"“{shown}” is {size_in_words(len(content))}; one file may have "
            f"{size_in_words(most_bytes)}. Save it smaller, or in two parts."
        )
    if not _begins_as(kind, content):
        raise Refused(
            f"“{shown}” is named like {kind.phrase}, but {_what_it_is(content)}. Open it in the "
            f"program it was made with, save it as {kind.phrase}, and add that."
        )
    kept = PARSERS[kind](shown, kind, content)
    if len(kept) > most_bytes:
        raise Refused(
            f"“{shown}” is drawn anew, so that nothing hides in it, and has "
            f"{size_in_words(len(kept))} then; one file may have {size_in_words(most_bytes)}. Save "
            "it smaller, and add that."
        )
    return Upload(shown, MEDIA_TYPES[kind], kept)


def _begins_as(kind: Kind, content: bytes) -> bool:
    """Tell whether the signature is the one of the kind, from the very first byte."""
    return content.startswith(FIRST_BYTES[kind]) and kind.value in _signatures(content)


def _signatures(content: bytes) -> list[str]:
    """Return the endings that the first and last bytes stand for, the surest first."""
    try:
        return [match.extension.removeprefix(".") for match in puremagic.magic_string(content)]
    except puremagic.PureError:
        return []


def _what_it_is(content: bytes) -> str:
    """Say what a file holds, where its first bytes tell."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "it is locked with a password or saved in an old format"
    if content.startswith((b"MZ", b"\x7fELF")):
        return "it is a program"
    endings = [ending for ending in _signatures(content) if ending]
    return f"it holds what a .{endings[0]} file holds" if endings else "it holds something else"


PARSERS: Mapping[Kind, Callable[[str, Kind, bytes], bytes]] = MappingProxyType(
    {
        Kind.PDF: checked_pdf,
        Kind.DOCX: checked_office,
        Kind.XLSX: checked_office,
        Kind.PNG: redrawn,
        Kind.JPEG: redrawn,
    }
)
"""How each kind is read: from its bytes to the bytes to keep."""
