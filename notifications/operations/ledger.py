"""Writing to the ledger, and what people do with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from notifications import rules
from notifications.events import MessageEvent
from notifications.models import Message

State = Message.State


@transaction.atomic
def write(messages: Iterable[Message]) -> list[Message]:
    """Put messages into the ledger, each key once; return those that were not there yet.

    Two writers at the same time write one row: the key is unique. (Both may then count it.)
    """
    fresh = missing(messages)
    Message.objects.bulk_create(fresh, ignore_conflicts=True)
    return fresh


def missing(messages: Iterable[Message]) -> list[Message]:
    """Return those of the messages whose key is not in the ledger, each key once."""
    wanted = {message.key: message for message in messages}
    known = set(Message.objects.filter(key__in=wanted).values_list("key", flat=True))
    return [message for key, message in wanted.items() if key not in known]


@transaction.atomic
def send_again(message: Message, *, by: Actor, at: datetime) -> None:
    """Let a message that failed be sent as if it had never been tried."""
    if reason := rules.why_not_send_again(by, message):
        raise PermissionDenied(reason)
    sendable = Message.objects.filter(pk=message.pk, state__in=rules.SENDABLE_AGAIN)
    if not sendable.let_go(at=at):
        raise StaleState(
            "Somebody else let this message be sent again. Look at it as it stands now."
        )
    Event.objects.record(MessageEvent.SENT_AGAIN, message, by=by, at=at)


@transaction.atomic
def send_all_again(error: str, *, by: Actor, at: datetime) -> int:
    """Let every message that failed with this answer be sent again; return how many they are."""
    if reason := rules.why_not_send_all_again(by):
        raise PermissionDenied(reason)
    failed = list(
        Message.objects.select_for_update()
        .filter(state=State.FAILED, last_error=error)
        .order_by("pk")
    )
    if not failed:
        raise StaleState("No message that failed so is left. Somebody else let them be sent again.")
    Message.objects.filter(pk__in=[message.pk for message in failed]).let_go(at=at)
    Event.objects.record_all(MessageEvent.SENT_AGAIN, failed, by=by, at=at)
    return len(failed)


def hold_back(*, at: datetime) -> int:
    """Hold back everything that waits, in one statement; return how much it was.

    What a living worker has in hand is left to it; what a dead one had, is held.
    """
    lapsed = Q(state=State.LEASED, lease_until__lte=at)
    waiting = Message.objects.filter(Q(state=State.DUE) | lapsed)
    return waiting.move(State.HELD, lease_until=None)
