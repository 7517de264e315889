"""A council's record as the print "Legislation Details (With Text)", from the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agreements.legistar import HistoryRow, Record
from agreements.typesetting.wording import long_date
from collaborative.markdown import read_markdown
from collaborative.typesetting import press

_TEMPLATE = Path(__file__).with_name("details.typ")
_TITLE = "Legislation Details (With Text)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """A record, whose it is ("The City of Raytown"), and the day it is as of."""

    record: Record
    issuer: str
    agreement: str
    sample: bool
    as_of: date


def typeset_details(details: Details, *, fonts: Sequence[Path]) -> bytes:
    """Return the record's page as a PDF, dated its ``as_of``.

    Raises ``collaborative.typesetting.Unprintable``.
    """
    return press(_TEMPLATE, words=_worded(details), fonts=fonts, on=details.as_of)


def short_date(on: date | None) -> str:
    """Return a date as the print writes it, "4/13/2021"; "" for none."""
    return f"{on.month}/{on.day}/{on.year}" if on else ""


def pairs(record: Record) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return the head of the print, two fields a line."""
    return [
        (("File #", record.file_number), ("Name", record.name)),
        (("Type", record.type), ("Status", record.status)),
        (
            ("File created", short_date(record.introduced_on)),
            ("In control", record.in_control),
        ),
        (
            ("On agenda", short_date(record.agenda_on)),
            ("Final action", short_date(record.final_on)),
        ),
        (
            ("Enactment date", short_date(record.enacted_on)),
            ("Enactment #", record.enactment_number),
        ),
        (("Version", record.version), ("Requester", record.requester)),
    ]


def lines(record: Record) -> list[tuple[str, str]]:
    """Return the fields that take a line of their own."""
    papers = ", ".join(f"{at}. {each.name}" for at, each in enumerate(record.attachments, 1))
    return [
        ("Title", record.title),
        ("Sponsors", ", ".join(record.sponsors)),
        ("Indexes", ", ".join(record.indexes)),
        ("Code sections", ", ".join(record.code_sections)),
        ("Attachments", papers),
        ("Notes", record.notes),
    ]


def _worded(details: Details) -> dict[str, object]:
    record = details.record
    version = f", Version: {record.version}" if record.version else ""
    return {
        "title": f"{_TITLE}: {record.file_number}",
        "heading": _TITLE,
        "issuer": details.issuer,
        "agreement": details.agreement,
        "sample": details.sample,
        "as_of_line": f"The record as of {long_date(details.as_of)}",
        "running": f"File #: {record.file_number}{version}",
        "pairs": [[list(left), list(right)] for left, right in pairs(record)],
        "lines": [list(line) for line in lines(record)],
        "history": [_row(row) for row in record.history],
        "roll_calls": [_roll_call(row) for row in record.history if _says_more(row)],
        "nodes": read_markdown(record.text, exact=True),
    }


def outcome(row: HistoryRow) -> str:
    """Return a row's result in the record's own word, or else what its flag says."""
    return row.result or {True: "Passed", False: "Failed", None: ""}[row.passed]


def _row(row: HistoryRow) -> list[str]:
    return [short_date(row.date), row.version, row.body, row.action, outcome(row)]


def _says_more(row: HistoryRow) -> bool:
    return any((row.votes, row.mover, row.seconder, row.tally, row.text, row.agenda_number))


def _roll_call(row: HistoryRow) -> dict[str, object]:
    said = (
        ("Agenda item", row.agenda_number),
        ("Moved by", row.mover),
        ("Seconded by", row.seconder),
        ("Tally", row.tally),
        ("Action text", row.text),
    )
    named = (row.action or "Action not named", row.body, long_date(row.date))
    return {
        "title": ", ".join(part for part in named if part),
        "facts": [list(fact) for fact in said if fact[1]],
        "votes": [
            [vote.person, vote.word, vote.value.value.capitalize() if vote.value else ""]
            for vote in row.votes
        ],
    }
