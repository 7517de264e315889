"""From what happened to who is told: every event is dealt with once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from collaborative.models import Event
from initiatives.events import RoundEvent
from notifications.catalogue import Addressee, Notice
from notifications.catalogue.concerning import BY_KIND
from notifications.models import Message, Posting
from notifications.models.ledger import message_id
from notifications.operations import ledger, notices

BATCH = 200
NEWS_FOR = timedelta(days=7)
"""What came to light later than that (an import, a long gap) is history: nobody is written to."""


def post_events(*, at: datetime, left_for: timedelta = timedelta(0)) -> list[Message]:
    """Deal with every event that nobody has dealt with; return the messages written.

    With `left_for`, only with those that happened so long ago.
    """
    written: list[Message] = []
    while True:
        claimed, messages = _post_batch(at=at, before=at - left_for if left_for else None)
        written += messages
        if not claimed:
            return written


@transaction.atomic
def _post_batch(*, at: datetime, before: datetime | None) -> tuple[int, list[Message]]:
    """Claim some events and write their messages, together or not at all."""
    events = _claim(at=at, before=before)
    on = timezone.localdate(at)
    messages = [message for event in events for message in _messages(event, at=at, on=on)]
    return len(events), ledger.write(messages)


def _claim(*, at: datetime, before: datetime | None) -> list[Event]:
    """Take the oldest events that nobody has taken.

    Locking passes over what another worker is taking; the second look, after the lock, leaves
    out what another has just finished. The Posting's key would stop a third way.
    """
    waiting = Posting.objects.waiting()
    if before is not None:
        waiting = waiting.filter(at__lte=before)
    locked = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
    events = list(Posting.objects.waiting().filter(pk__in=locked))
    Posting.objects.bulk_create([Posting(event=event, at=at) for event in events])
    return events


def _messages(event: Event, *, at: datetime, on: date) -> Iterator[Message]:
    if event.kind == RoundEvent.RELEASED and at - event.at <= NEWS_FOR:
        yield from notices.messages(event, on=on)
    notice = BY_KIND.get(event.kind)
    if notice is None or not notice.template or at - event.at > NEWS_FOR:
        return
    for addressee in notice.audience(event, on):
        yield _message(event, notice, addressee)


def _message(event: Event, notice: Notice, addressee: Addressee) -> Message:
    whose = addressee.person.pk if addressee.person else addressee.address
    key = f"event:{notice.once(event)}:{whose}"
    return Message(
        key=key,
        kind=event.kind,
        recipient=addressee.person,
        address=addressee.address,
        about_type=event.about_type,
        about_key=event.about_key,
        context={"event": event.pk},
        due_at=event.at,
        message_id=message_id(key),
    )
