"""Read the text of a "Legislation Details (With Text)" print, however its text layer was broken.

A print has four parts: the issuer's name over the heading; labelled values; the history table;
the file's own text, in which each new page repeats "File #: ..., Version: ...".
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from datetime import date

from agreements.legistar.days import day
from agreements.legistar.grid import GRID_HEAD, read_grid
from agreements.legistar.labels import read_labels
from agreements.legistar.letters import compact, folded, mended, pieces, vocabulary
from agreements.legistar.record import Attachment, BadRecord, HistoryRow, Record, SourceKind

_HEADING = "legislationdetails(withtext)"
_PAGE_HEAD = re.compile(r"File ?# ?: ?(.*), ?Version ?: ?(\S+)", re.IGNORECASE)
_PAGE_FOOT = re.compile(r"^(page\d+of\d+|printedon\S+\d{4}|poweredbylegistar\W*)+$")
_FILE_NUMBER = re.compile(r"\w[\w .,#/()'&-]*\w|\w")
_PAGE_EDGE = re.compile(r"(\S)[ \t\n]*\f[ \t\n\f]*(\S)")
_COMMA = re.compile(r",(?!\s*(?:Jr|Sr|II|III)\b)")
_TEXTS = (
    "Type",
    "Status",
    "Name",
    "In control",
    "Enactment #",
    "Title",
    "Sponsors",
    "Indexes",
    "Code sections",
    "Attachments",
)
_SENTENCE_ENDS = frozenset('.:;?!")')


@dataclasses.dataclass(slots=True)
class _Print:
    """A print taken apart.

    ``first`` is the number of its first labelled line, counting from 1; ``rest`` are the lines from
    the history's headings on, with a form feed where a page's edge stood; ``pages`` counts what the
    page headers say (file number, version).
    """

    issuer: str
    head: list[str]
    first: int
    rest: list[str]
    pages: Counter[tuple[str, str]]
    words: frozenset[str]
    remarks: list[str] = dataclasses.field(default_factory=list)


def read_print(text: str, *, sha256: str) -> Record:
    """Return the record that a print holds. Raises BadRecord naming the line or the label."""
    parts = _apart(text)
    values = read_labels(parts.head, first=parts.first, remarks=parts.remarks)
    number, version = _number_and_version(parts, values)
    said = {label: _value(parts, values, label) for label in _TEXTS}
    history, body = _history(parts)
    return Record(
        file_number=number,
        version=version,
        name=said["Name"],
        type=said["Type"],
        status=said["Status"],
        introduced_on=_day(values, "File created"),
        agenda_on=_day(values, "On agenda"),
        final_on=_day(values, "Final action"),
        enactment_number=said["Enactment #"],
        in_control=said["In control"],
        title=said["Title"],
        sponsors=_listed(said["Sponsors"]),
        indexes=_listed(said["Indexes"]),
        code_sections=_listed(said["Code sections"]),
        attachments=_attachments(said["Attachments"]),
        history=history,
        text=_running_text(body),
        issuer=parts.issuer,
        source_kind=SourceKind.PRINT,
        sha256=sha256,
        remarks=tuple(parts.remarks),
    )


def _history(parts: _Print) -> tuple[tuple[HistoryRow, ...], list[str]]:
    first = parts.first + len(parts.head)
    return read_grid(parts.rest, first=first, known=parts.words, remarks=parts.remarks)


def _apart(text: str) -> _Print:
    lines = unicodedata.normalize("NFC", text).replace("\f", "\n").splitlines()
    heading = next((at for at, line in enumerate(lines) if compact(line) == _HEADING), None)
    if heading is None:
        raise BadRecord(
            'The line "Legislation Details (With Text)" is missing; expected the text of a '
            "Legistar print with that heading, or Legistar Web API JSON of one matter"
        )
    grid = next((at for at, line in enumerate(lines) if GRID_HEAD.fullmatch(compact(line))), None)
    if grid is None or grid < heading:
        raise BadRecord(
            "The history table is missing; "
            'expected the line "Date, Ver., Action By, Action, Result"'
        )
    pages = Counter(said for line in lines[grid:] if (said := _page_head(line)))
    return _Print(
        issuer=_issuer(lines[:heading]),
        head=lines[heading + 1 : grid],
        first=heading + 2,
        rest=[
            "\f" if _page_head(line) or _PAGE_FOOT.match(compact(line)) else line
            for line in lines[grid:]
        ],
        pages=pages,
        words=vocabulary(folded(text)),
    )


def _page_head(line: str) -> tuple[str, str] | None:
    """Return the file number and version that a page header repeats; None for any other line."""
    found = _PAGE_HEAD.fullmatch(" ".join(folded(line).split()))
    return (found[1].strip(), found[2]) if found else None


def _issuer(lines: list[str]) -> str:
    """Return the line over the heading; "" where there is none. A county's print is refused."""
    said = [" ".join(line.split()) for line in lines if line.strip()]
    issuer = said[-1] if said else ""
    if "county" in issuer.lower() and "city" not in issuer.lower():
        raise BadRecord(
            f'The print is headed "{issuer}"; expected a city\'s, such as "The City of Raytown"'
        )
    return issuer


