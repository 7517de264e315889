"""What a person chose to be told in a digest, in place of letters of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from collaborative.models import Event, User
from collaborative.wording import day
from notifications.catalogue import LABELS
from notifications.catalogue.concerning import concerned
from notifications.catalogue.groups import group_of
from notifications.catalogue.wholes import whole
from notifications.models import GroupChoice, Message, Pace
from notifications.operations import muting
from notifications.operations.digests.items import Item

MESSAGE = "message"


def chosen(person: User, *, with_weekly: bool, on: date) -> tuple[Item, ...]:
    """What waits to be told in this digest and still concerns the person, the latest first.

    Costs two queries, and two to four for each that waits: whom it concerns is asked again.
    """
    waiting = list(_waiting(person, with_weekly=with_weekly))
    events = Event.objects.in_bulk([message.context["event"] for message in waiting])
    muted = muting.keys(person) if waiting else frozenset()
    return tuple(_item(message) for message in waiting if _is_wanted(message, events, muted, on=on))


def _waiting(person: User, *, with_weekly: bool) -> Iterator[Message]:
    paces = GroupChoice.objects.of(person)
    due = {Pace.DAILY, Pace.WEEKLY} if with_weekly else {Pace.DAILY}
    for message in Message.objects.gathered(person):
        group = group_of(message.kind)
        if group and paces[group] in due:
            yield message


def _is_wanted(
    message: Message, events: Mapping[int, Event], muted: frozenset[tuple[str, str]], *, on: date
) -> bool:
    about = concerned(events[message.context["event"]], message, on)
    which = whole(about) if about else None
    is_muted = which is not None and (which._meta.label_lower, str(which.pk)) in muted
    return about is not None and not is_muted


def _item(message: Message) -> Item:
    words = f"{LABELS[message.kind]}, {day(message.due_at)}."
    return Item((MESSAGE, message.pk), message.subject, words, message.context.get("url", ""))
