"""Choosing how often the digest comes, and how soon mail of each group."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from collaborative.models import Actor, Event, User
from notifications.catalogue.groups import group_of
from notifications.events import PreferenceEvent
from notifications.models import GroupChoice, Message, Pace, Preference
from notifications.models.choices import Group
from notifications.models.ledger import GATHERED, State

NOT_BY_MAIL = "Kept in the portal alone, as this person chose."
_KEPT_BECAUSE: Mapping[Pace, str] = MappingProxyType(
    {Pace.DAILY: GATHERED, Pace.WEEKLY: GATHERED, Pace.NEVER: NOT_BY_MAIL}
)


def kept_because(person: User, group: Group) -> str:
    """Say why mail of a group is kept for a person and not sent; "" where it is sent."""
    return _KEPT_BECAUSE.get(GroupChoice.objects.of(person)[group], "")


@transaction.atomic
def choose(
    person: User,
    *,
    digest: str,
    weekday: int,
    hour: int,
    groups: Mapping[Group, Pace] = MappingProxyType({}),
    by: Actor,
    at: datetime,
) -> None:
    """Write what a person wants, from now on; what waited for a digest follows the new choice."""
    preference, _new = Preference.objects.update_or_create(
        person=person,
        defaults={"digest": digest, "weekday": weekday, "hour": hour, "chosen_at": at},
    )
    for group, pace in groups.items():
        GroupChoice.objects.update_or_create(
            person=person, group=group, defaults={"pace": pace, "chosen_at": at}
        )
    _settle(person, at=at)
    own = {"digest": digest, "weekday": weekday, "hour": hour}
    paces = {group.value: pace.value for group, pace in groups.items()}
    Event.objects.record(PreferenceEvent.CHANGED, preference, by=by, at=at, **own, groups=paces)


@transaction.atomic
def unsubscribe(person: User, group: Group | None = None, *, at: datetime) -> None:
    """End a person's digests or the mail of one group, by a link in it; twice changes nothing."""
    if group is None:
        _end_digest(person, at=at)
    else:
        _end_group(person, group, at=at)


def _end_digest(person: User, *, at: datetime) -> None:
    """End the digest, with what the person chose to be told in it: that is kept in the portal."""
    never = Preference.Digest.NEVER
    preference, _new = Preference.objects.get_or_create(person=person)
    city = Preference.objects.filter(pk=preference.pk).exclude(digest=never)
    groups = GroupChoice.objects.in_digests().filter(person=person)
    ended = city.update(digest=never, chosen_at=at) + groups.update(pace=Pace.NEVER, chosen_at=at)
    if ended:
        _settle(person, at=at)
        Event.objects.record(PreferenceEvent.UNSUBSCRIBED, preference, by=Actor(person), at=at)


def _end_group(person: User, group: Group, *, at: datetime) -> None:
    choice, is_new = GroupChoice.objects.get_or_create(
        person=person, group=group, defaults={"pace": Pace.NEVER, "chosen_at": at}
    )
    others = GroupChoice.objects.filter(pk=choice.pk).exclude(pace=Pace.NEVER)
    if others.update(pace=Pace.NEVER, chosen_at=at) or is_new:
        _settle(person, at=at)
        Event.objects.record(
            PreferenceEvent.UNSUBSCRIBED, choice, by=Actor(person), at=at, group=group.value
        )


def _settle(person: User, *, at: datetime) -> None:
    """Let go out what waited for a digest and is wanted at once now; keep what is not wanted."""
    paces = GroupChoice.objects.of(person)
    for message in Message.objects.gathered(person):
        group = group_of(message.kind)
        pace = paces[group] if group else Pace.AT_ONCE
        row = Message.objects.filter(pk=message.pk)
        if pace is Pace.AT_ONCE:
            row.move(State.DUE, reason="", retry_at=at)
        elif pace is Pace.NEVER:
            row.update(reason=NOT_BY_MAIL)
