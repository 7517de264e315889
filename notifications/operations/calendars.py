"""The deadlines in somebody's calendar, kept as they were last shown, so that changes are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from collaborative.feeds import Entry
from collaborative.models import User
from notifications.models import CalendarEntry
from notifications.operations import reminders
from notifications.operations.reminders.ladders import Owed
from training.models import CalendarFeed

AHEAD = timedelta(days=400)
"""How far ahead a calendar shows deadlines."""
SHOWN_AFTER = timedelta(days=90)
"""For how long after its deadline an entry is still shown."""
LASTS = timedelta(minutes=30)
"""How long an entry is that ends at a deadline with an hour."""
_SHOWN = ("deadline", "is_whole_day", "title", "url", "is_cancelled")

Name = tuple[str, str]
"""Which deadline of which thing, whenever it is."""


@transaction.atomic
def deadlines(feed: CalendarFeed, *, at: datetime) -> list[CalendarEntry]:
    """Bring what a person's calendar shows up to date, and return it, the next deadline first.

    What is new begins with sequence 0; whatever changes, goes or comes back has the next one. Done
    twice, or by two programs at once, it is the same as once. Costs what the reminders cost.
    """
    CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    wanted = dict(_wanted(feed.person, at=at))
    known = {(row.kind, row.name): row for row in CalendarEntry.objects.of(feed.person)}
    changed = [row for name, row in known.items() if _follow(row, wanted.get(name), at=at)]
    CalendarEntry.objects.bulk_update(changed, [*_SHOWN, "sequence", "changed_at"])
    CalendarEntry.objects.bulk_create(
        CalendarEntry(person=feed.person, kind=name[0], name=name[1], changed_at=at, **shown)
        for name, shown in wanted.items()
        if name not in known
    )
    rows = CalendarEntry.objects.of(feed.person)
    return list(rows.filter(deadline__gt=at - SHOWN_AFTER))


def _wanted(person: User, *, at: datetime) -> Iterator[tuple[Name, Mapping[str, Any]]]:
    """What the person is to do, by name, as the calendar is to show it."""
    for source, owed in reminders.owed(at=at, until=at + AHEAD):
        if owed.person == person:
            yield (source.kind.value, owed.name), _shown(owed)


def _shown(owed: Owed) -> Mapping[str, Any]:
    return {
        "deadline": owed.deadline,
        "is_whole_day": owed.over is not None and owed.over != owed.deadline,
        "title": owed.title[:300],
        "url": owed.url,
        "is_cancelled": False,
    }


def _follow(row: CalendarEntry, wanted: Mapping[str, Any] | None, *, at: datetime) -> bool:
    """Bring one entry up to date; tell whether it changed. What is over stays as it was."""
    if wanted is None:
        wanted = {} if row.deadline <= at else {"is_cancelled": True}
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    row.sequence += 1
    row.changed_at = at
    return True


def entry(row: CalendarEntry) -> Entry:
    """Write one deadline as an appointment: of the whole day, or ending at its hour."""
    local = row.deadline.astimezone(ZoneInfo(settings.TIME_ZONE))
    return Entry(
        uid=f"{row.uid}@deadlines",
        sequence=row.sequence,
        changed_at=row.changed_at,
        begins_at=row.deadline - LASTS,
        ends_at=row.deadline,
        title=row.title,
        url=row.url,
        is_cancelled=row.is_cancelled,
        day=local.date() if row.is_whole_day else None,
    )
