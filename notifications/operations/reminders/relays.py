"""Letters about what somebody else has to do: to deputies, and to the facilitators."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.utils import timezone

from cities.models import Office
from notifications.models import Absence, Message
from notifications.operations.letters import Letter, Unwanted, compose
from notifications.operations.reminders.climbing import facilitators, owed, own_ladders
from notifications.operations.reminders.ladders import Owed, Source, name_of, version

BACK = "The person is back, or has another deputy."
DONE = "It is done, or no longer asked of this person."
ALL_DONE = "It is done, or asked of nobody any more."
NO_FACILITATOR = "This person is no longer a facilitator."


def to_deputy(source: Source, message: Message, at: datetime) -> Letter:
    """Write to somebody's deputy. Raises Unwanted where there is nothing to remind of any more.

    It quotes the letter only where the deputy may read by an own office what it speaks of.
    """
    on = timezone.localdate(at)
    away = Absence.objects.of_people([message.context["for"]], on).get(message.context["for"])
    if away is None or away.deputy != message.recipient:
        raise Unwanted(BACK)
    found = [one for one in _owed(source, message, at) if one.person == away.person]
    if not found:
        raise Unwanted(DONE)
    one = _unmoved(source, found, message)
    quoted = ""
    if source.reads(Office.objects.actor(away.deputy, on=on), one):
        own = copy(message)
        own.recipient = away.person
        letter = source.letter(own, at)
        quoted = letter.text.removesuffix(letter.foot)
    url = one.url if quoted else ""
    context = {"owed": one, "absence": away, "quoted": quoted, "url": url}
    return compose("reminder_stand_in", message, context, at=at)


def to_facilitator(source: Source, message: Message, at: datetime) -> Letter:
    """Write what others have not done. Raises Unwanted once they have."""
    if message.recipient not in facilitators(at):
        raise Unwanted(NO_FACILITATOR)
    found = _owed(source, message, at)
    if not found:
        raise Unwanted(ALL_DONE)
    one = _unmoved(source, found, message)
    people = [other.person for other in found]
    is_over = (one.over or one.deadline) <= at
    url = one.url if one.kept_at is None else one.kept_at
    context = {"owed": one, "people": people, "is_over": is_over, "url": url}
    return compose("reminder_handed_up", message, context, at=at)


def _owed(source: Source, message: Message, at: datetime) -> list[Owed]:
    """What people owe still of the thing that a message is about."""
    name = name_of(message)
    return [one for _, one in owed([source], own_ladders(), at=at) if one.name == name]


def _unmoved(source: Source, found: list[Owed], message: Message) -> Owed:
    """The first of them, whose deadline is that of the message. Raises Unwanted where it moved."""
    if version(found[0].deadline) != message.context["deadline"]:
        raise Unwanted(source.moved)
    return found[0]
