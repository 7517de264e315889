"""Questions of a needs assessment to be answered before its close."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from cities.models import Office
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.operations.reminders.ladders import Owed, Reach, Source, version
from training.models import Assessment, Respondent
from training.models.respondents import RespondentQuerySet

MOVED = "The closing time was moved; a reminder of the new one takes its place."
CLOSED = "The assessment is not open any more."
DONE = "The answers are sent in, or the person is no longer asked."


def letter(message: Message, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    assessment = _open(at).filter(pk=message.about_key).first()
    if assessment is None or assessment.closes_at is None:
        raise Unwanted(CLOSED)
    if version(assessment.closes_at) != message.context["deadline"]:
        raise Unwanted(MOVED)
    waiting = _waiting(timezone.localdate(at)).filter(
        person=message.recipient, assessment=assessment
    )
    if not waiting.exists():
        raise Unwanted(DONE)
    context = {"assessment": assessment, "url": link("training:answer", assessment.slug)}
    return compose("reminder_assessment", message, context, at=at)


def _open(at: datetime) -> QuerySet[Assessment]:
    return Assessment.objects.filter(state=Assessment.State.OPEN, closes_at__gt=at)


def _waiting(on: date) -> RespondentQuerySet:
    """Those in office who are asked with their own account and have not sent in."""
    in_office = Office.objects.held_on(on).filter(person__is_active=True)
    return Respondent.objects.filter(
        person__in=in_office.values("person"),
        sent_at=None,
        assessment__state=Assessment.State.OPEN,
    )


def _owed(asked: Reach) -> Iterator[Owed]:
    """One for each person who is asked. Two queries."""
    found = _open(asked.at).filter(closes_at__lte=asked.until).in_bulk()
    waiting = _waiting(timezone.localdate(asked.at)).filter(assessment__in=found)
    for respondent in waiting.select_related("person").order_by("assessment", "person"):
        assessment = found[respondent.assessment_id]
        if assessment.closes_at and respondent.person:
            yield Owed(
                assessment,
                assessment.closes_at,
                respondent.person,
                f"Answers about training: {assessment}",
                link("training:answer", assessment.slug),
                body=respondent.city_id,
                asked_at=assessment.opens_at,
            )


def _deadlines(keys: Collection[str], _at: datetime) -> Mapping[str, datetime | None]:
    rows = Assessment.objects.filter(pk__in=keys).values_list("pk", "closes_at")
    return {str(key): closes_at for key, closes_at in rows}


ASSESSMENTS = Source(
    kind=ByClock.ASSESSMENT_DUE,
    prefix="assessment",
    moved=MOVED,
    owed=_owed,
    deadlines=_deadlines,
    letter=letter,
    is_each_ones_own=True,
)
