"""What a person's calendar program makes of the own courses, change after change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.calendars import entries
from tests.conftest import NOON
from tests.factories.cohorts import (
    CalendarFeedFactory,
    CohortFactory,
    CohortSessionFactory,
    EnrolmentFactory,
    SeatsFactory,
    VenueFactory,
)
from training.models import Cohort
from training.operations import cohorts, enrolling, venues
from training.operations.cohorts import Slot, Terms
from training.operations.enrolling import Participant

pytestmark = pytest.mark.django_db
FIRST = Slot(NOON + timedelta(days=28), NOON + timedelta(days=28, hours=4))
LATER = timedelta(hours=1)


@dataclass(frozen=True)
class Read:
    """One entry as a program keeps it: the highest sequence of a UID stands."""

    sequence: int
    changed_at: datetime
    begins_at: datetime
    title: str
    place: str
    status: str


def read(client, feed) -> dict[str, Read]:
    """Read the calendar as its owner's program does, without signing in."""
    return {
        uid: Read(
            int(event["sequence"]),
            event["dtstamp"].dt,
            event["dtstart"].dt,
            str(event["summary"]),
            str(event["location"]),
            str(event["status"]),
        )
        for uid, event in entries(client, feed).items()
    }


@pytest.fixture
def staff(staff_of):
    return staff_of("raytown")


@pytest.fixture
def feed(staff):
    return CalendarFeedFactory(person=staff.user)


@pytest.fixture
def cohort(cities, analyst) -> Cohort:
    """One session, and two seats for Raytown."""
    opened = CohortFactory(title="Trench safety", venue=VenueFactory(name="Sample room"))
    CohortSessionFactory(cohort=opened, begins_at=FIRST.begins_at, ends_at=FIRST.ends_at)
    SeatsFactory(cohort=opened, city=cities["raytown"], seats=2)
    return opened


@pytest.fixture
def enrolled(cohort, staff, liaison_of):
    return enrol(cohort, staff, liaison_of("raytown"), at=NOON)


def enrol(cohort, staff, liaison, *, at):
    (made,) = enrolling.enrol(
        cohort,
        city=cohort.seats.get().city,
        people=[Participant(person=staff.user)],
        by=liaison,
        at=at,
    )
    return made


def terms(cohort: Cohort, *sessions: Slot, **changes) -> Terms:
    own = {"title": cohort.title, "venue": cohort.venue, "hours": cohort.hours}
    kept = [Slot(*one.lasts(), one.pk) for one in cohort.sessions.filter(is_dropped=False)]
    return Terms.of(cohort.course, sessions=sessions or kept, seats={}, **{**own, **changes})


def change(cohort, analyst, *sessions: Slot, at: datetime, **changes) -> None:
    given = terms(cohort, *sessions, **changes)
    cohorts.change(cohort, terms=given, revision=cohort.revision, by=analyst, at=at)


def moved(session, by: timedelta) -> Slot:
    return Slot(session.begins_at + by, session.ends_at + by, session.pk)


def test_who_has_a_place_finds_the_session_and_nobody_else_does(
    client, feed, enrolled, cohort, staff_of
):
    session = cohort.sessions.get()
    place = "Sample room, 1 Sample Street, Raytown, MO 64133"
    assert read(client, feed) == {
        f"{session.uid}@training": Read(
            0, NOON, FIRST.begins_at, "Trench safety", place, "CONFIRMED"
        )
    }
    assert read(client, CalendarFeedFactory(person=staff_of("raytown").user)) == {}


