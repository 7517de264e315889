"""Reviews to be sent in before a round closes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cities.models import Office
from collaborative.models import Event, User
from collaborative.roles import Permission
from initiatives.events import RoundEvent
from initiatives.models import Review, Round
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.operations.reminders.ladders import TOLD_BEFORE, Owed, Reach, Source, version

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


def _owed(asked: Reach) -> Iterator[Owed]:
    """One for each evaluator and round, however many reviews wait. Three queries."""
    rounds = Round.objects.filter(
        state=Round.State.SCORING, closes_at__gt=asked.at, closes_at__lte=asked.until
    ).in_bulk()
    extended = _last_extended(rounds)
    waiting = _waiting(timezone.localdate(asked.at)).filter(entry__round__in=rounds)
    rows = waiting.select_related("entry", "evaluator").order_by("entry__round", "evaluator", "pk")
    first = {(row.entry.round_id, row.evaluator_id): row for row in reversed(rows)}
    for (key, _person), review in reversed(first.items()):
        round_ = rounds[key]
        yield Owed(
            round_,
            round_.closes_at,
            review.evaluator,
            f"Reviews in “{round_}”",
            link("initiatives:reviews"),
            body=review.city_id,
            asked_at=extended.get(str(key), round_.opened_at),
            round=round_,
            kept_at=link("initiatives:round_progress", round_.slug),
        )


def _last_extended(rounds: Collection[int]) -> Mapping[str, datetime]:
    """When the closing times of rounds were moved last, which everybody hears of. One query."""
    moved = Event.objects.filter(
        kind=RoundEvent.EXTENDED,
        about_type=Round._meta.label_lower,
        about_key__in=[str(key) for key in rounds],
    )
    return dict(moved.order_by("pk").values_list("about_key", "at"))


def _deadlines(keys: Collection[str], _at: datetime) -> Mapping[str, datetime | None]:
    rounds = Round.objects.filter(pk__in=keys).values_list("pk", "closes_at")
    return {str(key): closes_at for key, closes_at in rounds}


REVIEWS = Source(
    kind=ByClock.REVIEWS_DUE,
    prefix="review",
    moved=MOVED,
    owed=_owed,
    deadlines=_deadlines,
    letter=letter,
    ladder=TOLD_BEFORE,
    is_each_ones_own=True,
)
