"""Calendars that a person's own program reads (RFC 5545): the same entries under the same keys.

The library writes the format; what an entry is called, and how often it was changed, is ours: a
calendar program knows an entry by `uid`, and believes the highest `sequence`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Common Purpose//Calendar//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One appointment, of a whole `day` where one is given.

    Cancelled, it stays in the feed, so that programs strike it out.
    """

    uid: str
    sequence: int
    changed_at: datetime
    begins_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    about: str = ""
    url: str = ""
    is_cancelled: bool = False
    day: date | None = None


def write_feed(name: str, entries: Iterable[Entry], *, every: timedelta) -> bytes:
    """Return a calendar; programs are asked to read it again `every` so long. Times are in UTC."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    begins, ends = _span(entry)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name, value in (
        ("location", entry.place),
        ("description", entry.about),
        ("url", entry.url),
    ):
        if value:
            event.add(name, value)
    return event


def _span(entry: Entry) -> tuple[date, date]:
    """From when until when: two times, or the day and the one after it, which no longer counts."""
    if entry.day is not None:
        return entry.day, entry.day + timedelta(days=1)
    return entry.begins_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
