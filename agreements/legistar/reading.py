"""The door: one file's bytes in, one Record out, or a sentence saying why not."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator

from agreements.legistar.matter import read_matter
from agreements.legistar.printed import read_print
from agreements.legistar.record import BadRecord, Record

#: The largest source that is read, in bytes. A long ordinance with its text is under 1 MB.
MAX_BYTES = 5_000_000
#: The longest file number, title, and other name (a body, a person, an address), in characters.
MAX_NUMBER = 100
MAX_TITLE = 10_000
MAX_NAME = 1_000

_EXPECTED = (
    "expected Legistar Web API JSON of one matter, "
    'or the text of a "Legislation Details (With Text)" print'
)
_SIGNATURES = (
    (b"%PDF-", "a PDF; open it, copy its text and save that as a text file"),
    (b"PK\x03\x04", "a ZIP, Word or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich-text (RTF) file; save it as plain text"),
    (b"<!doctype html", "a web page; open it, copy its text and save that as a text file"),
    (b"<html", "a web page; open it, copy its text and save that as a text file"),
    (b"<?xml", "an XML file"),
    (b"<", "a file of markup (HTML or XML)"),
    (b"MZ", "a Windows program"),
)


def read_record(source: bytes) -> Record:
    """Return the one council record that ``source``, a whole file's bytes, holds.

    Raises BadRecord, and nothing else, for anything that is not one readable record.
    """
    text = _decoded(source)
    digest = hashlib.sha256(source).hexdigest()
    read = read_matter if text.lstrip()[:1] in ("{", "[") else read_print
    return _within_limits(read(text, sha256=digest))


def _within_limits(record: Record) -> Record:
    """Return the record, or refuse one whose values are too long to be what they are called."""
    _refuse_longer(record.file_number, "The file number", most=MAX_NUMBER)
    _refuse_longer(record.title, "The title", most=MAX_TITLE)
    names = dataclasses.replace(record, file_number="", title="", text="", remarks=())
    for name in _texts(dataclasses.asdict(names)):
        _refuse_longer(name, f'"{name[:40]}..."', most=MAX_NAME)
    return record


def _refuse_longer(text: str, what: str, *, most: int) -> None:
    if len(text) > most:
        raise BadRecord(f"{what} has {len(text):,} characters; at most {most:,} are read")


def _texts(value: object) -> Iterator[str]:
    """Yield every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)


def _decoded(source: bytes) -> str:
    """Return the text; UTF-8, or UTF-16 with its mark."""
    if len(source) > MAX_BYTES:
        raise BadRecord(
            f"The file has {len(source):,} bytes; at most {MAX_BYTES:,} are read, and {_EXPECTED}"
        )
    head = source.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if not head:
        raise BadRecord(f"The file is empty; {_EXPECTED}")
    for signature, what in _SIGNATURES:
        if head.startswith(signature.lower()):
            raise BadRecord(f"This is {what}; {_EXPECTED}")
    wide = source.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = source.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRecord(
            f"Byte {error.start + 1} is not UTF-8 text; {_EXPECTED}, saved as UTF-8"
        ) from error
    if "\0" in text:
        raise BadRecord(
            f"Character {text.index(chr(0)) + 1} is a zero byte: a binary file; {_EXPECTED}"
        )
    return text
