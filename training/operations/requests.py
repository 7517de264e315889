"""Asking for seats, and answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cities.models import City
from collaborative.models import Actor, Event
from training.events import SeatRequestEvent
from training.lifecycle import SEAT_REQUEST
from training.models import Course, SeatRequest, Topic
from training.rules import records as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a city wants: seats for so many people in a topic, or one course of it, by a day."""

    topic: Topic
    people: int
    wanted_by: date
    why: str
    course: Course | None = None


@transaction.atomic
def ask(*, city: City, wish: Wish, by: Actor, at: datetime) -> SeatRequest:
    """Ask for seats on behalf of a city."""
    if reason := rules.why_not_request(by, city):
        raise PermissionDenied(reason)
    assert by.user is not None
    asked = SeatRequest.objects.create(
        state=SEAT_REQUEST.start,
        state_since=at,
        city=city,
        topic=wish.topic,
        course=wish.course,
        people=wish.people,
        wanted_by=wish.wanted_by,
        why=wish.why,
        asked_by=by.user,
        asked_at=at,
    )
    Event.objects.record(SeatRequestEvent.ASKED, asked, by=by, at=at, city=city.name)
    return asked


def accept(asked: SeatRequest, *, answer: str, by: Actor, at: datetime) -> None:
    """Take a request into the plan. Raises StaleState where it no longer waits."""
    _answer(asked, SeatRequestEvent.ACCEPTED, answer, by=by, at=at)


def decline(asked: SeatRequest, *, answer: str, by: Actor, at: datetime) -> None:
    """Decline a request, with the reason. Raises StaleState where it no longer waits."""
    _answer(asked, SeatRequestEvent.DECLINED, answer, by=by, at=at)


def _answer(
    asked: SeatRequest, event: SeatRequestEvent, answer: str, *, by: Actor, at: datetime
) -> None:
    if reason := rules.why_not_answer_request(by):
        raise PermissionDenied(reason)
    SEAT_REQUEST.advance(
        asked,
        event,
        by=by,
        at=at,
        state_since=at,
        answer=answer,
        answered_by=by.user,
        answered_at=at,
    )


def meet(asked: SeatRequest, *, by: Actor, at: datetime) -> None:
    """Say that the seats were given. Raises StaleState where the request is not in the plan."""
    if reason := rules.why_not_answer_request(by):
        raise PermissionDenied(reason)
    SEAT_REQUEST.advance(asked, SeatRequestEvent.MET, by=by, at=at, state_since=at)


def withdraw(asked: SeatRequest, *, by: Actor, at: datetime) -> None:
    """Take a request back. Raises StaleState where it is over already."""
    if reason := rules.why_not_withdraw_request(by, asked):
        raise PermissionDenied(reason)
    SEAT_REQUEST.advance(asked, SeatRequestEvent.WITHDRAWN, by=by, at=at, state_since=at)
