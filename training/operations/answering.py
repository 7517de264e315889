"""What people who are asked do: answer topic by topic, send in, open again.

The events tell of the assessment and of nobody: administrators read events, and who has answered
is for the analyst alone. Saving a topic leaves none, for the answers themselves are the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import PORTAL, Actor, Event
from training.events import AnswersEvent
from training.models import Answer, Respondent, Topic
from training.rules import answering as rules

Said = Mapping[str, Any]
"""What is said of a topic, by the names of the fields of `Answer`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How, when and how far people would come, and what else they say."""

    formats: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    travel_miles: int | None = None
    remark: str = ""


@transaction.atomic
def answer(respondent: Respondent, *, topic: Topic, said: Said, by: Actor, at: datetime) -> None:
    """Keep what is said of one topic, in place of what was said before."""
    held = _held_to_answer(respondent, by=by, at=at)
    Answer.objects.update_or_create(respondent=held, topic=topic, defaults=dict(said))
    _begin(held, at=at)


@transaction.atomic
def wish(respondent: Respondent, *, wishes: Wishes, by: Actor, at: datetime) -> None:
    """Keep how people would rather learn, when they can come and how far."""
    held = _held_to_answer(respondent, by=by, at=at)
    _begin(held, at=at)
    held.formats, held.times = list(wishes.formats), list(wishes.times)
    held.travel_miles, held.remark = wishes.travel_miles, wishes.remark
    held.save(update_fields=["formats", "times", "travel_miles", "remark"])


@transaction.atomic
def send(respondent: Respondent, *, by: Actor, at: datetime) -> None:
    """Send the answers in; from now on they count."""
    held = _held_to_answer(respondent, by=by, at=at)
    if reason := rules.why_not_send(held):
        raise PermissionDenied(reason)
    Respondent.objects.filter(pk=held.pk).update(sent_at=at)
    Event.objects.record(AnswersEvent.SENT, held.assessment, by=PORTAL, at=at)


@transaction.atomic
def reopen(respondent: Respondent, *, by: Actor, at: datetime) -> None:
    """Open what was sent in, so that it can be changed; until sent in again it does not count.

    A second time changes nothing.
    """
    held = hold(respondent)
    if reason := rules.why_not_reopen(by, held, at=at):
        raise PermissionDenied(reason)
    if held.sent_at is not None:
        Respondent.objects.filter(pk=held.pk).update(sent_at=None)
        Event.objects.record(AnswersEvent.REOPENED, held.assessment, by=PORTAL, at=at)


def hold(respondent: Respondent) -> Respondent:
    """Read the respondent anew; nobody else writes these answers until the transaction ends."""
    return (
        Respondent.objects.select_for_update(of=("self",))
        .select_related("assessment", "person")
        .get(pk=respondent.pk)
    )


def _held_to_answer(respondent: Respondent, *, by: Actor, at: datetime) -> Respondent:
    held = hold(respondent)
    if reason := rules.why_not_answer(by, held, at=at):
        raise PermissionDenied(reason)
    return held


def _begin(held: Respondent, *, at: datetime) -> None:
    if held.begun_at is None:
        held.begun_at = at
        held.save(update_fields=["begun_at"])
        Event.objects.record(AnswersEvent.BEGUN, held.assessment, by=PORTAL, at=at)
