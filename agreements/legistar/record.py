"""What a council record says, whichever way it came in."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from datetime import date
from typing import Any

Further = dict[str, object]
"""What a source says besides, under the Web API's names: all that has no field of its own."""


class BadRecord(ValueError):
    """The source is not one readable record; ``str()`` says where, what, and what was expected."""


class SourceKind(enum.StrEnum):
    """The two kinds of source."""

    API = "legistar-api"
    PRINT = "legistar-print"


class VoteValue(enum.StrEnum):
    """What a member did on a roll call."""

    AYE = "aye"
    NAY = "nay"
    ABSTAIN = "abstain"
    ABSENT = "absent"
    EXCUSED = "excused"
    RECUSED = "recused"


@dataclasses.dataclass(frozen=True, slots=True)
class Vote:
    """One member's vote: the source's own word, and what it means (None: a word we do not know)."""

    person: str
    word: str
    value: VoteValue | None
    further: Further = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Attachment:
    """A document listed on the record; address and file name where the source gives them."""

    name: str
    url: str = ""
    file_name: str = ""
    further: Further = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class HistoryRow:
    """One action of one body. A blank text is "", a blank date or flag is None."""

    date: date | None
    version: str
    body: str
    action: str
    result: str
    passed: bool | None
    mover: str = ""
    seconder: str = ""
    tally: str = ""
    votes: tuple[Vote, ...] = ()
    agenda_number: str = ""
    text: str = ""
    further: Further = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One council record. Blank text is "", a blank date is None; dates carry no time of day.

    ``issuer`` is the line over a print's heading ("The City of Lee's Summit"), "" from the API.
    ``text`` is the file's own text with Unix line ends and without page headers.
    ``remarks`` are sentences on what the reader mended or left out; ``quality`` repeats them.
    ``sha256`` is the digest of the source's bytes, in lower-case hexadecimal.
    ``part`` names the one list that came without its matter ("Histories"); "" for a whole record.
    """

    file_number: str
    version: str
    name: str
    type: str
    status: str
    introduced_on: date | None
    agenda_on: date | None
    final_on: date | None
    enactment_number: str
    in_control: str
    title: str
    sponsors: tuple[str, ...]
    indexes: tuple[str, ...]
    code_sections: tuple[str, ...]
    attachments: tuple[Attachment, ...]
    history: tuple[HistoryRow, ...]
    text: str
    issuer: str
    source_kind: SourceKind
    sha256: str
    remarks: tuple[str, ...] = ()
    enacted_on: date | None = None
    requester: str = ""
    notes: str = ""
    further: Further = dataclasses.field(default_factory=dict)
    part: str = ""


def facts(record: Record) -> dict[str, object]:
    """Return the record as JSON-ready values: dates as YYYY-MM-DD, tuples as lists."""
    plain = _plain(dataclasses.asdict(record))
    return plain if isinstance(plain, dict) else {}


def record_from(kept: Mapping[str, Any]) -> Record:
    """Return the record that ``facts`` made JSON-ready values of; what they lack is blank."""
    days = ("introduced_on", "agenda_on", "final_on", "enacted_on")
    values = {
        field.name: kept[field.name] for field in dataclasses.fields(Record) if field.name in kept
    }
    values |= {name: _day(kept.get(name)) for name in days}
    lists = ("sponsors", "indexes", "code_sections", "remarks")
    values |= {name: tuple(kept.get(name, ())) for name in lists}
    return Record(
        **values
        | {
            "attachments": tuple(Attachment(**each) for each in kept.get("attachments", ())),
            "history": tuple(_row(each) for each in kept.get("history", ())),
            "source_kind": SourceKind(kept["source_kind"]),
        }
    )


def _row(kept: Mapping[str, Any]) -> HistoryRow:
    votes = tuple(
        Vote(**{**vote, "value": VoteValue(vote["value"]) if vote["value"] else None})
        for vote in kept.get("votes", ())
    )
    return HistoryRow(**{**kept, "date": _day(kept.get("date")), "votes": votes})


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, enum.StrEnum):
        return value.value
    return value
