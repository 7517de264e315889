"""Saying on which days a round reminds people."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from initiatives.models import Round
from notifications import rules
from notifications.events import LadderEvent
from notifications.models import LadderKind, RoundLadder
from notifications.operations.reminders import KINDS
from notifications.schedule import Ladder


def standard(kind: LadderKind) -> Ladder:
    """The portal's own ladder of a kind."""
    return KINDS[kind.value].ladder


@transaction.atomic
def set_ladder(round_: Round, kind: LadderKind, ladder: Ladder, *, by: Actor, at: datetime) -> None:
    """Give a kind of reminder other days in a round; its rungs count from now on."""
    _check(round_, by)
    assert by.user is not None
    days = {
        "before": sorted(ladder.before, reverse=True),
        "after": sorted(ladder.after),
        "hand_up": ladder.hand_up,
    }
    RoundLadder.objects.update_or_create(
        round=round_, kind=kind, defaults={**days, "by": by.user, "at": at}
    )
    Event.objects.record(LadderEvent.SET, round_, by=by, at=at, reminder=kind.value, **days)


@transaction.atomic
def use_standard(round_: Round, kind: LadderKind, *, by: Actor, at: datetime) -> None:
    """Take the portal's own days again; a second time changes nothing."""
    _check(round_, by)
    removed, _ = RoundLadder.objects.filter(round=round_, kind=kind).delete()
    if removed:
        Event.objects.record(LadderEvent.STANDARD, round_, by=by, at=at, reminder=kind.value)


def _check(round_: Round, by: Actor) -> None:
    if reason := rules.why_not_set_ladder(by, round_):
        raise PermissionDenied(reason)
