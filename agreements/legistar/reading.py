"""The door: one file's bytes in, its records out, or a sentence saying why not."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator

from agreements.legistar.envelopes import read_json
from agreements.legistar.printed import read_print
from agreements.legistar.record import Attachment, BadRecord, HistoryRow, Record, Vote

#: The largest source that is read, in bytes. A long ordinance with its text is under 1 MB.
MAX_BYTES = 5_000_000
#: The longest file number, title or words of an action, and other name, in characters.
MAX_NUMBER = 100
MAX_TITLE = 10_000
MAX_NAME = 1_000
#: The most records, and history rows of one record, that a file may hold.
MAX_RECORDS = 500
MAX_ROWS = 500

_EXPECTED = (
    "expected Legistar JSON of a matter or a meeting, "
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


def read_records(source: bytes, *, file_number: str = "") -> tuple[Record, ...]:
    """Return the council records that ``source``, a whole file's bytes, holds: one or more.

    ``file_number`` says whose rows they are when the file is a list of rows without their matter.
    Raises BadRecord, and nothing else, for anything that is not readable.
    """
    text = _decoded(source)
    digest = hashlib.sha256(source).hexdigest()
    if text.lstrip()[:1] not in ("{", "["):
        return (_within_limits(read_print(text, sha256=digest)),)
    found = read_json(text, sha256=digest, file_number=file_number)
    if len(found) > MAX_RECORDS:
        raise BadRecord(f"The file holds {len(found):,} records; at most {MAX_RECORDS} are read")
    return tuple(_within_limits(record) for record in found)


def read_record(source: bytes, *, file_number: str = "") -> Record:
    """Return the one record of a file. Raises BadRecord, also where there are several."""
    found = read_records(source, file_number=file_number)
    if len(found) > 1:
        numbers = ", ".join(record.file_number for record in found)
        raise BadRecord(f"The file holds {len(found)} records: {numbers}; expected one of them")
    return found[0]


def _within_limits(record: Record) -> Record:
    """Return the record, or refuse one whose values are too long to be what they are called."""
    _refuse_longer(record.file_number, "The file number", most=MAX_NUMBER)
    _refuse_longer(record.title, "The title", most=MAX_TITLE)
    _refuse_longer(record.notes, "The notes", most=MAX_TITLE)
    if len(record.history) > MAX_ROWS:
        raise BadRecord(
            f"The history has {len(record.history):,} rows; at most {MAX_ROWS} are read"
        )
    for row in record.history:
        _refuse_longer(row.text, f'The text of the action "{row.action[:40]}"', most=MAX_TITLE)
    for name in _names(record):
        _refuse_longer(name, f'"{name[:40]}..."', most=MAX_NAME)
    return record


def _names(record: Record) -> Iterator[str]:
    """Yield every text that is a name: not the running texts, nor what is kept besides."""
    history = tuple(
        dataclasses.replace(row, text="", further={}, votes=()) for row in record.history
    )
    votes = tuple(
        dataclasses.replace(vote, further={}) for row in record.history for vote in row.votes
    )
    papers = tuple(dataclasses.replace(each, further={}) for each in record.attachments)
    plain = dataclasses.replace(
        record,
        file_number="",
        title="",
        text="",
        notes="",
        further={},
        remarks=(),
        history=(),
        attachments=(),
    )
    parts: list[Record | HistoryRow | Vote | Attachment] = [plain, *history, *votes, *papers]
    for part in parts:
        yield from _texts(dataclasses.asdict(part))


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