def test_whatever_a_program_shows_has_a_higher_sequence_once_it_is_changed(
    client, feed, enrolled, cohort, analyst
):
    """The same entry throughout; nothing changes unless the sequence and the stamp do."""
    seen = [read(client, feed)]
    acts = [
        lambda at: change(cohort, analyst, moved(cohort.sessions.get(), LATER), at=at),
        lambda at: change(cohort, analyst, venue=VenueFactory(name="Other room"), at=at),
        lambda at: change(cohort, analyst, title="Trench safety, again", at=at),
        lambda at: change(cohort, analyst, instructor="Fire marshal", title=cohort.title, at=at),
        lambda at: venues.change(cohort.venue, revision=1, by=analyst, at=at, name="Renamed room"),
        lambda at: cohorts.cancel(cohort, reason="The instructor is ill.", by=analyst, at=at),
    ]
    for number, act in enumerate(acts, 1):
        at = NOON + number * LATER
        act(at)
        cohort = Cohort.objects.get(pk=cohort.pk)
        seen.append(read(client, feed))
        (one,) = seen[-1].values()
        assert (number, one.sequence, one.changed_at) == (number, number, at)
    assert len({uid for calendar in seen for uid in calendar}) == 1
    assert one == Read(
        6,
        NOON + 6 * LATER,
        FIRST.begins_at + LATER,
        "Trench safety, again",
        "Renamed room, 1 Sample Street, Raytown, MO 64133",
        "CANCELLED",
    )


def test_what_a_program_does_not_show_changes_nothing_in_it(
    client, feed, enrolled, cohort, analyst
):
    before = read(client, feed)
    change(cohort, analyst, at=NOON + LATER, may_miss=1, cost_per_seat=20)
    venues.change(cohort.venue, revision=1, by=analyst, at=NOON + LATER, seats=12)
    assert read(client, feed) == before


def test_a_session_that_is_dropped_is_struck_out_and_its_follower_is_new(
    client, feed, enrolled, cohort, analyst
):
    (uid,) = read(client, feed)
    later = NOON + timedelta(days=30)
    change(cohort, analyst, Slot(later, later + LATER), at=NOON + LATER)
    after = read(client, feed)
    assert (after[uid].status, after[uid].sequence) == ("CANCELLED", 1)
    (new,) = set(after) - {uid}
    assert (after[new].status, after[new].sequence, after[new].begins_at) == (
        "CONFIRMED",
        0,
        later,
    )


def test_a_place_given_up_and_taken_again_is_a_change_each_time(
    client, feed, enrolled, cohort, staff, liaison_of
):
    liaison, place = liaison_of("raytown"), enrolled
    told = [read(client, feed)]
    for turn in range(1, 5):
        at = NOON + turn * LATER
        if turn % 2:
            enrolling.give_up(place, by=liaison, at=at)
        else:
            place = enrol(cohort, staff, liaison, at=at)
        told.append(read(client, feed))
    found = [next(iter(calendar.values())) for calendar in told]
    assert [(one.sequence, one.changed_at - NOON, one.status) for one in found] == [
        (turn, turn * LATER, "CANCELLED" if turn % 2 else "CONFIRMED") for turn in range(5)
    ]


def test_whoever_waits_finds_nothing_until_moved_up(
    client, feed, cohort, staff, liaison_of, cities
):
    liaison = liaison_of("raytown")
    others = [Participant(name=f"Sample crew member {number}") for number in range(2)]
    first, _ = enrolling.enrol(cohort, city=cities["raytown"], people=others, by=liaison, at=NOON)
    enrol(cohort, staff, liaison, at=NOON)
    assert read(client, feed) == {}
    enrolling.give_up(first, by=liaison, at=NOON + LATER)
    assert [one.status for one in read(client, feed).values()] == ["CONFIRMED"]


def test_an_address_given_up_reads_nothing(client, feed):
    path = reverse("notifications:calendar_feed", args=[feed.token])
    feed.delete()
    assert client.get(path).status_code == 404


def test_a_calendar_takes_as_many_statements_for_many_courses(client, feed, cities):
    path = reverse("notifications:calendar_feed", args=[feed.token])
    taken = {}
    for count in range(1, 31):
        seats = SeatsFactory(city=cities["raytown"])
        CohortSessionFactory(cohort=seats.cohort)
        EnrolmentFactory(seat=seats, name="", person=feed.person)
        if count in {1, 30}:
            with time_machine.travel(NOON), CaptureQueriesContext(connection) as asked:
                assert client.get(path).content.count(b"BEGIN:VEVENT") == count
            taken[count] = len(asked)
    assert taken[1] == taken[30]
