"""What happened to an agreement and its councils' acts, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from agreements.adoption import long_date
from agreements.events import ActEvent, AgreementEvent, PartyCommentEvent, VersionEvent
from agreements.models import Act, Agreement
from collaborative.models import Event

Detail = Mapping[str, Any]


def _act(said: str) -> Callable[[Detail], str]:
    def sentence(detail: Detail) -> str:
        result = Act.Result(detail["result"]).label.lower()
        return f"{said} {detail['file_number']} of {detail['party']}: {result}"

    return sentence


def _filed(detail: Detail) -> str:
    if not detail["on"]:
        return f"took back the filing with the {detail['place']}: {detail['because']}"
    because = f", put right: {detail['because']}" if detail["because"] else ""
    return f"recorded a filing with the {detail['place']} on {_on(detail)}{because}"


def _notice(detail: Detail) -> str:
    if not detail["on"]:
        return f"took back the notice of {detail['party']}: {detail['because']}"
    said = f"recorded that {detail['party']} leaves it on {_on(detail)}: {detail['reason']}"
    return f"{said} (put right: {detail['because']})" if detail["because"] else said


def _renewed(detail: Detail) -> str:
    until = long_date(date.fromisoformat(detail["until"]))
    return f"renewed it by its terms on {_on(detail)}, until {until}"


def _signed(detail: Detail) -> str:
    said = f"the line “{detail['line']}” of {detail['party']}"
    if not detail["because"]:
        return f"recorded {said}: {detail['name']}"
    return f"put right {said}, now {detail['name'] or 'blank'}: {detail['because']}"


def _on(detail: Detail) -> str:
    return long_date(date.fromisoformat(detail["on"]))


def _sent(detail: Detail) -> str:
    """Say that a text went out, and what its checklist lacked."""
    missing = ", ".join(detail.get("gaps", ()))
    return f", with gaps in the required terms: {missing}" if missing else ""


def _exhibit(said: str) -> Callable[[Detail], str]:
    return lambda detail: f"{said} {detail['exhibit']} in version {detail['version']}"


def _exported(detail: Detail) -> str:
    part = "the closed part of the packet" if detail.get("part") == "closed" else "the packet"
    return f"exported {part} for {detail['city']}" if detail["city"] else f"exported {part}"


_SAID: Mapping[str, Callable[[Detail], str]] = {
    AgreementEvent.DRAFTED: lambda _: "began the draft",
    AgreementEvent.CHANGED: lambda _: "changed the draft",
    AgreementEvent.CIRCULATED: lambda detail: (
        f"fixed the text and sent it to the councils{_sent(detail)}"
    ),
    AgreementEvent.WITHDRAWN: lambda detail: f"withdrew it: {detail['reason']}",
    AgreementEvent.IN_FORCE: lambda detail: f"brought it into force, since {_on(detail)}",
    AgreementEvent.REOPENED: lambda _: "put an act right, so that it is not in force as it was",
    AgreementEvent.ENDED: lambda detail: f"ended it on {_on(detail)}: {detail['reason']}",
    AgreementEvent.DOCUMENT_ADDED: lambda detail: f"added the document {detail['document']}",
    AgreementEvent.DOCUMENT_CLOSED: lambda detail: (
        f"closed a document to the public. {detail['under'].rstrip('.')}"
    ),
    AgreementEvent.PACKET_EXPORTED_IN_BULK: lambda detail: (
        "asked for the packet"
        if detail["total"] == 1
        else f"asked for the packet, in an export of {detail['total']:,} agreements"
    ),
    AgreementEvent.SIGNED: _signed,
    AgreementEvent.SIGNATURE_CORRECTED: _signed,
    AgreementEvent.FILED: _filed,
    AgreementEvent.FILING_CORRECTED: _filed,
    AgreementEvent.NOTICE_GIVEN: _notice,
    AgreementEvent.NOTICE_CORRECTED: _notice,
    AgreementEvent.PARTY_LEFT: lambda detail: (
        f"noted that {detail['party']} left it: the first day without it is {_on(detail)}"
    ),
    AgreementEvent.RENEWED: _renewed,
    AgreementEvent.EXPIRED: lambda detail: f"ended it on {_on(detail)}: {detail['reason']}",
    VersionEvent.BEGUN: lambda detail: f"began version {detail['version']} as a draft",
    VersionEvent.CHANGED: lambda detail: f"changed the draft of version {detail['version']}",
    VersionEvent.SHARED: lambda detail: f"shared version {detail['version']} with the parties",
    VersionEvent.DROPPED: lambda detail: (
        f"dropped the draft of version {detail['version']}: {detail['reason']}"
    ),
    VersionEvent.CIRCULATED: lambda detail: (
        f"fixed version {detail['version']} and sent it to the councils{_sent(detail)}"
    ),
    VersionEvent.EXHIBIT_ADDED: _exhibit("added"),
    VersionEvent.EXHIBIT_REMOVED: _exhibit("took out"),
    VersionEvent.EXHIBITS_ORDERED: _exhibit("renamed or moved"),
    VersionEvent.CHECKED: lambda detail: (
        f"looked for required terms in version {detail['version']}: {', '.join(detail['found'])}"
    ),
    PartyCommentEvent.ADDED: lambda detail: (
        f"commented on version {detail['version']} for {detail['party']}"
    ),
    PartyCommentEvent.ANSWERED: lambda detail: (
        f"answered a comment for {detail['party']} on version {detail['version']}"
    ),
    AgreementEvent.DOCUMENT_REOPENED: lambda detail: (
        f"opened a closed document again: {detail['reason'].rstrip('.')}"
    ),
    AgreementEvent.PACKET_EXPORTED: _exported,
    ActEvent.RECORDED: _act("recorded"),
    ActEvent.CHANGED: _act("changed"),
    ActEvent.COMPLETED: _act("completed"),
    ActEvent.CORRECTED: _act("corrected"),
    ActEvent.FOLLOWED: lambda detail: (
        f"recorded what came after {detail['file_number']} of {detail['party']}: {detail['step']}"
    ),
    ActEvent.IMPORTED: _act("read from the council's own record"),
}


OF_DRAFTS = frozenset({*VersionEvent, *PartyCommentEvent}) - {VersionEvent.CIRCULATED}
"""What is between the facilitators and the parties, and no part of the public history."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened, and what to say of it after the name of whoever did it."""

    event: Event
    deed: str


def history(
    agreement: Agreement, acts: Iterable[Act], *, hidden: Container[str] = frozenset()
) -> list[Happening]:
    """All that happened to the agreement and to these acts, the latest first. Costs one query.

    `hidden` are the names of documents that the reader may not know.
    """
    keys = [str(act.pk) for act in acts]
    label = Act._meta.label_lower
    about = Q(about_type=Agreement._meta.label_lower, about_key=str(agreement.pk))
    events = Event.objects.filter(about | Q(about_type=label, about_key__in=keys))
    return [
        Happening(event, _deed(event, hidden))
        for event in events.select_related("by").order_by("-pk")
    ]


def _deed(event: Event, hidden: Container[str]) -> str:
    if event.kind == AgreementEvent.DOCUMENT_ADDED and event.detail["document"] in hidden:
        return "added a document that is closed to the public now"
    return _SAID[event.kind](event.detail)
