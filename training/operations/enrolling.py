"""Enrolling people, giving up places, and moving up from the waiting list."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from cities.models import City, Department
from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event, User
from training import rules
from training.events import EnrolmentEvent
from training.lifecycle import ENROLMENT
from training.models import Cohort, Enrolment
from training.results.waiting import FreeSeats, Waiting, move_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody to be enrolled: a person with an account, or a name as the city gives it."""

    person: User | None = None
    name: str = ""
    department: Department | None = None


@transaction.atomic
def enrol(
    cohort: Cohort, *, city: City, people: Sequence[Participant], by: Actor, at: datetime
) -> list[Enrolment]:
    """Give people a place each, or a place in the line; all of them or none, in their order.

    Raises PermissionDenied with the sentence, and StaleState where somebody is enrolled already.
    """
    if reason := rules.why_not_enrol_of(by, city):
        raise PermissionDenied(reason)
    cohort = held(cohort)
    if reason := rules.why_not_enrol(by, cohort, on=timezone.localdate(at)):
        raise PermissionDenied(reason)
    fill(cohort, by=by, at=at)
    return [_enrol(cohort, city, one, by=by, at=at) for one in people]


def held(cohort: Cohort) -> Cohort:
    """Read the cohort anew and hold its row, so that whoever changes its places does so in turn."""
    found = Cohort.objects.select_for_update().filter(pk=cohort.pk, state=cohort.state).first()
    if found is None:
        raise StaleState(explain(cohort))
    return found


def _enrol(cohort: Cohort, city: City, one: Participant, *, by: Actor, at: datetime) -> Enrolment:
    """Put one person into the cohort."""
    seat = dict(_moved(cohort, [Waiting(0, city.pk)], at)).get(0)
    state = Enrolment.State.WAITING if seat is None else Enrolment.State.ENROLLED
    enrolment = Enrolment(
        cohort=cohort,
        city=city,
        department=one.department,
        person=one.person,
        name="" if one.person else one.name,
        seat_id=seat,
        state=state,
        state_since=at,
        asked_at=at,
        nonce=secrets.token_urlsafe(32),
    )
    try:
        with transaction.atomic():
            enrolment.save(force_insert=True)
    except IntegrityError as error:
        raise StaleState(
            f"{enrolment.who} is enrolled in {cohort} already. Nobody was enrolled; take the "
            "name out and send the others again."
        ) from error
    kind = EnrolmentEvent.QUEUED if seat is None else EnrolmentEvent.ENROLLED
    Event.objects.record(kind, enrolment, by=by, at=at, city=city.slug)
    return enrolment


def fill(cohort: Cohort, *, by: Actor, at: datetime) -> list[Enrolment]:
    """Move up from the line whoever a free seat is for, by the rule. The cohort's row is held."""
    if cohort.state != Cohort.State.OPEN:
        return []
    waiting = Enrolment.objects.in_line().filter(cohort=cohort)
    line = list(waiting.select_related("person", "cohort"))
    by_key = {one.pk: one for one in line}
    moved = _moved(cohort, [Waiting(one.pk, one.city_id) for one in line], at) if line else []
    for key, seat in moved:
        ENROLMENT.advance(
            by_key[key], EnrolmentEvent.MOVED_UP, by=by, at=at, state_since=at, seat_id=seat
        )
    return [by_key[key] for key, _ in moved]


def _moved(cohort: Cohort, line: Sequence[Waiting], at: datetime) -> list[tuple[int, int]]:
    """Who of the line gets which seat now."""
    free = [
        FreeSeats(seats.pk, seats.city_id, seats.seats - seats.taken)
        for seats in cohort.seats.annotate(taken=Count("enrolments"))
    ]
    return move_up(line, free, shared=cohort.is_shared_on(timezone.localdate(at)))


@transaction.atomic
def give_up(enrolment: Enrolment, *, by: Actor, at: datetime) -> list[Enrolment]:
    """Give up a place, or a place in the line; return who moves up for it."""
    if reason := rules.why_not_give_up(by, enrolment):
        raise PermissionDenied(reason)
    cohort = held(enrolment.cohort)
    ENROLMENT.advance(
        enrolment,
        EnrolmentEvent.WITHDRAWN,
        by=by,
        at=at,
        detail={"city": enrolment.city.slug},
        state_since=at,
        seat=None,
    )
    return fill(cohort, by=by, at=at)
