"""When things are due."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.schedule import Slot, days_before, latest_slot, next_try

CHICAGO = ZoneInfo("America/Chicago")
FIRST = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def local(year, month, day, hour=0, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 60), (60, 60)]
)
def test_a_failed_try_is_followed_after_1_5_15_and_then_every_60_minutes(attempts, minutes):
    again = next_try(first_tried_at=FIRST, attempts=attempts, at=FIRST)
    assert again == FIRST + timedelta(minutes=minutes)


def test_the_last_try_is_72_hours_after_the_first():
    last = FIRST + timedelta(hours=71)
    assert next_try(first_tried_at=FIRST, attempts=80, at=last) == FIRST + timedelta(hours=72)
    too_late = last + timedelta(seconds=1)
    assert next_try(first_tried_at=FIRST, attempts=80, at=too_late) is None


def test_across_a_change_of_the_clock_a_day_has_23_or_25_hours():
    fall = local(2026, 11, 1, 17)
    spring = local(2027, 3, 14, 17)
    assert fall.astimezone(UTC) - days_before(fall, 1, zone=CHICAGO) == timedelta(hours=25)
    assert spring.astimezone(UTC) - days_before(spring, 1, zone=CHICAGO) == timedelta(hours=23)


def test_an_hour_that_the_clock_skips_counts_as_the_hour_after_it():
    deadline = local(2027, 3, 15, 2, 30)
    assert days_before(deadline, 1, zone=CHICAGO) == local(2027, 3, 14, 3, 30)


def test_a_weekly_digest_is_due_on_its_day_at_its_hour():
    monday = Slot(date(2026, 3, 2), local(2026, 3, 2, 8).astimezone(UTC))
    before = Slot(date(2026, 2, 23), local(2026, 2, 23, 8).astimezone(UTC))
    assert latest_slot(local(2026, 3, 2, 7, 59), hour=8, weekday=0, zone=CHICAGO) == before
    assert latest_slot(local(2026, 3, 2, 8), hour=8, weekday=0, zone=CHICAGO) == monday
    assert latest_slot(local(2026, 3, 9, 7, 59), hour=8, weekday=0, zone=CHICAGO) == monday


@pytest.mark.parametrize("hour", [0, 1, 2, 8, 23])
def test_a_daily_digest_comes_once_on_every_date_for_400_days(hour):
    at = local(2026, 9, 1).astimezone(UTC)
    seen = []
    for _ in range(400 * 24 * 4):
        slot = latest_slot(at, hour=hour, weekday=None, zone=CHICAGO)
        if not seen or slot != seen[-1]:
            seen.append(slot)
        at += timedelta(minutes=15)
    dates = [slot.on for slot in seen]
    first = dates[0]
    assert dates == [first + timedelta(days=number) for number in range(len(dates))]
    assert len(dates) in {400, 401}
    early = [slot for slot in seen if slot.at.astimezone(CHICAGO).hour not in {hour, hour + 1}]
    assert early == []


def test_a_day_that_is_none_of_the_week_is_refused():
    with pytest.raises(ValueError, match="weekday 7 is not a day of the week"):
        latest_slot(FIRST, hour=8, weekday=7, zone=CHICAGO)


@given(
    at=st.datetimes(
        min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
        max_value=datetime(2035, 1, 1),  # noqa: DTZ001 - likewise
        timezones=st.just(UTC),
    ),
    hour=st.integers(0, 23),
    weekday=st.none() | st.integers(0, 6),
)
def test_a_slot_is_never_in_the_future_and_never_more_than_a_period_old(at, hour, weekday):
    slot = latest_slot(at, hour=hour, weekday=weekday, zone=CHICAGO)
    period = timedelta(days=1 if weekday is None else 7, hours=1)
    assert at - period <= slot.at <= at
