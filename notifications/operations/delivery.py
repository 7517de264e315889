"""Sending what the ledger holds.

A row is leased and the lease committed; then the letter is written, which asks again whether it
is still true and wanted; then it goes to the mail server outside any transaction; then the
result is committed. A worker that dies on the way leaves a lease that runs out, and the next
one sends the letter with the same Message-ID. Nothing is lost; between the server's "taken" and
our commit a copy may go twice, which mail programs recognise as one.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists

from notifications.models import Message, Refusal, Whereabouts
from notifications.models.ledger import State
from notifications.operations import refusals
from notifications.operations.holding import is_held
from notifications.operations.letters import Letter, Unwanted
from notifications.operations.post import PutOff, Refused, Unreachable, post
from notifications.operations.writing import write
from notifications.schedule import next_try

Clock = Callable[[], datetime]

RUN = timedelta(seconds=20)
"""A run by the clock begins no letter after that: whoever is told to stop has soon come to an end,
and another run goes on."""

FAULTS = 5
"""After so many tries that ended in a fault of the portal's own, a message is set aside."""

logger = logging.getLogger(__name__)


def deliver(
    *,
    clock: Clock,
    within: timedelta | None = None,
    left_for: timedelta = timedelta(0),
    is_stopped: Callable[[], bool] = lambda: False,
) -> Counter[str]:
    """Send everything that is to be sent now; return how many rows ended in which state.

    `clock` tells the time, because a run takes a while; after `within`, and once it is stopped,
    no new letter is begun. With `left_for`, only what nobody took for so long is taken. The run
    ends early when the mail server does not answer. What is left waits for the next. While mail
    is held, as after a backup was restored, nothing is sent.
    """
    counts: Counter[str] = Counter()
    begun = clock()
    if is_held(at=begun):
        return counts
    while not is_stopped() and (within is None or clock() - begun < within):
        message = lease(at=clock(), left_for=left_for)
        if message is None:
            break
        outcome = _send(message, clock=clock)
        _finish(message, outcome)
        counts[outcome.state] += 1
        if outcome.ends_run:
            break
    return counts


@transaction.atomic(durable=True)
def lease(*, at: datetime, left_for: timedelta = timedelta(0)) -> Message | None:
    """Take the oldest row that is to be sent, for two minutes; None when there is none.

    Two workers never take the same row: it is locked while it is taken, and passed over while
    another holds it. From the moment in which mail is held, nothing is taken.
    """
    message = (
        Message.objects.deliverable(at, left_for=left_for)
        .filter(~Exists(Whereabouts.objects.held()))
        .select_related("recipient")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if message is None:
        return None
    changes = {
        "address": message.recipient.email if message.recipient else message.address,
        "lease_until": at + Message.LEASE,
        "attempts": message.attempts + 1,
        "lapses": message.lapses + (message.state == State.LEASED),
        "first_tried_at": message.first_tried_at or at,
    }
    Message.objects.filter(pk=message.pk).move(State.LEASED, **changes)
    for name, value in changes.items():
        setattr(message, name, value)
    return message


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the state it goes to, and what else is to be written.

    `ends_run` when the mail server is not there, so that the others need not be tried now. `tells`
    are the keys of the messages that it told of in their place; `refused_at` when the server
    refuses the address itself, so that nothing more is sent there.
    """

    state: State
    changes: Mapping[str, Any]
    ends_run: bool = False
    tells: tuple[int, ...] = ()
    refused_at: datetime | None = None


def _send(message: Message, *, clock: Clock) -> Outcome:
    """Write one leased message, and post it where it is mailed; return what is to be committed."""
    if message.lapses >= FAULTS:
        return _failed(f"The worker did not come back from it {message.lapses} times.")
    try:
        letter = write(message, at=clock())
        if not letter.kept_because:
            post(message, letter, at=clock())
    except Unwanted as why:
        return Outcome(State.SUPPRESSED, {"reason": str(why), "retry_at": None})
    except Refused as answer:
        refused_at = clock() if answer.is_of_address else None
        return replace(_failed(str(answer)), refused_at=refused_at)
    except PutOff as answer:
        later = _put_off(message, str(answer), at=clock())
        return replace(later, ends_run=isinstance(answer, Unreachable))
    except Exception as fault:  # one letter's fault must not hold up the others
        logger.exception("Message %s could not be written", message.pk)
        return _faulty(message, fault, at=clock())
    return _kept(message, letter) if letter.kept_because else _sent(letter, at=clock())


def _sent(letter: Letter, *, at: datetime) -> Outcome:
    changes = {"sent_at": at, "subject": letter.subject, "body_text": letter.copy}
    return Outcome(State.SENT, {**changes, "last_error": "", "retry_at": None}, tells=letter.tells)


def _kept(message: Message, letter: Letter) -> Outcome:
    """Keep the words for the inbox, and where they lead, without mailing them."""
    url = letter.button.url if letter.button else ""
    changes = {"reason": letter.kept_because, "context": {**message.context, "url": url}}
    words = {"subject": letter.subject, "body_text": letter.copy}
    return Outcome(State.SUPPRESSED, {**changes, **words, "retry_at": None})


def _failed(error: str) -> Outcome:
    return Outcome(State.FAILED, {"last_error": error[:300], "retry_at": None})


def _put_off(message: Message, error: str, *, at: datetime) -> Outcome:
    """Try again after 1, 5, 15, 60 minutes, for 72 hours from the first try."""
    again = next_try(first_tried_at=message.first_tried_at or at, attempts=message.attempts, at=at)
    if again is None:
        return _failed(error)
    return Outcome(State.DUE, {"retry_at": again, "last_error": error[:300]})


def _faulty(message: Message, fault: Exception, *, at: datetime) -> Outcome:
    error = f"The portal could not write it: {type(fault).__name__}: {fault}"
    if message.attempts >= FAULTS:
        return _failed(error)
    return _put_off(message, error, at=at)


@transaction.atomic(durable=True)
def _finish(message: Message, outcome: Outcome) -> None:
    """Commit what became of a leased message, unless its lease ran out and another took it."""
    ours = Message.objects.filter(
        pk=message.pk, state=State.LEASED, lease_until=message.lease_until
    )
    if not ours.move(outcome.state, lease_until=None, **outcome.changes):
        logger.warning("Message %s took longer than its lease", message.pk)
    elif outcome.tells:
        Message.objects.filter(pk__in=outcome.tells, told_in=None).update(told_in=message)
    elif outcome.refused_at:
        refusals.note(
            message.address,
            source=Refusal.Source.SERVER,
            words=outcome.changes["last_error"],
            at=outcome.refused_at,
            message=message,
        )
