"""Calendars for other people's programs: what is written is what a program reads."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from collaborative.feeds import Entry, write_feed

BEGIN = datetime(2026, 3, 30, 9, 0, tzinfo=ZoneInfo("America/Chicago"))
SESSION = Entry(
    uid="5b0c@training",
    sequence=2,
    changed_at=datetime(2026, 3, 2, 18, 0, tzinfo=UTC),
    begins_at=BEGIN,
    ends_at=BEGIN + timedelta(hours=4),
    title="Trench safety",
    place="Sample room, 1 Sample Street, Raytown, MO 64133",
    about="With the fire marshal; bring boots.",
    url="https://portal.example/training/cohorts/trench/",
)
WRITTEN = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Common Purpose//Calendar//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Training courses
X-WR-CALNAME:Training courses
REFRESH-INTERVAL;VALUE=DURATION:PT6H
BEGIN:VEVENT
SUMMARY:Trench safety
DTSTART:20260330T140000Z
DTEND:20260330T180000Z
DTSTAMP:20260302T180000Z
UID:5b0c@training
SEQUENCE:2
DESCRIPTION:With the fire marshal\\; bring boots.
LAST-MODIFIED:20260302T180000Z
LOCATION:Sample room\\, 1 Sample Street\\, Raytown\\, MO 64133
STATUS:CONFIRMED
URL:https://portal.example/training/cohorts/trench/
END:VEVENT
END:VCALENDAR
"""


def written(*entries: Entry) -> bytes:
    return write_feed("Training courses", entries, every=timedelta(hours=6))


def read(feed: bytes) -> list[Entry]:
    """What a calendar program makes of it."""
    return [
        Entry(
            uid=str(event["uid"]),
            sequence=int(event["sequence"]),
            changed_at=event["dtstamp"].dt,
            begins_at=event["dtstart"].dt,
            ends_at=event["dtend"].dt,
            title=str(event["summary"]),
            place=str(event.get("location", "")),
            about=str(event.get("description", "")),
            url=str(event.get("url", "")),
            is_cancelled=event["status"] == "CANCELLED",
        )
        for event in Calendar.from_ical(feed).walk("VEVENT")
    ]


def test_the_whole_of_a_calendar_with_times_in_utc_and_signs_escaped():
    assert written(SESSION).decode() == WRITTEN.replace("\n", "\r\n")


def test_what_is_empty_is_left_out_and_what_is_cancelled_stays():
    bare = replace(SESSION, place="", about="", url="", is_cancelled=True)
    (event,) = Calendar.from_ical(written(bare)).walk("VEVENT")
    assert sorted(event) == [
        *("DTEND", "DTSTAMP", "DTSTART", "LAST-MODIFIED"),
        *("SEQUENCE", "STATUS", "SUMMARY", "UID"),
    ]
    assert read(written(bare, SESSION)) == [bare, SESSION]


def test_a_calendar_without_entries_is_one_all_the_same():
    assert read(written()) == []
    assert Calendar.from_ical(written())["method"] == "PUBLISH"


def test_reading_again_brings_the_same_bytes():
    """The stamp is that of the last change, so a program that compares finds nothing new."""
    assert written(SESSION) == written(SESSION)


@pytest.mark.parametrize(
    "text",
    [
        "one, two; three\\four",
        "first line\nsecond line",
        "Trench\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged@training",
        "é" * 90,
        "漢🚧" * 40,
    ],
)
def test_no_line_is_longer_than_75_bytes_and_no_text_is_taken_for_more(text):
    feed = written(replace(SESSION, title=text, place=text, about=text))
    assert max(len(line) for line in feed.split(b"\r\n")) <= 75
    assert all(line.decode() for line in feed.split(b"\r\n") if line)
    plain = text.replace("\r\n", "\n")
    assert read(feed) == [replace(SESSION, title=plain, place=plain, about=plain)]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)


@given(st.lists(st.tuples(WORDS, WORDS, st.integers(0, 99), st.booleans()), max_size=4))
def test_whatever_is_written_is_read_back(given_):
    entries = [
        replace(
            SESSION,
            uid=f"{number}@training",
            title=title,
            about=about,
            sequence=sequence,
            is_cancelled=cancelled,
            begins_at=BEGIN.astimezone(UTC),
            ends_at=SESSION.ends_at.astimezone(UTC),
        )
        for number, (title, about, sequence, cancelled) in enumerate(given_)
    ]
    assert read(written(*entries)) == entries


def test_a_whole_day_ends_with_the_day_after_it():
    day = replace(SESSION, day=date(2026, 3, 30))
    (event,) = Calendar.from_ical(written(day)).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 3, 30), date(2026, 3, 31))
    assert b"DTSTART;VALUE=DATE:20260330\r\n" in written(day)
