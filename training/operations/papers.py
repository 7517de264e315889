"""What the analyst does with paper, and with one person's answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import Department
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from training.events import AnswersEvent
from training.models import Answer, Assessment, Respondent
from training.operations.answering import Said, Wishes
from training.operations.assessments import hold
from training.rules import assessments as rules

Way = Respondent.Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One sheet that was filled in: its number, whose kind of work, and what stands on it.

    `said` is by the keys of the topics.
    """

    number: int
    department: Department
    role: str
    said: Mapping[int, Said]
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def answered(self) -> int:
        """How many topics have an answer."""
        return sum(
            any(answer not in (None, []) for answer in said.values()) for said in self.said.values()
        )


@transaction.atomic
def enter(assessment: Assessment, *, papers: Sequence[Paper], by: Actor, at: datetime) -> int:
    """Type in sheets; return how many. They count at once.

    Each takes the place of one that was handed out in its department and kind of work, or adds
    one where none is left. Raises StaleState when a sheet of that number is typed in already.
    """
    held = hold(assessment)
    if reason := rules.why_not_enter(by, held):
        raise PermissionDenied(reason)
    numbers = [paper.number for paper in papers]
    known = held.respondents.filter(number__in=numbers).order_by("number").first()
    if known:
        raise StaleState(
            f"Sheet {known.number} is typed in already. Open it in the list to correct it."
        )
    for paper in papers:
        _fill(_place_for(held, paper), paper, by=by, at=at)
    Event.objects.record(AnswersEvent.ENTERED, held, by=by, at=at, number=len(papers))
    return len(papers)


@transaction.atomic
def correct(respondent: Respondent, *, paper: Paper, by: Actor, at: datetime) -> None:
    """Put right what was typed in from a sheet; its number stays."""
    held = hold(respondent.assessment)
    if reason := rules.why_not_enter(by, held):
        raise PermissionDenied(reason)
    _fill(respondent, paper, by=by, at=at)
    Event.objects.record(AnswersEvent.ENTERED, held, by=by, at=at, number=1, corrected=True)


@transaction.atomic
def look(respondent: Respondent, *, by: Actor, at: datetime) -> list[Answer]:
    """Read one person's answers. That it was done, by whom and when, is on record."""
    if reason := rules.why_not_read_answers(by):
        raise PermissionDenied(reason)
    Event.objects.record(AnswersEvent.READ, respondent, by=by, at=at)
    return list(respondent.answers.select_related("topic").order_by("topic__name"))


def _place_for(assessment: Assessment, paper: Paper) -> Respondent:
    handed_out = assessment.respondents.filter(
        department=paper.department, role=paper.role, way=Way.PAPER, sent_at=None
    )
    return handed_out.order_by("pk").first() or Respondent(
        assessment=assessment,
        city_id=paper.department.organisation_id,
        department=paper.department,
        role=paper.role,
        way=Way.PAPER,
    )


def _fill(respondent: Respondent, paper: Paper, *, by: Actor, at: datetime) -> None:
    respondent.number = paper.number
    respondent.entered_by = by.user
    respondent.begun_at = respondent.begun_at or at
    respondent.sent_at = at
    respondent.formats, respondent.times = list(paper.wishes.formats), list(paper.wishes.times)
    respondent.travel_miles = paper.wishes.travel_miles
    respondent.remark = paper.wishes.remark
    respondent.save()
    for topic, said in paper.said.items():
        Answer.objects.update_or_create(respondent=respondent, topic_id=topic, defaults=dict(said))
