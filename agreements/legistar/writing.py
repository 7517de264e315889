"""Write a record as the Web API gives a matter: what is read from it is the same record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from agreements.legistar.matter import NAMED
from agreements.legistar.record import Attachment, Further, HistoryRow, Record, Vote

_LISTS = ("MatterTexts", *(f"Matter{kind}" for kind in NAMED))


def matter_of(record: Record) -> Further:
    """Return the matter as JSON-ready values under the Web API's key names; a blank is null.

    The lists that the API gives at addresses of their own stand within, as ``read_record`` takes
    them; the votes of an action stand in its row of the history.
    """
    further = {key: value for key, value in record.further.items() if key not in _LISTS}
    names = {
        "Sponsors": record.sponsors,
        "Indexes": record.indexes,
        "CodeSections": record.code_sections,
    }
    return further | {
        "MatterFile": record.file_number,
        "MatterName": record.name or None,
        "MatterTitle": record.title or None,
        "MatterTypeName": record.type or None,
        "MatterStatusName": record.status or None,
        "MatterBodyName": record.in_control or None,
        "MatterIntroDate": _stamp(record.introduced_on, further, "MatterIntroDate"),
        "MatterAgendaDate": _stamp(record.agenda_on, further, "MatterAgendaDate"),
        "MatterPassedDate": _stamp(record.final_on, further, "MatterPassedDate"),
        "MatterEnactmentDate": _stamp(record.enacted_on, further, "MatterEnactmentDate"),
        "MatterEnactmentNumber": record.enactment_number or None,
        "MatterRequester": record.requester or None,
        "MatterNotes": record.notes or None,
        "MatterVersion": record.version or None,
        "MatterHistories": [_row(row) for row in record.history],
        "MatterAttachments": [_attachment(each) for each in record.attachments],
        "MatterTexts": _texts(record),
        **{
            f"Matter{kind}": _named(names[kind], key, record.further.get(f"Matter{kind}"))
            for kind, key in NAMED.items()
        },
    }


def written(record: Record) -> bytes:
    """Return the matter as a file: UTF-8, keys in order, the same bytes for the same record."""
    body = json.dumps(matter_of(record), indent=2, ensure_ascii=False, sort_keys=True)
    return f"{body}\n".encode()


def _stamp(day: date | None, further: Further, key: str) -> str | None:
    """Return a day as the API writes it, with the source's own time of day where it gave one."""
    if day is None:
        return None
    said = further.get(key)
    if isinstance(said, str) and said.startswith(day.isoformat()):
        return said
    return f"{day.isoformat()}T00:00:00"


def _row(row: HistoryRow) -> Further:
    flag = None if row.passed is None else int(row.passed)
    key = "MatterHistoryActionDate"
    return row.further | {
        "MatterHistoryVersion": row.version or None,
        key: _stamp(row.date, row.further, key),
        "MatterHistoryActionName": row.action or None,
        "MatterHistoryActionText": row.text or None,
        "MatterHistoryActionBodyName": row.body or None,
        "MatterHistoryAgendaNumber": row.agenda_number or None,
        "MatterHistoryPassedFlag": flag,
        "MatterHistoryPassedFlagName": row.result or None,
        "MatterHistoryTally": row.tally or None,
        "MatterHistoryMoverName": row.mover or None,
        "MatterHistorySeconderName": row.seconder or None,
        "Votes": _votes(row.votes),
    }


def _votes(votes: Sequence[Vote]) -> list[Further]:
    """Return a roll call. Its own places are kept while they put it in the order it has."""
    places = [vote.further.get("VoteSort") for vote in votes]
    own = [place for place in places if isinstance(place, int)]
    if len(own) < len(places) or own != sorted(own):
        own = list(range(1, len(votes) + 1))
    return [
        vote.further
        | {
            "VotePersonName": vote.person or None,
            "VoteValueName": vote.word or None,
            "VoteSort": place,
        }
        for vote, place in zip(votes, own, strict=True)
    ]


def _attachment(each: Attachment) -> Further:
    return each.further | {
        "MatterAttachmentName": each.name,
        "MatterAttachmentHyperlink": each.url or None,
        "MatterAttachmentFileName": each.file_name or None,
    }


def _named(names: Sequence[str], key: str, kept: object) -> list[Further]:
    """Return a list of names as rows, each with what its row said besides."""
    rows = [row for row in kept if isinstance(row, dict)] if isinstance(kept, list) else []
    found: list[Further] = []
    for name in names:
        at = next((at for at, row in enumerate(rows) if row.get(key) == name), None)
        found.append(({} if at is None else rows.pop(at)) | {key: name})
    return found


def _texts(record: Record) -> list[Further]:
    """Return the texts; the one that was read stands last, and only it takes the words."""
    kept = record.further.get("MatterTexts")
    rows = [row for row in kept if isinstance(row, dict)] if isinstance(kept, list) else []
    if not rows and not record.text:
        return []
    last = rows[-1] if rows else {"MatterTextVersion": record.version or None}
    return [*rows[:-1], last | {"MatterTextPlain": record.text or None}]
