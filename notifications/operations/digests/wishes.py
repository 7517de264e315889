"""What people want of digests, and which slot of theirs is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from cities.models import Office
from collaborative.models import User
from collaborative.roles import PERMISSIONS, Permission, Role
from notifications.models import Pace, Preference
from notifications.models.choices import IN_DIGEST
from notifications.schedule import Slot, latest_slot

Digest = Preference.Digest
_RHYTHM = {Digest.DAILY.value: Pace.DAILY, Digest.WEEKLY.value: Pace.WEEKLY}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How often a person's digest comes, from which day on, and by which clock."""

    preference: Preference
    rhythms: frozenset[str]
    zone: ZoneInfo
    since: date

    @classmethod
    def of(cls, person: User, offices: Sequence[Office]) -> Wishes:
        """Read a person's wishes; the offices are those of the day, the first held first.

        Needs `mail_preference`, `mail_choices` and the offices' cities loaded.
        """
        preference = getattr(person, "mail_preference", None) or Preference(person=person)
        as_liaison = [one for one in offices if _is_liaison(one)]
        rhythms = {one.pace for one in person.mail_choices.all() if one.pace in IN_DIGEST}
        zone = ZoneInfo(settings.TIME_ZONE)
        if as_liaison:
            rhythms |= {_RHYTHM[preference.digest]} if preference.digest in _RHYTHM else set()
            zone = ZoneInfo(as_liaison[0].organisation.city.time_zone)
        since = (as_liaison or offices)[0].starts_on
        return cls(preference, frozenset(rhythms), zone, since)

    def slot(self, *, at: datetime) -> Slot | None:
        """The latest slot that the person wished for; none before the wish was made."""
        if not self.rhythms:
            return None
        wish = self.preference
        weekday = None if Pace.DAILY in self.rhythms else wish.weekday
        slot = latest_slot(at, hour=wish.hour, weekday=weekday, zone=self.zone)
        return slot if wish.chosen_at is None or slot.at > wish.chosen_at else None


def _is_liaison(office: Office) -> bool:
    return Permission.RECEIVE_DIGEST in PERMISSIONS[Role(office.role)]


def everybodys_wishes(*, on: date) -> Iterator[tuple[User, Wishes]]:
    """Everybody in office on a day, and what they want. Two queries, however many people."""
    return _by_person(Office.objects.held_on(on).filter(person__is_active=True))


def wishes_of(person: User, *, on: date) -> Wishes | None:
    """What one person wants; None for somebody without an office on the day."""
    found = _by_person(Office.objects.held_on(on).filter(person=person))
    return next((wishes for _person, wishes in found), None)


def _by_person(offices: QuerySet[Office]) -> Iterator[tuple[User, Wishes]]:
    loaded = (
        offices.select_related("person__mail_preference", "organisation__city")
        .prefetch_related("person__mail_choices")
        .order_by("person", "starts_on", "organisation__name", "pk")
    )
    for person, own in groupby(loaded, key=lambda office: office.person):
        yield person, Wishes.of(person, list(own))
