"""The packet's document: the holdings in the shape that `agreements.typesetting` sets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.timezone import localdate

from agreements import typesetting
from agreements.adoption import CellState
from agreements.models import Agreement
from agreements.packets import gaps
from agreements.packets.acts import act_facts, act_name
from agreements.packets.bodies import name
from agreements.packets.holdings import Holdings
from agreements.packets.papers import numbered
from agreements.results import BINDING, Square
from collaborative.manifest import HOW_TO_CHECK, Entry
from collaborative.wording import day

COLLABORATIVE = "Eastern Jackson County Shared Service Collaborative Partnership"
_FILED_WITH = ("Clerk of each party city",)
_FILED_WITH_TOO = ("Secretary of State of Missouri", "Recorder of deeds of the county")
_LINES = (("Signature", ""), ("Attest", "City Clerk"), ("Approved as to form", "City Attorney"))


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
        "earlier": [],
        "text": holdings.text.body,
        "text_sha256": holdings.text.sha256,
        "parties": [_party(square) for square in holdings.standing.squares],
        "acts": [act_facts(act) for act in holdings.acts],
        "papers": _papers(holdings, entries),
        "named_only": holdings.missing_attachments,
        "term": _term(agreement),
        "term_notes": [],
        "checklist": [],
        "filings": _filings(agreement),
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


def _party(square: Square) -> typesetting.Party:
    act = square.act
    return {
        "name": name(square.party.organisation),
        "state": square.label,
        "standing": square.sentence,
        "counts": square.cell.state is CellState.ADOPTED,
        "act": act_name(act) if act else "",
        "on": act.acted_on if act else None,
        "missing": gaps.missing(square),
        # Who signs differs from city to city, and is not on record here.
        "signings": [
            {"line": line, "name": "", "title": title, "on": None} for line, title in _LINES
        ],
    }


def _papers(holdings: Holdings, entries: Mapping[str, Entry]) -> list[typesetting.Paper]:
    return [
        {
            "number": paper.number,
            "title": paper.title,
            "file": _file(entries[paper.file]) if paper.file else None,
            "closed": paper.closed,
        }
        for paper in numbered(holdings.documents)
    ]


def _term(agreement: Agreement) -> list[typesetting.Fact]:
    return [
        {"name": "In force since", "said": _said(agreement.in_force_on)},
        {"name": "Ended on", "said": _said(agreement.ended_on)},
    ]


def _said(on: date | None) -> str:
    return day(on) if on else ""


def _filings(agreement: Agreement) -> list[typesetting.Filing]:
    offices = [*_FILED_WITH, *(_FILED_WITH_TOO if agreement.kind in BINDING else ())]
    return [{"office": office, "on": None, "reference": "", "by": ""} for office in offices]


def _file(entry: Entry) -> typesetting.File:
    return {"name": entry.name, "size": entry.size, "sha256": entry.sha256}
