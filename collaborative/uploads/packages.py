"""ZIP packages, as which Word and Excel write: whole, unlocked, no bomb, and every part read."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from collaborative.uploads.markup import Markup, Unreadable, read
from collaborative.uploads.names import Refused, damaged

MOST_PARTS = 5_000
"""Files inside one package."""
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes that a package may hold when it is unpacked; figures pack to a tenth."""
MOST_RATIO = 200
"""How many times its packed size a part may hold; text packs to a tenth, a bomb to a thousandth."""
SMALL = 64 * 1024
"""Bytes; a part packed to less may hold as much as one of this size."""
MOST_INNER = 25 * 1024 * 1024
"""Bytes of a package inside a package, unpacked once."""
CHUNK = 64 * 1024
TYPES = "[Content_Types].xml"
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
PACKAGE = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How files of the old Office begin: macros, objects of other programs, and locked files."""


@dataclass(slots=True)
class Contents:
    """What a package holds: its parts' names, what its XML says, and what else begins inside."""

    names: set[str]
    markup: Markup = field(default_factory=Markup)
    old_office: list[str] = field(default_factory=list)
    packages: dict[str, bytes] = field(default_factory=dict)


def unpacked(name: str, content: bytes) -> Contents:
    """Read every part of a package to its end. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            _check_list(name, parts, len(content))
            if package.comment or min(part.header_offset for part in parts) != 0:
                raise damaged(name)  # something else hides before or behind it
            contents = Contents({part.filename for part in parts})
            # What is what must be known before the parts themselves are read.
            for part in sorted(parts, key=lambda part: part.filename != TYPES):
                _read(package, part, contents)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, Unreadable) as error:
        raise damaged(name) from error
    return contents


def _check_list(name: str, parts: list[zipfile.ZipInfo], size: int) -> None:
    """Judge by the table of contents alone, before anything is unpacked."""
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(f"“{name}” is locked with a password. Save it without one, and add that.")
    if _is_too_full(parts, size):
        raise Refused(
            f"“{name}” holds far more than its size shows, as files do that are made to choke a "
            "computer. Save it as PDF, and add that."
        )
    if len(names) != len(parts) or TYPES.lower() not in names:
        raise damaged(name)
    if any("\\" in part or part.startswith("/") or ".." in part.split("/") for part in names):
        raise damaged(name)
    if not PACKED.issuperset(part.compress_type for part in parts):
        raise damaged(name)


def _is_too_full(parts: list[zipfile.ZipInfo], size: int) -> bool:
    """Tell whether the parts are too many or too large, or lie one over the other."""
    return (
        len(parts) > MOST_PARTS
        or sum(part.compress_size for part in parts) > size
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or any(part.file_size > max(part.compress_size, SMALL) * MOST_RATIO for part in parts)
    )


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo, into: Contents) -> None:
    """Unpack one part, never more than it declares, and hold it against its check sum."""
    chunks = _chunks(package, part)
    head = next(chunks, b"")
    rest = _again(head, chunks)
    if head.startswith(OLD_OFFICE):
        into.old_office.append(part.filename)
    if head.startswith(PACKAGE):
        if part.file_size > MOST_INNER:
            raise Unreadable
        into.packages[part.filename] = b"".join(rest)
    elif part.filename.lower().endswith((".xml", ".rels")) or _is_xml(part.filename, into):
        read(rest, into.markup)
    elif b"<!doctype" in head.replace(b"\0", b"").lower():
        raise Unreadable
    for _ in rest:
        pass


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _again(head: bytes, chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from chunks


def _is_xml(part: str, contents: Contents) -> bool:
    return contents.markup.type_of(part).endswith(("+xml", "/xml"))
