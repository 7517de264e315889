"""Choosing how often the digest comes."""

from datetime import datetime

from django.db import transaction

from collaborative.models import Actor, Event, User
from notifications.events import PreferenceEvent
from notifications.models import Preference


@transaction.atomic
def choose(person: User, *, digest: str, weekday: int, hour: int, by: Actor, at: datetime) -> None:
    """Write what a person wants, from the next slot on."""
    preference, _new = Preference.objects.update_or_create(
        person=person,
        defaults={"digest": digest, "weekday": weekday, "hour": hour, "chosen_at": at},
    )
    Event.objects.record(
        PreferenceEvent.CHANGED, preference, by=by, at=at, digest=digest, weekday=weekday, hour=hour
    )


@transaction.atomic
def unsubscribe(person: User, *, at: datetime) -> None:
    """End a person's digests, by the link in one of them; a second time changes nothing."""
    never = Preference.Digest.NEVER
    preference, _new = Preference.objects.get_or_create(person=person)
    ended = Preference.objects.filter(pk=preference.pk).exclude(digest=never)
    if ended.update(digest=never, chosen_at=at):
        Event.objects.record(PreferenceEvent.UNSUBSCRIBED, preference, by=Actor(person), at=at)
