"""The mail of the last days, as if the portal had run then: what was sent, failed and came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from collaborative.demo.people import MAIL_DOMAIN
from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from notifications.models import Message, Refusal
from notifications.operations import inbox, outbox, refusals, timely
from notifications.operations.letters import Letter, Unwanted
from notifications.operations.writing import write
from notifications.schedule import GIVE_UP_AFTER

State = Message.State

POSTED_AGO = (10, 4, 1)
"""What happened after the last of them the worker sends once the demo runs."""
HOUR = 18
FULL, FULL_AGO = f"staff-blue-springs@{MAIL_DOMAIN}", 4
"""Whose mailbox was full when this was posted, and for three days."""
GONE = f"evaluator-lees-summit@{MAIL_DOMAIN}"
"""Whose mailbox is no more."""
FULL_SAID = "452 4.2.2 The mailbox is full (sample)"
GONE_SAID = "550 5.1.1 No such mailbox (sample)"
TIMES_TRIED = 75


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield each day on which mail went out; what came the time before was read by then."""
    for ago in POSTED_AGO:
        act = partial(_post, cast, full=FULL if ago == FULL_AGO else "")
        yield Step(days.moment(ago, hour=HOUR), act)


def _post(cast: Cast, at: datetime, *, full: str) -> None:
    for actor in cast.actors.values():
        if actor.user:
            inbox.read_all(actor.user, seen_at=at, at=at)
    outbox.post_events(at=at)
    _send(at=at, full=full)  # before the digests, which tell what is kept for them
    written = [message.key for message in timely.remind(at=at)]
    at_once = Message.objects.filter(key__in=written).exclude(state=State.DUE)
    at_once.update(written_at=at, state_since=at)
    _send(at=at, full=full)


def _send(*, at: datetime, full: str) -> None:
    waiting = Message.objects.filter(state=State.DUE).select_related("recipient")
    for message in waiting.order_by("due_at", "pk"):
        _send_one(message, at=at, full=full)


def _send_one(message: Message, *, at: datetime, full: str) -> None:
    """Do with one message what `delivery` does, each time being that of the story."""
    row = Message.objects.filter(pk=message.pk)
    row.move(State.LEASED, lease_until=at, attempts=1, first_tried_at=at)
    try:
        letter = write(message, at=at)
    except Unwanted as why:
        row.move(State.SUPPRESSED, lease_until=None, reason=str(why))
    else:
        _finish(message, letter, at=at, full=full)
    since = at + GIVE_UP_AFTER if row.filter(last_error=FULL_SAID) else at
    row.update(written_at=at, state_since=since)


def _finish(message: Message, letter: Letter, *, at: datetime, full: str) -> None:
    row = Message.objects.filter(pk=message.pk)
    words = {"lease_until": None, "subject": letter.subject, "body_text": letter.copy}
    if letter.kept_because:
        row.move(State.SUPPRESSED, reason=letter.kept_because, **words)
    elif message.address == full:
        row.move(State.FAILED, lease_until=None, last_error=FULL_SAID, attempts=TIMES_TRIED)
    elif message.address == GONE:
        row.move(State.FAILED, lease_until=None, last_error=GONE_SAID)
        source = Refusal.Source.SERVER
        refusals.note(GONE, source=source, words=GONE_SAID, at=at, message=message)
    else:
        row.move(State.SENT, sent_at=at, **words)
        Message.objects.filter(pk__in=letter.tells, told_in=None).update(told_in=message)
