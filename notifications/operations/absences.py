"""Saying that one is away, and that one is back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cities.models import Office
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event, User
from collaborative.roles import Role
from notifications import rules
from notifications.events import AbsenceEvent
from notifications.models import Absence

TWICE = "You are away on one of these days already. Take that absence back first."


def deputies(person: User, *, on: date) -> QuerySet[User]:
    """Who can stand in: everybody in office in the person's own bodies, and the facilitators."""
    held = Office.objects.held_on(on)
    own = held.filter(person=person).values("organisation")
    beside = held.filter(Q(organisation__in=own) | Q(role=Role.FACILITATOR))
    people = User.objects.filter(is_active=True, pk__in=beside.values("person"))
    return people.exclude(pk=person.pk).order_by("name", "pk")


@transaction.atomic
def announce(
    person: User, *, deputy: User, starts_on: date, ends_on: date, by: Actor, at: datetime
) -> Absence:
    """Write that a person is away. Raises StaleState where it is written of one of the days."""
    near = deputies(person, on=timezone.localdate(at)).filter(pk=deputy.pk)
    if reason := rules.why_not_deputy(person, deputy, is_near=near.exists()):
        raise PermissionDenied(reason)
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on
            )
    except IntegrityError as error:
        raise StaleState(TWICE) from error
    Event.objects.record(
        AbsenceEvent.ANNOUNCED,
        absence,
        by=by,
        at=at,
        deputy=deputy.pk,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return absence


@transaction.atomic
def end(absence: Absence, *, by: Actor, at: datetime) -> None:
    """Write that a person is back: yesterday was the last day away, or there was none."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    Event.objects.record(AbsenceEvent.ENDED, absence, by=by, at=at, last_day=yesterday)
    if absence.starts_on > yesterday:
        absence.delete()
    else:
        Absence.objects.filter(pk=absence.pk, ends_on__gt=yesterday).update(ends_on=yesterday)
