"""Muting one thing: no mail of it but what duty demands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event, User
from notifications.catalogue.wholes import SORTS, Whole
from notifications.events import MuteEvent
from notifications.models import Mute

MUTED = "This person muted what it is about."


def mute_of(thing: Whole, person: User) -> Mute | None:
    """Return the row by which a person muted a thing, or None. One query."""
    return Mute.objects.of(person).filter(**_about(thing)).first()


def keys(person: User) -> frozenset[tuple[str, str]]:
    """What a person muted: the names of the models, and the keys. One query."""
    return frozenset(Mute.objects.of(person).values_list("about_type", "about_key"))


@dataclass(frozen=True, slots=True)
class Muted:
    """One thing that a person muted, as far as the person may still read it."""

    row: Mute
    title: str
    url: str = ""


def listed(actor: Actor) -> list[Muted]:
    """What a person muted, the latest first. One query, and one for each sort of thing."""
    rows = list(Mute.objects.of(actor.user)) if actor.user else []
    of: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        of[row.about_type].append(row.about_key)
    found = {
        (about, str(thing.pk)): thing
        for about, wanted in of.items()
        for thing in SORTS[about].visible_to(actor).filter(pk__in=wanted)
    }
    return [_muted(row, found.get((row.about_type, row.about_key))) for row in rows]


def _muted(row: Mute, thing: Whole | None) -> Muted:
    if thing is None:
        return Muted(row, f"{SORTS[row.about_type].words} that you cannot read any more")
    return Muted(row, str(thing), thing.get_absolute_url())


@transaction.atomic
def mute(thing: Whole, *, by: Actor, at: datetime) -> None:
    """Send whoever asks no more mail of a thing than duty demands; twice changes nothing."""
    if by.user is None:
        raise PermissionDenied("Sign in first.")
    row, is_new = Mute.objects.get_or_create(
        person=by.user, **_about(thing), defaults={"since": at}
    )
    if is_new:
        Event.objects.record(MuteEvent.MUTED, row, by=by, at=at, of=_about(thing))


@transaction.atomic
def unmute(row: Mute, *, by: Actor, at: datetime) -> None:
    """Send mail of the thing again; what was not sent meanwhile stays unsent."""
    if row.person != by.user:
        raise PermissionDenied("Only whoever muted it lets mail of it come again.")
    about = {"about_type": row.about_type, "about_key": row.about_key}
    Event.objects.record(MuteEvent.UNMUTED, row, by=by, at=at, of=about)
    row.delete()


def _about(thing: Whole) -> dict[str, str]:
    return {"about_type": thing._meta.label_lower, "about_key": str(thing.pk)}
