"""Holding all mail: a database that was restored sends nothing until somebody has looked at it.

The backup knows nothing of what was sent after it was made. So every run of delivery first looks
whether the database still lives where mail last went out (`Whereabouts`). In another place all
that waits is held, and so is all that is written from then on, until an administrator lets it go.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.lifecycle import StaleState
from collaborative.models import PORTAL, Actor, Event
from collaborative.wording import moment
from notifications import rules
from notifications.events import MailEvent
from notifications.models import Message, Whereabouts
from notifications.models.whereabouts import here
from notifications.operations import ledger

State = Message.State
RESTORED = "The database is not where it was: it was restored from a backup, or moved."
NOTED_EVERY = timedelta(minutes=1)


def is_held(*, at: datetime) -> bool:
    """Tell whether nothing may be sent; in a new place, and while held, hold what waits."""
    row = Whereabouts.objects.first()
    if row is None:
        _first_noted(at=at)
        return False
    if row.place != here():
        hold(because=RESTORED, by=PORTAL, at=at)
        return True
    if row.held_at is not None:
        ledger.hold_back(at=at)
        return True
    if at - row.seen_at >= NOTED_EVERY:
        Whereabouts.objects.filter(held_at=None).update(seen_at=at)
    return False


@transaction.atomic
def hold(*, because: str, by: Actor, at: datetime) -> int:
    """Hold all mail from now on; return how many messages waited. Held anew it changes nothing."""
    _first_noted(at=at)
    row = Whereabouts.objects.select_for_update().get()
    count = ledger.hold_back(at=at)
    place = here()
    if row.held_at is not None and row.place == place:
        return count
    Whereabouts.objects.update(place=place, held_at=at, held_because=because)
    Event.objects.record(
        MailEvent.HELD, row, by=by, at=at, messages=count, because=because, since=row.seen_at
    )
    return count


@transaction.atomic
def release(*, only_later: bool, by: Actor, at: datetime) -> tuple[int, int]:
    """Let mail go again; return how many messages go out, and how many are set aside.

    With `only_later`, what was due before mail was held is set aside: it may have been sent.
    """
    row = Whereabouts.objects.select_for_update().first()
    if row is None or row.held_at is None:
        raise StaleState("Mail is not held any more: somebody else has let it go.")
    if by is not PORTAL and (reason := rules.why_not_release(by)):
        raise PermissionDenied(reason)
    held = Message.objects.filter(state=State.HELD)
    aside = _set_aside(row.held_at) if only_later else 0
    sent = held.let_go(at=at)
    Whereabouts.objects.update(held_at=None, held_because="", seen_at=at)
    Event.objects.record(MailEvent.RELEASED, row, by=by, at=at, messages=sent, set_aside=aside)
    return sent, aside


def _set_aside(held_at: datetime) -> int:
    reason = (
        f"All mail was held on {moment(held_at)}. This was due before, and may have been sent "
        "from the portal as it was then."
    )
    doubtful = Message.objects.filter(state=State.HELD, due_at__lt=held_at)
    return doubtful.move(State.SUPPRESSED, reason=reason, retry_at=None)


def _first_noted(*, at: datetime) -> None:
    """Note where the database lives, unless that is on record."""
    first = Whereabouts(place=here(), seen_at=at)
    Whereabouts.objects.bulk_create([first], ignore_conflicts=True)
