"""Reminders around deadlines: computed for now from how things stand, never scheduled ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from notifications.models import ByClock, Message
from notifications.operations import ledger
from notifications.operations.letters import Letter
from notifications.operations.reminders import climbing, relays
from notifications.operations.reminders.assessments import ASSESSMENTS
from notifications.operations.reminders.cut_offs import CUT_OFFS
from notifications.operations.reminders.declarations import DECLARATIONS
from notifications.operations.reminders.ladders import Owed, Reach, Source, name_of, version
from notifications.operations.reminders.lapsing import LAPSING
from notifications.operations.reminders.papers import FILINGS, SIGNATURES
from notifications.operations.reminders.requests import REQUESTS
from notifications.operations.reminders.returned import RETURNED
from notifications.operations.reminders.reviews import MOVED, REVIEWS, reviews_of
from notifications.operations.reminders.seats import SEATS
from notifications.operations.reminders.sponsorships import SPONSORSHIPS
from notifications.operations.reminders.terms import TERMS

__all__ = [
    "KINDS",
    "MOVED",
    "OVERTAKEN",
    "SOURCES",
    "due",
    "is_reminder",
    "letter",
    "owed",
    "remind",
    "reviews_of",
]

State = Message.State
OVERTAKEN = "A later reminder takes its place."
SOURCES = (
    REVIEWS,
    DECLARATIONS,
    SPONSORSHIPS,
    RETURNED,
    CUT_OFFS,
    TERMS,
    SIGNATURES,
    FILINGS,
    ASSESSMENTS,
    LAPSING,
    SEATS,
    REQUESTS,
)
"""Every sort of deadline, one file each."""
KINDS: Mapping[str, Source] = {source.kind.value: source for source in SOURCES}


@transaction.atomic
def remind(*, at: datetime) -> list[Message]:
    """Write to the ledger all that is due at that time and not there yet; return what was new.

    Running it twice, late, or after a gap gives the same ledger: each row has its own key, and
    of several reminders that fell due in a gap only the last is written.
    """
    wanted = due(at=at)
    for source in SOURCES:
        _set_aside_moved(source, at=at)
    _set_aside_overtaken(wanted)
    moved = Q(reason__in=[source.moved for source in SOURCES])
    back_in_force = Message.objects.filter(
        moved, key__in=[message.key for message in wanted], state=State.SUPPRESSED
    )
    back_in_force.move(State.DUE, reason="", retry_at=Now())
    return ledger.write(wanted)


def due(*, at: datetime) -> list[Message]:
    """Return all that is due at that time and not in the ledger's past; nothing is written."""
    owns = climbing.own_ladders()
    reminders = list(climbing.due(climbing.owed(SOURCES, owns, at=at), owns, at=at))
    written = _rungs(_same(reminders))
    return [
        message
        for message in reminders
        if all(days >= message.context["days"] for days in written[_identity(message)])
    ]


def owed(*, at: datetime, until: datetime) -> list[tuple[Source, Owed]]:
    """All that anybody is to do by a moment and has not done, whether it is reminded of or not."""
    return [(source, one) for source in SOURCES for one in source.owed(Reach(at, at, until))]


def is_reminder(message: Message) -> bool:
    """Whether a message is about something to be done by a deadline."""
    return message.kind in KINDS or message.kind == ByClock.HANDED_UP


def letter(message: Message, *, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    if message.kind == ByClock.HANDED_UP:
        return relays.to_facilitator(KINDS[message.context["of"]], message, at)
    source = KINDS[message.kind]
    if "for" in message.context:
        return relays.to_deputy(source, message, at)
    return source.letter(message, at)


Identity = tuple[str, str, int | None, str, int | None]


def _identity(message: Message) -> Identity:
    """What a reminder is about, to whom, before which deadline and for whom, whatever its rung."""
    context = message.context
    kind = context.get("of", "") + message.kind
    deadline, principal = context["deadline"], context.get("for")
    return kind, name_of(message), message.recipient_id, deadline, principal


def _same(reminders: Iterable[Message]) -> list[Message]:
    """What the ledger has of the same things, whatever the rung. Costs one query."""
    wanted = {_identity(message) for message in reminders}
    keys = {(message.kind, message.about_key) for message in reminders}
    rows = Message.objects.filter(
        kind__in={kind for kind, _ in keys}, about_key__in={about for _, about in keys}
    )
    return [message for message in rows if _identity(message) in wanted] if keys else []


def _rungs(messages: Iterable[Message]) -> Mapping[Identity, list[int]]:
    found: dict[Identity, list[int]] = defaultdict(list)
    for message in messages:
        found[_identity(message)].append(message.context["days"])
    return found


def _set_aside_moved(source: Source, *, at: datetime) -> None:
    """Suppress what still waits for a deadline that is no longer the thing's."""
    own = Q(kind=source.kind) | Q(kind=ByClock.HANDED_UP, context__of=source.kind)
    waiting = Message.objects.filter(own, state=State.DUE)
    now = source.deadlines([name_of(message) for message in waiting], at)
    moved = [
        message.pk
        for message in waiting
        if name_of(message) in now and _dated(now[name_of(message)]) != message.context["deadline"]
    ]
    waiting.filter(pk__in=moved).move(State.SUPPRESSED, reason=source.moved, retry_at=None)


def _dated(deadline: datetime | None) -> str:
    return version(deadline) if deadline else ""


def _set_aside_overtaken(wanted: Iterable[Message]) -> None:
    """Suppress what still waits though a later reminder of the same is due by now."""
    reminders = [message for message in wanted if is_reminder(message)]
    nearest = {_identity(message): message.context["days"] for message in reminders}
    overtaken = [
        message.pk
        for message in _same(reminders)
        if message.context["days"] > nearest[_identity(message)]
    ]
    waiting = Message.objects.filter(pk__in=overtaken, state=State.DUE)
    waiting.move(State.SUPPRESSED, reason=OVERTAKEN, retry_at=None)
