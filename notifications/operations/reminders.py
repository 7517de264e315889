"""Reminders before deadlines: computed for now from how things stand, never scheduled ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from collaborative.roles import Permission
from initiatives.models import Review, Round
from notifications.models import ByClock, Message
from notifications.models.ledger import message_id
from notifications.operations import digests, ledger
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.schedule import RUNGS, Rung, ladder, latest

State = Message.State
MOVED = "The closing time was moved; a reminder of the new one takes its place."
OVERTAKEN = "A later reminder takes its place."
CLOSED = "The round is not open any more."
DONE = "All reviews are sent in, or are no longer this person's to do."


@transaction.atomic
def remind(*, at: datetime) -> list[Message]:
    """Write to the ledger all that is due at that time and not there yet; return what was new.

    Running it twice, late, or after a gap gives the same ledger: each row has its own key, and
    of several reminders that fell due in a gap only the last is written.
    """
    wanted = due(at=at)
    _set_aside_moved()
    _set_aside_overtaken(wanted)
    back_in_force = Message.objects.filter(
        key__in=[message.key for message in wanted], state=State.SUPPRESSED, reason=MOVED
    )
    back_in_force.move(State.DUE, reason="", retry_at=Now())
    return ledger.write(wanted)


def due(*, at: datetime) -> list[Message]:
    """Return all that is due at that time and not in the ledger's past; nothing is written."""
    reminders = list(_review_reminders(at=at))
    nearer = Message.objects.filter(
        key__in=[key for message in reminders for key in _keys(message, nearer=True)]
    )
    overtaken = set(nearer.values_list("about_key", "recipient", "context__deadline"))
    standing = [
        message
        for message in reminders
        if (message.about_key, message.recipient_id, message.context["deadline"]) not in overtaken
    ]
    return [*standing, *digests.due(at=at)]


def letter(message: Message, *, at: datetime) -> Letter:
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


def version(deadline: datetime) -> str:
    """Return the name of a deadline: when it moves, its reminders are other reminders."""
    return deadline.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _waiting(on: date) -> QuerySet[Review]:
    """Reviews to do in open rounds, whose evaluator still holds the office for the city."""
    office = Office.objects.held_on(on).carrying(Permission.EVALUATE)
    return Review.objects.unfinished().filter(
        Exists(office.filter(person=OuterRef("evaluator"), organisation=OuterRef("city"))),
        entry__round__state=Round.State.SCORING,
        evaluator__is_active=True,
    )


def _review_reminders(*, at: datetime) -> Iterator[Message]:
    """One message for each evaluator and round, however many reviews wait."""
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
        yield _reminder(*rungs[round_key], person=people[evaluator])


def _reminder(round_: Round, rung: Rung, *, person: User) -> Message:
    deadline = version(round_.closes_at)
    key = _key(round_.pk, deadline, rung.days, person.pk)
    return Message(
        key=key,
        kind=ByClock.REVIEWS_DUE,
        recipient=person,
        address=person.email,
        about_type=Round._meta.label_lower,
        about_key=str(round_.pk),
        context={"deadline": deadline, "days": rung.days},
        due_at=max(rung.at, round_.opened_at or rung.at),
        message_id=message_id(key),
    )


def _key(round_key: object, deadline: str, days: int, person_key: object) -> str:
    return f"reminder:review:{round_key}:{deadline}:{days}:{person_key}"


def _keys(message: Message, *, nearer: bool) -> list[str]:
    """The keys of the same reminder's rungs nearer to the deadline, or farther from it."""
    days, deadline = message.context["days"], message.context["deadline"]
    others = [rung for rung in RUNGS if (rung < days if nearer else rung > days)]
    return [_key(message.about_key, deadline, rung, message.recipient_id) for rung in others]


def _set_aside_moved() -> None:
    """Suppress what still waits for a deadline that is no longer the round's."""
    waiting = Message.objects.filter(kind=ByClock.REVIEWS_DUE, state=State.DUE)
    rounds = Round.objects.in_bulk(list(waiting.values_list("about_key", flat=True)))
    moved = [
        message.pk
        for message in waiting
        if (round_ := rounds.get(int(message.about_key)))
        and version(round_.closes_at) != message.context["deadline"]
    ]
    waiting.filter(pk__in=moved).move(State.SUPPRESSED, reason=MOVED, retry_at=None)


def _set_aside_overtaken(wanted: Iterable[Message]) -> None:
    """Suppress what still waits though a later reminder of the same is due by now."""
    farther = [
        key
        for message in wanted
        if message.kind == ByClock.REVIEWS_DUE
        for key in _keys(message, nearer=False)
    ]
    overtaken = Message.objects.filter(key__in=farther, state=State.DUE)
    overtaken.move(State.SUPPRESSED, reason=OVERTAKEN, retry_at=None)
