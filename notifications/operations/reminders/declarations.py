"""Conflicts of interest to be declared before scoring opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from collaborative.roles import Permission
from initiatives.models import Declaration, Entry, Review, Round
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted, compose, link
from notifications.operations.reminders.ladders import TOLD_BEFORE, Owed, Reach, Source, version

MOVED = "The opening of scoring was moved; a reminder of the new time takes its place."
OVER = "The declarations are over."
DONE = "Every title has this person’s word, or is put to the person no longer."


@dataclass(frozen=True, slots=True)
class Asked:
    """An evaluator in office: the city of the first such office, and the titles left to say."""

    person: User
    body: int
    left: int


def letter(message: Message, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    round_ = _declaring(at).get(int(message.about_key))
    if round_ is None:
        raise Unwanted(OVER)
    if version(round_.opens_at) != message.context["deadline"]:
        raise Unwanted(MOVED)
    asked = _asked({round_.pk: round_}, on=timezone.localdate(at))[round_.pk]
    own = next((one for one in asked if one.person == message.recipient), None)
    if own is None:
        raise Unwanted(DONE)
    context = {
        "round": round_,
        "left": own.left,
        "url": link("initiatives:declarations", round_.slug),
    }
    return compose("reminder_declarations", message, context, at=at)


def _declaring(at: datetime) -> dict[int, Round]:
    """The rounds that take declarations and have not come to their planned opening."""
    return Round.objects.filter(state=Round.State.DECLARATIONS, opens_at__gt=at).in_bulk()


def _asked(rounds: Mapping[int, Round], *, on: date) -> dict[int, list[Asked]]:
    """Who of the evaluators in office has titles left, by the round's key. Four queries."""
    entries = list(
        Entry.objects.standing()
        .filter(round__in=rounds)
        .values_list("pk", "round", "proposal__city")
    )
    keys = [entry for entry, _round, _city in entries]
    said = set(Declaration.objects.filter(entry__in=keys).values_list("entry", "person"))
    spoken = Review.objects.filter(entry__in=keys).exclude(state=Review.State.ASSIGNED)
    said |= set(spoken.values_list("entry", "evaluator"))
    evaluators = _evaluators(on)
    found: dict[int, list[Asked]] = defaultdict(list)
    for key in rounds:
        for person, cities in evaluators.items():
            left = sum(
                round_key == key and city not in cities and (entry, person.pk) not in said
                for entry, round_key, city in entries
            )
            if left:
                found[key].append(Asked(person, cities[0], left))
    return found


def _evaluators(on: date) -> dict[User, list[int]]:
    """The evaluators in office, and their cities. Costs one query."""
    found: dict[User, list[int]] = defaultdict(list)
    held = Office.objects.held_on(on).carrying(Permission.EVALUATE).filter(person__is_active=True)
    for office in held.select_related("person").order_by("person", "pk"):
        found[office.person].append(office.organisation_id)
    return found


def _owed(asked: Reach) -> Iterator[Owed]:
    """One for each evaluator and round, however many titles are left."""
    rounds = {
        key: round_
        for key, round_ in _declaring(asked.at).items()
        if round_.opens_at <= asked.until
    }
    if not rounds:
        return
    for key, people in _asked(rounds, on=timezone.localdate(asked.at)).items():
        round_ = rounds[key]
        for one in people:
            yield Owed(
                round_,
                round_.opens_at,
                one.person,
                f"Declarations of conflicts in “{round_}”",
                link("initiatives:declarations", round_.slug),
                body=one.body,
                asked_at=round_.declared_at,
                round=round_,
                kept_at=link("initiatives:round_progress", round_.slug),
            )


def _deadlines(keys: Collection[str], _at: datetime) -> Mapping[str, datetime | None]:
    rounds = Round.objects.filter(pk__in=keys, state=Round.State.DECLARATIONS)
    return {str(key): opens_at for key, opens_at in rounds.values_list("pk", "opens_at")}


DECLARATIONS = Source(
    kind=ByClock.DECLARATIONS_DUE,
    prefix="declarations",
    moved=MOVED,
    owed=_owed,
    deadlines=_deadlines,
    letter=letter,
    ladder=TOLD_BEFORE,
    is_each_ones_own=True,
)
