"""The packet's document: the holdings in the shape that `agreements.typesetting` sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.timezone import localdate

from agreements import typesetting
from agreements.adoption import CellState
from agreements.models import Agreement, Filing, SignatureLine, Version
from agreements.packets import gaps
from agreements.packets.acts import act_facts, act_name
from agreements.packets.bodies import name
from agreements.packets.holdings import Holdings
from agreements.packets.papers import papers
from agreements.packets.term import notices, term_facts
from agreements.results import FilingRow, Finding, Line, Square
from collaborative.manifest import HOW_TO_CHECK, Entry
from collaborative.wording import day

COLLABORATIVE = "Eastern Jackson County Shared Service Collaborative Partnership"
_LINES = {
    SignatureLine.Part.SIGNATURE: "Signature",
    SignatureLine.Part.ATTEST: "Attest",
    SignatureLine.Part.FORM: "Approved as to form",
}


def document(
    holdings: Holdings, others: Iterable[Entry], *, recordable: bool
) -> typesetting.Packet:
    """Return the facts of the document; `others` are the other files of the packet.

    What is not on record stays blank: no vote, number, office or signature is filled in.
    """
    agreement, version = holdings.agreement, holdings.version
    source = f" (taken from {version.source})" if version.source else ""
    entries = {entry.name: entry for entry in others}
    return {
        "title": agreement.title,
        "kind": agreement.get_kind_display(),
        "collaborative": COLLABORATIVE,
        "city": _city(holdings),
        "as_of": holdings.as_of,
        "recordable": recordable,
        "sample": agreement.is_sample,
        "standing": standing(holdings),
        "required": required(holdings),
        "in_force_on": agreement.in_force_on,
        "gaps": gaps.named(holdings),
        "version": f"{version.number}{source}",
        "circulated_on": localdate(version.circulated_at) if version.circulated_at else None,
        "earlier": earlier(holdings),
        "text": holdings.text.body,
        "text_sha256": holdings.text.sha256,
        "parties": [_party(square, holdings) for square in holdings.standing.squares],
        "acts": [act_facts(act, holdings.councils) for act in holdings.acts],
        "papers": _papers(holdings, entries),
        "named_only": holdings.missing_attachments,
        "term": term_facts(holdings),
        "term_notes": notices(holdings),
        "checklist": [_check(found) for found in holdings.checklist],
        "filings": [_filing(row) for row in holdings.filings.rows],
        "manifest": [_file(entry) for entry in entries.values()],
        "commands": [
            {"system": system, "command": command} for system, command in HOW_TO_CHECK.items()
        ],
    }


def standing(holdings: Holdings) -> str:
    """Where the agreement stands, in a sentence or two; what is missing is said plainly."""
    agreement = holdings.agreement
    said = holdings.standing.summary
    if agreement.state == Agreement.State.WITHDRAWN:
        return f"Withdrawn on {day(agreement.state_since)}. {said}"
    if agreement.state == Agreement.State.ENDED and agreement.ended_on:
        return f"Ended on {day(agreement.ended_on)}. It was in force. {said}"
    return said


def required(holdings: Holdings) -> str:
    """How many adoptions bind, in words."""
    parties = len(holdings.standing.squares)
    needed = holdings.standing.outcome.required
    if needed == parties:
        return f"Adoption of the same text by the councils of all {parties} parties"
    return f"Adoption of the same text by {needed} of the {parties} parties' councils"


def _city(holdings: Holdings) -> str:
    bodies = [square.party.organisation for square in holdings.standing.squares]
    return next((name(body) for body in bodies if body.slug == holdings.city), "")


def earlier(holdings: Holdings) -> list[str]:
    """The versions before this one, each with its SHA-256 and when it was in force."""
    return [_version(each) for each in holdings.versions if each != holdings.version]


def _version(version: Version) -> str:
    assert version.text is not None  # only versions with a text are held
    if version.in_force_on is None:
        stood = "it was never in force"
    elif version.replaced_on is None:
        stood = f"it is in force since {day(version.in_force_on)}"
    else:
        stood = f"it was in force from {day(version.in_force_on)} to {day(version.replaced_on)}"
    return f"{version}, SHA-256 {version.text.sha256}: {stood}."


def _party(square: Square, holdings: Holdings) -> typesetting.Party:
    act = square.act
    return {
        "name": name(square.party.organisation),
        "state": square.label,
        "standing": square.sentence,
        "counts": square.cell.state is CellState.ADOPTED,
        "act": act_name(act) if act else "",
        "on": act.acted_on if act else None,
        "missing": gaps.missing(square),
        "signings": [
            _signing(line)
            for block in holdings.blocks
            if block.party == square.party
            for line in block.lines
        ],
    }


def _signing(line: Line) -> typesetting.Signing:
    """What is on record for a line; who signs differs from body to body, so blanks are blank."""
    return {
        "line": _LINES[line.part],
        "name": line.name,
        "title": line.title,
        "on": line.on,
    }


def _papers(holdings: Holdings, entries: Mapping[str, Entry]) -> list[typesetting.Paper]:
    return [
        {
            "number": paper.number,
            "title": paper.title,
            "file": _file(entries[paper.file]) if paper.file else None,
            "closed": paper.closed,
        }
        for paper in papers(holdings)
    ]


def _check(found: Finding) -> typesetting.Check:
    return {
        "term": found.term.title,
        "state": found.sentence,
        "reason": f"{found.term.why} Source: {found.term.source}.",
    }


def _filing(row: FilingRow) -> typesetting.Filing:
    entry = row.entry
    return {
        "office": row.place.name,
        "on": entry.on if entry else None,
        "reference": reference(entry) if entry else "",
        "by": entry.officer if entry else "",
    }


def reference(entry: Filing) -> str:
    """How the office finds it again: "Book 12, page 3, number 2026-114"."""
    said = (("Book", entry.book), ("page", entry.page), ("number", entry.number))
    return ", ".join(f"{name} {value}" for name, value in said if value)


def _file(entry: Entry) -> typesetting.File:
    return {"name": entry.name, "size": entry.size, "sha256": entry.sha256}