def _number_and_version(parts: _Print, values: dict[str, str]) -> tuple[str, str]:
    """Return file number and version: the page headers' where there are any, else the labels'.

    The label's number is often drawn over itself ("RES 08 S. NO. 21-"); a page header is not.
    """
    bits = pieces(folded(values.get("File #", "")))
    stood = " ".join(bits)
    version = " ".join(values.get("Version", "").split())
    if len(parts.pages) > 1:
        both = " and ".join(f'"{number}, Version: {said}"' for number, said in parts.pages)
        raise BadRecord(
            f"The page headers name more than one record: {both}; expected the print of one"
        )
    if parts.pages:
        ((number, page_version),) = parts.pages
        if number != stood:
            parts.remarks.append(
                f'File # stood as "{stood}"; the page header says "{number}", which is followed'
            )
        return number, page_version
    if not stood:
        raise BadRecord(
            "File # is blank and no page header gives it; write the number after the label File #"
        )
    if len(bits) > 1 or not _FILE_NUMBER.fullmatch(stood):
        raise BadRecord(
            f'File #: "{stood}" is in pieces and no page header repeats it; '
            "write the number in one piece after the label File #"
        )
    return stood, version


def _value(parts: _Print, values: dict[str, str], label: str) -> str:
    """Return a label's value, mended, with a remark where it stood in pieces."""
    bits = pieces(values.get(label, ""))
    whole = mended(bits, known=parts.words)
    if len(bits) > 1:
        shown = ", ".join(f'"{bit}"' for bit in bits)
        parts.remarks.append(f'{label} stood in pieces ({shown}) and was read as "{whole}"')
    return whole


def _day(values: dict[str, str], label: str) -> date | None:
    """Return a label's date, or None where the label stands blank."""
    said = values.get(label, "")
    return day(said, place=label) if said.strip() else None


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part for part in (bit.strip() for bit in _COMMA.split(value)) if part)


def _attachments(value: str) -> tuple[Attachment, ...]:
    """Return "1. Resolution, 2. MARC MOU" as attachments; a name may hold commas."""
    names: list[str] = []
    rest = value.removeprefix("1. ")
    while rest:
        name, _, rest = rest.partition(f", {len(names) + 2}. ")
        names.append(name.strip())
    return tuple(Attachment(name) for name in names if name)


def _running_text(lines: list[str]) -> str:
    """Return the text; a paragraph that a page's edge cut in two is one again."""
    text = _PAGE_EDGE.sub(_over_the_edge, "\n".join(line.rstrip(" \t") for line in lines))
    return text.strip()


def _over_the_edge(found: re.Match[str]) -> str:
    before, after = found[1], found[2]
    cut = after.islower() and before not in _SENTENCE_ENDS
    return f"{before}{' ' if cut else chr(10) * 2}{after}"
