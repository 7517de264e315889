"""400 days, with three changes of the clock: one digest a local date, and nothing early or twice.

The clock of the machine steps back an hour every day, stands still for more than a day, and jumps.
"""

import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from cities.models import City
from notifications import schedule
from notifications.models import Message
from notifications.operations import delivery, ledger, timely
from notifications.operations.digests import deadlines, periods
from notifications.operations.reminders.ladders import LADDER
from notifications.schedule import Hours, climb, latest_slot
from tests.factories.notifications import PreferenceFactory
from tests.factories.proposals import ProposalFactory
from tests.notifications.scenes import open_round

CHICAGO = ZoneInfo("America/Chicago")
FIRST = date(2026, 2, 20)
DAYS = [FIRST + timedelta(days=number) for number in range(400)]
"""From February 20, 2026, to March 26, 2027; the clock changes on three of them."""
SPRING, FALL = date(2026, 3, 8), date(2026, 11, 1)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def local(on, hour, minute=0):
    """A time of day in the cities, in UTC."""
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=CHICAGO).astimezone(UTC)


# The arithmetic, at every hour of the 400 days -----------------------------------------------


@pytest.mark.parametrize("hour", [0, 1, 2, 3, 8, 23])
def test_each_date_has_one_moment_and_no_clock_finds_it_early_or_anew(hour):
    found: dict[date, datetime] = {}
    at, end = local(FIRST, hour), local(DAYS[-1], hour) + MINUTE
    while at < end:
        slot = latest_slot(at, hour=hour, weekday=None, zone=CHICAGO)
        assert slot.at <= at
        assert at - slot.at < timedelta(hours=25)
        assert found.setdefault(slot.on, slot.at) == slot.at
        back = latest_slot(at - HOUR, hour=hour, weekday=None, zone=CHICAGO)
        assert back.on in found or back.on < FIRST
        at += HOUR
    assert list(found) == DAYS
    hours = {on: moment.astimezone(CHICAGO).hour for on, moment in found.items()}
    skipped = {SPRING: 3, date(2027, 3, 14): 3} if hour == 2 else {}
    assert hours == {on: skipped.get(on, hour) for on in DAYS}


@pytest.mark.parametrize("weekday", [0, 6])
def test_a_weekly_moment_comes_every_seven_dates(weekday):
    slots = {
        latest_slot(local(on, hour), hour=8, weekday=weekday, zone=CHICAGO)
        for on in DAYS[7:]
        for hour in (0, 8, 23)
    }
    dates = sorted(slot.on for slot in slots)
    assert {on.weekday() for on in dates} == {weekday}
    assert {later - earlier for earlier, later in pairwise(dates)} == {timedelta(days=7)}
    assert len(dates) == len(slots)


def climbed():
    """Every rung before a deadline at 5:00 pm on each workday of the 400, with the deadline."""
    hours = Hours(CHICAGO)
    deadlines = [local(on, 17) for on in DAYS if hours.is_open(local(on, 12))]
    return [(each, rung) for each in deadlines for rung in climb(LADDER, each, hours=hours)]


def date_of(moment):
    return moment.astimezone(CHICAGO).date()


def hours_of(moments):
    """At which hours of the cities' clocks something is."""
    return {moment.astimezone(CHICAGO).hour for moment in moments}


def test_no_reminder_comes_before_its_own_date_or_at_another_hour():
    rungs = climbed()
    early = [
        (deadline, rung)
        for deadline, rung in rungs
        if (date_of(deadline) - date_of(rung.at)).days > rung.days
    ]
    assert (len(rungs) > 1_000, early) == (True, [])
    assert hours_of(rung.at for _deadline, rung in rungs) == {7, 8, 17}


def test_control_days_of_24_hours_put_reminders_an_hour_off(monkeypatch):
    monkeypatch.setattr(
        schedule, "days_before", lambda moment, days, **_: moment - timedelta(days=days)
    )
    assert hours_of(rung.at for _deadline, rung in climbed()) == {7, 8, 16, 17, 18}


# The ledger ----------------------------------------------------------------------------------


@pytest.fixture
def reader(liaison_of, staff_of):
    """A liaison who wants the digest every day at 8:00 am, and whose city always has news."""
    liaison = liaison_of("raytown")
    PreferenceFactory(person=liaison.user, digest="daily")
    ProposalFactory(city_id=liaison.offices[0].organisation_id, state="returned")
    return liaison


def dates_of_digests():
    keys = Message.objects.filter(kind="digest").order_by("due_at").values_list("key", flat=True)
    return [date.fromisoformat(key.rpartition(":")[2]) for key in keys]


@pytest.fixture
def no_deadlines(monkeypatch):
    """Digests without deadlines, which are no matter of their own dates and take their time."""
    monkeypatch.setattr(deadlines, "SOURCES", ())


