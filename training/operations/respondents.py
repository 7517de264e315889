"""Saying who is asked, and taking back what nobody has begun."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City, Department
from collaborative.models import Actor, Event, User
from training.events import AnswersEvent
from training.models import Assessment, Respondent
from training.operations.assessments import hold
from training.rules import assessments as rules

Way = Respondent.Way
MOST_ASKED = 5000
"""People that one assessment asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Some who are asked in one way: a person with an account, or a number by slip or paper."""

    city: City
    department: Department
    role: str
    way: str
    person: User | None = None
    number: int = 1

    @property
    def role_label(self) -> str:
        """The kind of work in words."""
        return str(Respondent.Role(self.role).label)


@transaction.atomic
def add(assessment: Assessment, *, asked: Sequence[Asked], by: Actor, at: datetime) -> int:
    """Ask more people; return how many. A person who is asked already is not asked twice.

    Raises PermissionDenied with the sentence, also where they would be too many.
    """
    held = hold(assessment)
    if reason := rules.why_not_add(by, held):
        raise PermissionDenied(reason)
    known = set(held.respondents.exclude(person=None).values_list("person", flat=True))
    new = [
        _respondent(held, one)
        for one in asked
        if one.person is None or one.person.pk not in known
        for _ in range(one.number)
    ]
    if held.respondents.count() + len(new) > MOST_ASKED:
        raise PermissionDenied(
            f"An assessment asks {MOST_ASKED:,} people at most. Nobody was added."
        )
    Respondent.objects.bulk_create(new)
    if new:
        Event.objects.record(AnswersEvent.RESPONDENTS_ADDED, held, by=by, at=at, number=len(new))
    return len(new)


def _respondent(assessment: Assessment, one: Asked) -> Respondent:
    return Respondent(
        assessment=assessment,
        city=one.city,
        department=one.department,
        role=one.role,
        way=one.way,
        person=one.person,
        nonce=secrets.token_urlsafe(32) if one.way == Way.SLIP else "",
    )


@transaction.atomic
def remove(
    assessment: Assessment,
    *,
    department: Department,
    role: str,
    way: str,
    by: Actor,
    at: datetime,
) -> int:
    """Ask no longer those of a department, kind of work and way who have not begun.

    Returns how many they were; the addresses on their slips stop working.
    """
    held = hold(assessment)
    if reason := rules.why_not_add(by, held):
        raise PermissionDenied(reason)
    waiting = held.respondents.filter(
        department=department, role=role, way=way, begun_at=None
    ).select_for_update()
    keys = [one.pk for one in waiting]
    Respondent.objects.filter(pk__in=keys).delete()
    if keys:
        Event.objects.record(AnswersEvent.RESPONDENTS_REMOVED, held, by=by, at=at, number=len(keys))
    return len(keys)
