"""Addresses that mail came back from: noted, left alone, and tried again when somebody says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from notifications import rules
from notifications.events import AddressEvent
from notifications.models import ByClock, Message, Refusal
from notifications.operations.blocks import one_line

REFUSES = (
    "Mail to this address came back. It is written to again once it is changed, or somebody lets "
    "it be tried."
)
"""Why a message is not sent: always the same words, so that such messages are found and counted."""
STILL_NEWS = timedelta(days=7)
"""What was to be sent longer ago is not sent after all when the address is tried again."""

State = Message.State


def note(
    address: str,
    *,
    source: Refusal.Source,
    words: str,
    at: datetime,
    message: Message | None = None,
) -> None:
    """Write that mail to an address came back; while that stands, a second time changes nothing."""
    refusal = Refusal(
        address=address.lower(),
        at=at,
        source=source,
        words=one_line(words)[:300] or "No reason was given.",
        message=message,
    )
    Refusal.objects.bulk_create([refusal], ignore_conflicts=True)


def bounced(address: str, *, words: str, at: datetime) -> None:
    """Write that a provider reported mail to an address as come back.

    An address that the portal never wrote to is not noted: the account may serve others too.
    """
    last = Message.objects.filter(address__iexact=address, state=State.SENT).first()
    if last:
        note(address, source=Refusal.Source.PROVIDER, words=words, at=at, message=last)


def is_refusing(address: str) -> bool:
    """Tell whether mail to an address came back and nobody let it be tried again."""
    return Refusal.objects.standing().of(address).exists()


@transaction.atomic
def try_again(refusal: Refusal, *, by: Actor, at: datetime) -> int:
    """Let an address be written to again; return how many messages now wait to be sent.

    Those are what failed there, or was not sent because of it, in the last seven days. Each is
    asked again whether it is still true when it is sent. An old digest is not among them: the next
    one tells what none has told.
    """
    if reason := rules.why_not_try_again(by, refusal):
        raise PermissionDenied(reason)
    standing = Refusal.objects.standing().filter(pk=refusal.pk)
    if not standing.update(cleared_at=at, cleared_by=by.user):
        raise StaleState("Somebody else let this address be tried again a moment ago.")
    there = Message.objects.filter(
        address__iexact=refusal.address, due_at__gt=at - STILL_NEWS
    ).exclude(kind=ByClock.DIGEST)
    fresh = {"attempts": 0, "lapses": 0, "first_tried_at": None, "retry_at": at, "reason": ""}
    count = there.filter(state=State.SUPPRESSED, reason=REFUSES).move(State.DUE, **fresh)
    count += there.filter(state=State.FAILED, refusals=refusal).move(State.DUE, **fresh)
    Event.objects.record(AddressEvent.TRIED_AGAIN, refusal, by=by, at=at, waiting=count)
    return count
