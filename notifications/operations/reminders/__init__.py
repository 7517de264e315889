"""Reminders before deadlines: computed for now from how things stand, never scheduled ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from notifications.models import Message
from notifications.operations import digests, ledger
from notifications.operations.letters import Letter
from notifications.operations.reminders.assessments import ASSESSMENTS
from notifications.operations.reminders.cut_offs import CUT_OFFS
from notifications.operations.reminders.ladders import Source, name_of, version
from notifications.operations.reminders.lapsing import LAPSING
from notifications.operations.reminders.papers import FILINGS, SIGNATURES
from notifications.operations.reminders.reviews import MOVED, REVIEWS, reviews_of
from notifications.operations.reminders.terms import TERMS

__all__ = ["KINDS", "MOVED", "OVERTAKEN", "SOURCES", "due", "letter", "remind", "reviews_of"]

State = Message.State
OVERTAKEN = "A later reminder takes its place."
SOURCES = (REVIEWS, CUT_OFFS, TERMS, SIGNATURES, FILINGS, ASSESSMENTS, LAPSING)
"""Every sort of deadline, one file each."""
KINDS = {source.kind: source for source in SOURCES}


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
    reminders = [source.message(owed) for source in SOURCES for owed in source.due(at)]
    nearer = Message.objects.filter(
        key__in=[key for message in reminders for key in _keys(message, nearer=True)]
    )
    overtaken = {_identity(message) for message in nearer}
    standing = [message for message in reminders if _identity(message) not in overtaken]
    return [*standing, *digests.due(at=at)]


def _identity(message: Message) -> tuple[str, str, int | None, str]:
    """What a reminder is about, for whom and before which deadline, whatever its rung."""
    deadline = message.context["deadline"]
    return message.kind, name_of(message), message.recipient_id, deadline


def letter(message: Message, *, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    return KINDS[message.kind].letter(message, at)


def _keys(message: Message, *, nearer: bool) -> list[str]:
    return KINDS[message.kind].keys(message, nearer=nearer)


def _set_aside_moved(source: Source, *, at: datetime) -> None:
    """Suppress what still waits for a deadline that is no longer the thing's."""
    waiting = Message.objects.filter(kind=source.kind, state=State.DUE)
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
    farther = [
        key for message in wanted if message.kind in KINDS for key in _keys(message, nearer=False)
    ]
    overtaken = Message.objects.filter(key__in=farther, state=State.DUE)
    overtaken.move(State.SUPPRESSED, reason=OVERTAKEN, retry_at=None)
