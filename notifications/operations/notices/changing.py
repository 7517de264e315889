"""What a facilitator does with the notices of a round before its release."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from initiatives.models import Round
from notifications import rules
from notifications.catalogue.wordings import (
    Wording,
    faults,
    fields_of,
    subject_fields_of,
)
from notifications.events import NoticeEvent
from notifications.models import NoticeTemplate, PreparedNotice
from notifications.operations.notices.gathering import Draft


@transaction.atomic
def word(
    round_: Round, readers: str, outcome: str, *, wording: Wording, by: Actor, at: datetime
) -> None:
    """Give all notices of one kind in a round another wording."""
    _check(round_, by)
    _check_words(readers, wording)
    assert by.user is not None
    NoticeTemplate.objects.update_or_create(
        round=round_,
        readers=readers,
        outcome=outcome,
        defaults={"subject": wording.subject, "text": wording.text, "by": by.user, "at": at},
    )
    Event.objects.record(NoticeEvent.WORDED, round_, by=by, at=at)


@transaction.atomic
def use_standard(round_: Round, readers: str, outcome: str, *, by: Actor, at: datetime) -> None:
    """Take the portal's own wording again."""
    _check(round_, by)
    own = NoticeTemplate.objects.filter(round=round_, readers=readers, outcome=outcome)
    if own.delete()[0]:
        Event.objects.record(NoticeEvent.WORDED, round_, by=by, at=at)


@transaction.atomic
def word_one(draft: Draft, *, wording: Wording, by: Actor, at: datetime) -> None:
    """Give one notice words of its own; they count for the decision of which it tells now."""
    _check(draft.round, by)
    _check_words(draft.readers, wording)
    words = {"subject": wording.subject, "text": wording.text, "decision": draft.decision}
    _prepare(draft, words, by=by, at=at)
    Event.objects.record(NoticeEvent.WORDED, draft.round, by=by, at=at)


@transaction.atomic
def hold(draft: Draft, *, because: str, by: Actor, at: datetime) -> None:
    """Hold one notice back: the release sends it to nobody."""
    _check(draft.round, by)
    if reason := rules.why_not_hold(because):
        raise PermissionDenied(reason)
    _prepare(draft, {"held_because": because.strip()}, by=by, at=at)
    Event.objects.record(NoticeEvent.HELD, draft.round, by=by, at=at)


@transaction.atomic
def let_go(draft: Draft, *, by: Actor, at: datetime) -> None:
    """Let a notice that was held back go out with the others; a second time changes nothing."""
    _check(draft.round, by)
    if draft.held_because:
        _prepare(draft, {"held_because": ""}, by=by, at=at)
        Event.objects.record(NoticeEvent.LET_GO, draft.round, by=by, at=at)


def _check(round_: Round, by: Actor) -> None:
    """Ask the rule of the round as it stands, and keep it from being released meanwhile."""
    if reason := rules.why_not_prepare(by, Round.objects.held(round_.pk)):
        raise PermissionDenied(reason)


def _check_words(readers: str, wording: Wording) -> None:
    """Refuse what is not in the language: nothing is stored that could not be filled in."""
    wrong = [
        *faults(wording.subject, subject_fields_of(readers)),
        *faults(wording.text, fields_of(readers)),
    ]
    if wrong:
        raise PermissionDenied(" ".join(wrong))


def _prepare(draft: Draft, changes: dict[str, Any], *, by: Actor, at: datetime) -> None:
    assert by.user is not None
    PreparedNotice.objects.update_or_create(
        round=draft.round,
        readers=draft.readers,
        proposal=draft.proposal,
        recipient=draft.recipient,
        defaults={**changes, "by": by.user, "at": at},
    )
