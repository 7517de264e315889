"""What a person's calendar program makes of the deadlines, change after change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cities.models import Office
from initiatives.models import Review, Round
from notifications.models import CalendarEntry
from notifications.operations import calendars
from tests.calendars import entries
from tests.conftest import NOON
from tests.factories.cohorts import CalendarFeedFactory
from tests.factories.notifications import CalendarEntryFactory
from tests.notifications.scenes import CLOSE, open_round
from training.models import CalendarFeed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Read:
    """One entry as a program keeps it: the highest sequence of a UID stands."""

    sequence: int
    changed_at: datetime
    ends: date
    title: str
    status: str


def read(client, feed, *, at=NOON) -> dict[str, Read]:
    """Read the calendar at a time as its owner's program does, without signing in."""
    with time_machine.travel(at, tick=False):
        found = entries(client, feed)
    return {
        uid: Read(
            int(event["sequence"]),
            event["dtstamp"].dt,
            event["dtend"].dt,
            str(event["summary"]),
            str(event["status"]),
        )
        for uid, event in found.items()
    }


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


@pytest.fixture
def feed(evaluator):
    return CalendarFeedFactory(person=evaluator.user)


@pytest.fixture
def round_(evaluator):
    return open_round([evaluator], title="Sample round")


def test_a_deadline_stands_in_the_calendar_of_whom_it_binds_and_of_nobody_else(
    client, feed, round_, evaluator_of
):
    (found,) = read(client, feed).values()
    assert found == Read(0, NOON, CLOSE, "Reviews in “Sample round”", "CONFIRMED")
    other = CalendarFeedFactory(person=evaluator_of("grandview").user)
    assert read(client, other) == {}


def test_whatever_changes_keeps_its_key_and_has_the_next_sequence(client, feed, round_):
    """Moved, moved back, renamed, done, to do again: one entry throughout."""
    acts = [
        lambda: Round.objects.update(closes_at=CLOSE + HOUR),
        lambda: Round.objects.update(closes_at=CLOSE),
        lambda: Round.objects.update(title="Renamed round"),
        lambda: Round.objects.update(state=Round.State.SCORING, closes_at=NOON + 200 * HOUR),
    ]
    seen = [read(client, feed)]
    for number, act in enumerate(acts, 1):
        at = NOON + number * HOUR
        act()
        seen.append(read(client, feed, at=at))
        (one,) = seen[-1].values()
        assert (one.sequence, one.changed_at, one.status) == (number, at, "CONFIRMED")
    assert len({uid for calendar in seen for uid in calendar}) == 1
    assert (one.ends, one.title) == (NOON + 200 * HOUR, "Reviews in “Renamed round”")


def test_what_is_done_before_its_deadline_is_struck_out_and_comes_back_when_it_is_not(
    client, feed, round_
):
    (uid,) = read(client, feed)
    dates = {"declared_at": NOON, "submitted_at": NOON}
    Review.objects.update(state=Review.State.SUBMITTED, **dates)
    after = read(client, feed, at=NOON + HOUR)
    assert (after[uid].status, after[uid].sequence) == ("CANCELLED", 1)
    assert read(client, feed, at=NOON + 2 * HOUR) == after
    Review.objects.update(state=Review.State.DECLARED, **{**dates, "submitted_at": None})
    again = read(client, feed, at=NOON + 3 * HOUR)
    assert (again[uid].status, again[uid].sequence) == ("CONFIRMED", 2)


def test_what_is_over_stays_as_it_was_for_a_while(client, feed, round_):
    before = read(client, feed)
    assert read(client, feed, at=CLOSE + HOUR) == before
    assert read(client, feed, at=CLOSE + calendars.SHOWN_AFTER) == {}


def test_a_deadline_without_an_hour_is_a_whole_day(client, feed):
    evening = datetime.fromisoformat("2026-03-09T23:30:00-05:00")
    row = CalendarEntryFactory(person=feed.person, deadline=evening, is_whole_day=True)
    entry = calendars.entry(row)
    assert (entry.day, entry.uid) == (date(2026, 3, 9), f"{row.uid}@deadlines")


def test_the_calendar_of_somebody_without_an_office_is_gone(client, feed, round_):
    Office.objects.filter(person=feed.person).update(ends_on=date(2026, 3, 1))
    path = reverse("notifications:calendar_feed", args=[feed.token])
    with time_machine.travel(NOON):
        assert client.get(path).status_code == 404
    assert CalendarEntry.objects.count() == 0


def test_a_new_address_ends_the_old_one_and_both_can_be_given_up(client_for, client, evaluator):
    own = client_for(evaluator)
    addresses = []
    for _ in range(2):
        own.post("/messages/calendar/make/")
        addresses.append(own.get("/messages/calendar/").context["address"])
    paths = [address.removeprefix("https://portal.sample.example") for address in addresses]
    assert [client.get(path).status_code for path in paths] == [404, 200]
    own.post("/messages/calendar/give-up/")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert not CalendarFeed.objects.exists()
    assert "There is no address yet." in own.get("/messages/calendar/").content.decode()


def test_the_same_entries_stand_in_a_calendar_with_a_new_address(
    client, client_for, evaluator, feed, round_
):
    before = read(client, feed)
    client_for(evaluator).post("/messages/calendar/make/")
    assert read(client, CalendarFeed.objects.get()) == before


def test_nobody_is_shown_anothers_address(client_for, clerk_of, feed):
    page = client_for(clerk_of("raytown")).get("/messages/calendar/")
    assert feed.token not in page.content.decode()


def test_many_deadlines_take_as_many_statements_as_one(client, feed, evaluator):
    taken = []
    for _ in range(3):
        open_round([evaluator])
        path = reverse("notifications:calendar_feed", args=[feed.token])
        with time_machine.travel(NOON, tick=False):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
        taken.append(len(asked))
    assert len(set(taken)) == 1


def test_the_database_lets_no_sequence_go_back_and_no_entry_become_another():
    row = CalendarEntryFactory(sequence=2)
    rows = CalendarEntry.objects.filter(pk=row.pk)
    for wrong in ({"sequence": 1}, {"uid": "00000000-0000-4000-8000-000000000000"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError, match="once_for_a_deadline"), transaction.atomic():
        CalendarEntryFactory(person=row.person, name=row.name)
    with pytest.raises(IntegrityError, match="says_what_it_is"), transaction.atomic():
        rows.update(title="")
