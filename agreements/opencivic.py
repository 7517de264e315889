"""A council's record in the shapes of Open Civic Data: a bill, and the votes on it.

Plain values, ready for JSON, as pupa's schemas describe them. Ids are made from whose record it is
and its number, so that the same record has the same id everywhere and after every correction.
"""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agreements.legistar import Attachment, HistoryRow, Record, Vote, VoteValue, course
from agreements.legistar.words import step_kind

Json = dict[str, object]

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "common-purpose.agreements")
_INSTRUMENTS = ("ordinance", "resolution", "motion", "proclamation", "bill")
_OPTIONS = {
    VoteValue.AYE: "yes",
    VoteValue.NAY: "no",
    VoteValue.ABSTAIN: "abstain",
    VoteValue.ABSENT: "absent",
    VoteValue.EXCUSED: "excused",
    VoteValue.RECUSED: "not voting",
}
_ACTIONS = {
    "introduced": "introduction",
    "referred": "referral",
    "first_reading": "reading-1",
    "second_reading": "reading-2",
    "postponed": "deferral",
    "signed": "executive-signature",
    "vetoed": "executive-veto",
}
# What an action is that may carry or fail: if it carried, if it failed, if nobody says.
_VOTED = {
    "committee": ("committee-passage", "committee-failure", "committee-passage"),
    "amended": ("amendment-passage", "amendment-failure", "amendment-passage"),
    "overridden": ("veto-override-passage", "veto-override-failure", "veto-override-passage"),
}
_MOTIONS = {"amended": "amendment-passage", "overridden": "veto-override"}
_UNNAMED = "(not named in the record)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose record it is, and where it can be read.

    ``organisation`` and ``agreement`` are their addresses here ("raytown"); ``division`` is the
    body's Open Civic Data division, "" where none is known; ``url`` and ``text_url`` are whole web
    addresses.
    """

    organisation: str
    name: str
    council: str
    division: str
    agreement: str
    url: str
    text_url: str = ""


def bill_id(origin: Origin, file_number: str) -> str:
    """Return the id of a record: the same for the same number of the same body's council."""
    name = f"{origin.organisation}/{origin.agreement}/{' '.join(file_number.upper().split())}"
    return f"ocd-bill/{uuid.uuid5(_NAMESPACE, name)}"


def bill(record: Record, *, origin: Origin) -> Json:
    """Return the record as an Open Civic Data bill with its actions."""
    decision = course(record).decision
    names = [record.name] if record.name and record.name != record.title else []
    return {
        "id": bill_id(origin, record.file_number),
        "legislative_session": _session(record),
        "identifier": record.file_number,
        "title": record.title or record.name or record.file_number,
        "from_organization": _body(origin.council),
        "classification": _classification(record),
        "subject": list(record.indexes),
        "abstracts": [],
        "other_titles": [{"title": name, "note": "Name"} for name in names],
        "other_identifiers": _numbers(record),
        "actions": [_action(row, origin, is_decision=row is decision) for row in record.history],
        "sponsorships": _sponsorships(record),
        "related_bills": [],
        "versions": _versions(record, origin),
        "documents": [_document(each) for each in record.attachments],
        "sources": _sources(record, origin),
        "extras": _extras(record, origin),
    }


def vote_events(record: Record, *, origin: Origin) -> list[Json]:
    """Return a vote event for each action that carried or failed.

    A roll call without a result is none: it stands with its action in the bill.
    """
    decision = course(record).decision
    of = bill_id(origin, record.file_number)
    seen: Counter[str] = Counter()
    found: list[Json] = []
    for row in record.history:
        name = f"{of}/{row.date}/{row.body}/{row.action}"
        seen[name] += 1
        if row.passed is not None:
            event = _vote_event(row, record, origin, is_decision=row is decision)
            key = uuid.uuid5(_NAMESPACE, f"{name}/{seen[name]}")
            found.append({"id": f"ocd-vote/{key}", "bill": of} | event)
    return found


def _vote_event(row: HistoryRow, record: Record, origin: Origin, *, is_decision: bool) -> Json:
    kind = _MOTIONS.get(step_kind(row.action, body=row.body))
    return {
        "identifier": "",
        "motion_text": row.text or _description(row),
        "motion_classification": ["bill-passage"] if is_decision else [kind] if kind else [],
        "start_date": _day(row.date),
        "end_date": "",
        "result": "pass" if row.passed else "fail",
        "organization": _body(row.body or origin.council),
        "legislative_session": _session(record),
        "bill_action": _description(row),
        "votes": [_vote(vote) for vote in row.votes],
        "counts": list(_counts(row)),
        "sources": _sources(record, origin),
        "extras": _filled(mover=row.mover, seconder=row.seconder, tally=row.tally),
    }