def write_digests(days):
    """Look around 8:00 am of each day, with the clock put back an hour in between."""
    for on in days:
        eight = local(on, 8)
        for at in (eight - MINUTE, eight, eight - HOUR, eight, eight + 3 * HOUR):
            for message in ledger.write(periods.due(at=at)):
                assert message.due_at <= at


def hours_of_digests():
    return hours_of(Message.objects.values_list("due_at", flat=True))


@pytest.mark.usefixtures("reader", "no_deadlines")
def test_in_400_days_one_digest_is_written_for_each_local_date():
    write_digests(DAYS)
    assert dates_of_digests() == [FIRST - timedelta(days=1), *DAYS]
    assert hours_of_digests() == {8}


@pytest.mark.usefixtures("reader", "no_deadlines")
def test_control_a_zone_without_daylight_time_moves_the_hour():
    City.objects.update(time_zone="Etc/GMT+6")
    write_digests([FALL - timedelta(days=1), FALL])
    assert hours_of_digests() == {8, 9}


@pytest.mark.usefixtures("reader", "no_deadlines")
def test_control_without_keys_a_date_has_a_digest_for_each_look(monkeypatch):
    monkeypatch.setattr(periods, "_key", lambda *_: f"digest:{uuid.uuid4()}")
    write_digests([FALL])
    assert Message.objects.count() > 3


@pytest.mark.parametrize("changes_on", [SPRING, FALL, date(2027, 3, 14)])
def test_over_a_change_of_the_clock_nothing_goes_out_early_or_twice(
    reader, evaluator_of, mailoutbox, changes_on
):
    evaluator = evaluator_of("raytown")
    close = local(changes_on + timedelta(days=2), 17)
    open_round([evaluator], closes_at=close, opened_at=close - timedelta(days=30))
    days = [changes_on + timedelta(days=number) for number in (-1, 0, 1)]
    for at in moments(days):
        timely.remind(at=at)
        delivery.deliver(clock=lambda at=at: at)
    sent = list(Message.objects.filter(state="sent"))
    assert len(sent) == len(mailoutbox)
    assert all(message.sent_at >= message.due_at for message in sent)
    digests = [one for one in sent if one.kind == "digest"]
    assert sorted(one.sent_at.astimezone(CHICAGO).date() for one in digests) == days
    rungs = [one.context["days"] for one in sent if one.kind == "reminder.reviews"]
    assert sorted(rungs) == sorted(set(rungs))
    assert {letter.to[0] for letter in mailoutbox} == {reader.user.email, evaluator.user.email}


def moments(days):
    """The hours of some days that matter, with the hour of the night that comes twice or never.

    At 8:05 am every day the machine's clock is put back an hour.
    """
    yield local(days[0], 7, 59)
    for on in days:
        midnight = local(on, 0)
        yield from (midnight + number * 30 * MINUTE for number in (0, 2, 3, 4, 5, 6, 8))
        yield local(on, 7, 59)
        yield local(on, 8)
        yield local(on, 7, 5)
        yield from (local(on, hour) for hour in (8, 9, 12, 17, 20))


# Gaps and delays -----------------------------------------------------------------------------


def test_after_26_hours_without_the_clockwork_one_digest_comes_not_two(reader, mailoutbox):
    """Also where the first was written just before all stood still, and delivery wakes first."""
    on = date(2026, 4, 7)
    timely.remind(at=local(on, 8))
    woken = local(on, 8) + 26 * HOUR
    delivery.deliver(clock=lambda: woken)
    timely.remind(at=woken)
    delivery.deliver(clock=lambda: woken)
    assert len(mailoutbox) == 1
    rows = Message.objects.filter(kind="digest").order_by("due_at")
    assert list(rows.values_list("state", "reason")) == [
        ("suppressed", periods.OVERTAKEN),
        ("sent", ""),
    ]
    first, second = rows
    assert second.context["since"] == first.context["since"]


@pytest.mark.parametrize(("hours", "letters"), [(11, 1), (13, 0)])
def test_a_late_digest_gives_way_to_the_next_when_that_is_near(reader, mailoutbox, hours, letters):
    on = date(2026, 4, 7)
    timely.remind(at=local(on, 8))
    later = local(on, 8) + hours * HOUR
    delivery.deliver(clock=lambda: later)
    assert len(mailoutbox) == letters


def test_a_clock_that_steps_back_writes_no_digest_of_a_date_before(reader):
    on = date(2026, 4, 7)
    timely.remind(at=local(on, 8))
    timely.remind(at=local(on, 7))
    timely.remind(at=local(on - timedelta(days=3), 9))
    assert dates_of_digests() == [on]
