"""Word and Excel files: ZIP packages that must be whole, unlocked, without macros, and no bomb."""

import io
import re
import zipfile
import zlib

from initiatives.uploads.names import Kind, Refused, damaged

MOST_PARTS = 5_000
"""Files inside one package."""
MOST_UNPACKED = 200 * 1024 * 1024
"""Bytes that a package may hold when it is unpacked."""
MOST_RATIO = 200
"""How many times its packed size a part may hold; text packs to a tenth, a bomb to a thousandth."""
SMALL = 64 * 1024
"""Bytes; a part packed to less may hold as much as one of this size."""
CHUNK = 64 * 1024
MAIN_PART = {Kind.DOCX: "word/document.xml", Kind.XLSX: "xl/workbook.xml"}
MACROS = re.compile(r"vbaproject|vbadata|/activex/|macrosheets", re.IGNORECASE)
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def checked_package(name: str, kind: Kind, content: bytes) -> bytes:
    """Return the package as it came, or refuse it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_contents(name, kind, package.infolist())
            for part in package.infolist():
                _check_part(name, package, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise damaged(name) from error
    return content


def _check_contents(name: str, kind: Kind, parts: list[zipfile.ZipInfo]) -> None:
    """Judge by the table of contents alone, before anything is unpacked."""
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(f"“{name}” is locked with a password. Save it without one, and add that.")
    if any(MACROS.search(part) for part in names):
        raise _macros(name)
    if _too_full(parts):
        raise Refused(
            f"“{name}” holds far more than its size shows, as files do that are made to choke a "
            "computer. Save it as PDF, and add that."
        )
    if not {"[Content_Types].xml", MAIN_PART[kind]} <= names or len(names) != len(parts):
        raise damaged(name)
    if any(part.startswith("/") or ".." in part.split("/") for part in names):
        raise damaged(name)
    if not PACKED.issuperset(part.compress_type for part in parts):
        raise damaged(name)


def _too_full(parts: list[zipfile.ZipInfo]) -> bool:
    return (
        len(parts) > MOST_PARTS
        or sum(part.file_size for part in parts) > MOST_UNPACKED
        or any(part.file_size > max(part.compress_size, SMALL) * MOST_RATIO for part in parts)
    )


def _check_part(name: str, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part, never more than it declares, and hold it against its check sum.

    XML that brings its own definitions is no Word or Excel file; macros can also be declared.
    """
    with package.open(part) as stream:
        head = stream.read(CHUNK).replace(b"\0", b"").lower()
        while stream.read(CHUNK):
            pass
    if part.filename.endswith((".xml", ".rels")) and b"<!doctype" in head:
        raise damaged(name)
    if part.filename == "[Content_Types].xml" and b"macroenabled" in head:
        raise _macros(name)


def _macros(name: str) -> Refused:
    return Refused(
        f"“{name}” holds macros, which are programs. Save it without macros, and add that."
    )