def _filled(**values: object) -> Json:
    """Return the values that say something."""
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _session(record: Record) -> str:
    """Return the year of the matter: councils have no sessions of another kind."""
    decision = course(record).decision
    days = (decision.date if decision else None, record.agenda_on, record.introduced_on)
    dated = [day for day in (*days, *(row.date for row in record.history)) if day]
    return str(dated[0].year) if dated else "undated"


def _body(name: str) -> str:
    """Return a body by its name, as pupa writes one whose id the reader has to find."""
    return "~" + json.dumps({"name": name}, ensure_ascii=False)


def _classification(record: Record) -> list[str]:
    said = record.type.lower()
    return [name for name in _INSTRUMENTS if re.search(rf"\b{name}\b", said)][:1]


def _numbers(record: Record) -> list[Json]:
    number = record.enactment_number
    return [{"identifier": number, "note": "Enactment number", "scheme": ""}] if number else []


def _description(row: HistoryRow) -> str:
    return row.action or row.result or "Action not named in the record"


def _action(row: HistoryRow, origin: Origin, *, is_decision: bool) -> Json:
    without_result = [_vote(vote) for vote in row.votes] if row.passed is None else []
    return {
        "organization": _body(row.body or origin.council),
        "date": _day(row.date),
        "description": _description(row),
        "classification": _action_kinds(row, is_decision=is_decision),
        "related_entities": [],
        "extras": _filled(
            version=row.version,
            result=row.result,
            text=row.text,
            agenda_number=row.agenda_number,
            mover=row.mover,
            seconder=row.seconder,
            tally=row.tally,
            votes=without_result,
        ),
    }


def _action_kinds(row: HistoryRow, *, is_decision: bool) -> list[str]:
    if is_decision:
        return ["passage" if row.passed else "failure"]
    kind = step_kind(row.action, body=row.body)
    if kind in _VOTED:
        carried, failed, unsaid = _VOTED[kind]
        return [unsaid if row.passed is None else carried if row.passed else failed]
    if kind == "referred" and "committee" in f"{row.action} {row.text}".lower():
        return ["referral-committee"]
    return [_ACTIONS[kind]] if kind in _ACTIONS else []


def _sponsorships(record: Record) -> list[Json]:
    return [
        {
            "name": name,
            "entity_type": "",
            "primary": at == 0,
            "classification": "primary" if at == 0 else "cosponsor",
            "person_id": None,
            "organization_id": None,
        }
        for at, name in enumerate(record.sponsors)
    ]


def _versions(record: Record, origin: Origin) -> list[Json]:
    if not origin.text_url:
        return []
    return [
        {
            "note": f"Version {record.version}" if record.version else "Text",
            "date": _day(record.introduced_on),
            "links": [{"media_type": "text/markdown", "url": origin.text_url}],
        }
    ]


def _document(each: Attachment) -> Json:
    is_web = re.match(r"https?://\S+$", each.url)
    return {
        "note": each.name,
        "date": "",
        "links": [{"media_type": "", "url": each.url}] if is_web else [],
    }


def _sources(record: Record, origin: Origin) -> list[Json]:
    said = f"The record of {record.file_number} of {origin.name}"
    return [{"url": origin.url, "note": said}]


def _extras(record: Record, origin: Origin) -> Json:
    """Return what has no field of its own; the division says which place's law it is."""
    return _filled(
        division_id=origin.division,
        jurisdiction_id=_jurisdiction(origin.division),
        agreement=origin.agreement,
        type=record.type,
        status=record.status,
        in_control=record.in_control,
        version=record.version,
        introduced_on=_day(record.introduced_on),
        agenda_on=_day(record.agenda_on),
        final_on=_day(record.final_on),
        enacted_on=_day(record.enacted_on),
        requester=record.requester,
        notes=record.notes,
        code_sections=list(record.code_sections),
    )


def _jurisdiction(division: str) -> str:
    prefix = "ocd-division/"
    if not division.startswith(prefix):
        return ""
    return f"ocd-jurisdiction/{division.removeprefix(prefix)}/government"


def _vote(vote: Vote) -> Json:
    """Return a vote; what the council's own word was stands in the note."""
    option = "other" if vote.value is None else _OPTIONS[vote.value]
    return {"option": option, "voter_name": vote.person or _UNNAMED, "note": vote.word}


def _counts(row: HistoryRow) -> Iterator[Json]:
    """Yield the totals of the roll call; where there is none, those of the tally."""
    if row.votes:
        counted = Counter(_vote(vote)["option"] for vote in row.votes)
        yield from (
            {"option": option, "value": counted[option]} for option in sorted(counted, key=str)
        )
        return
    numbers = re.findall(r"\d{1,4}", row.tally)[:2]
    for option, number in zip(("yes", "no"), numbers, strict=False):
        yield {"option": option, "value": int(number)}
