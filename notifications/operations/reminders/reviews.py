"""Reviews to be sent in before a round closes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from collaborative.roles import Permission
from initiatives.models import Review, Round
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.operations.reminders.ladders import Owed, Source, version
from notifications.schedule import ladder, latest

MOVED = "The closing time was moved; a reminder of the new one takes its place."
CLOSED = "The round is not open any more."
DONE = "All reviews are sent in, or are no longer this person's to do."


def letter(message: Message, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    round_ = Round.objects.filter(pk=message.about_key, state=Round.State.SCORING).first()
    if round_ is None or round_.closes_at <= at:
        raise Unwanted(CLOSED)
    if version(round_.closes_at) != message.context["deadline"]:
        raise Unwanted(MOVED)
    context = reviews_of(message.recipient, round_, on=timezone.localdate(at))
    if not context["reviews"]:
        raise Unwanted(DONE)
    return compose("reminder_reviews", message, {"round": round_, **context}, at=at)


def reviews_of(person: User | None, round_: Round, *, on: date) -> dict[str, Any]:
    """What a letter says of the reviews that wait for a person in a round."""
    waiting = _waiting(on).filter(evaluator=person, entry__round=round_)
    reviews = waiting.select_related("entry__proposal__city", "city").order_by(
        "entry__proposal__reference", "pk"
    )
    return {"reviews": list(reviews), "url": link("initiatives:reviews")}


def _waiting(on: date) -> QuerySet[Review]:
    """Reviews to do in open rounds, whose evaluator still holds the office for the city."""
    office = Office.objects.held_on(on).carrying(Permission.EVALUATE)
    return Review.objects.unfinished().filter(
        Exists(office.filter(person=OuterRef("evaluator"), organisation=OuterRef("city"))),
        entry__round__state=Round.State.SCORING,
        evaluator__is_active=True,
    )


def _due(at: datetime) -> Iterator[Owed]:
    """One reminder for each evaluator and round, however many reviews wait."""
    zone = ZoneInfo(settings.TIME_ZONE)
    rungs = {
        round_.pk: (round_, rung)
        for round_ in Round.objects.filter(state=Round.State.SCORING, closes_at__gt=at)
        if (rung := latest(ladder(round_.closes_at, zone=zone), at=at))
    }
    waiting = _waiting(timezone.localdate(at)).filter(entry__round__in=rungs)
    pairs = waiting.order_by("entry__round", "evaluator").values_list("entry__round", "evaluator")
    people = User.objects.in_bulk({evaluator for _round, evaluator in pairs})
    for round_key, evaluator in dict.fromkeys(pairs):
        round_, rung = rungs[round_key]
        yield Owed(round_, round_.closes_at, rung, people[evaluator], round_.opened_at)


def _deadlines(keys: Collection[str], _at: datetime) -> Mapping[str, datetime | None]:
    rounds = Round.objects.filter(pk__in=keys).values_list("pk", "closes_at")
    return {str(key): closes_at for key, closes_at in rounds}


REVIEWS = Source(
    kind=ByClock.REVIEWS_DUE,
    prefix="review",
    moved=MOVED,
    due=_due,
    deadlines=_deadlines,
    letter=letter,
)
