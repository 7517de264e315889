"""Writing to the ledger, and what people do with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

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
    """Let a message that failed, or was held back, be sent as if it had never been tried."""
    if reason := rules.why_not_send_again(by, message):
        raise PermissionDenied(reason)
    sendable = Message.objects.filter(pk=message.pk, state__in=rules.SENDABLE_AGAIN)
    moved = sendable.move(State.DUE, attempts=0, lapses=0, first_tried_at=None, retry_at=at)
    if not moved:
        raise StaleState(
            "Somebody else let this message be sent again. Look at it as it stands now."
        )
    Event.objects.record(MessageEvent.SENT_AGAIN, message, by=by, at=at)


@transaction.atomic
def hold_back() -> int:
    """Hold back everything that waits, and return how much it was.

    For the moment after an old backup was restored: nothing goes out a second time until
    somebody has looked at it and lets it be sent.
    """
    waiting = Message.objects.filter(state__in=[State.DUE, State.LEASED])
    return waiting.move(State.HELD, lease_until=None)
