from datetime import date, datetime, time

import pytest

from cities.calendars import LAST, CutOff, OnHoliday, Planned, Rule, holidays, nth, plan

NOON, SIX = time(12), time(18)


def noon(year: int, month: int, day: int) -> datetime:
    """Noon by the wall clock."""
    return datetime.combine(date(year, month, day), NOON)


MONDAYS = Rule(
    weeks=frozenset({1, 3}),
    weekday=0,
    begins=SIX,
    cut_off=CutOff(weekday=3, at=NOON),
)


def test_first_and_third_monday_with_the_cut_off_on_the_thursday_before():
    found = plan(MONDAYS, first=date(2026, 11, 1), last=date(2026, 12, 31))
    assert found == [
        Planned(date(2026, 11, 2), SIX, noon(2026, 10, 29)),
        Planned(date(2026, 11, 16), SIX, noon(2026, 11, 12)),
        Planned(date(2026, 12, 7), SIX, noon(2026, 12, 3)),
        Planned(date(2026, 12, 21), SIX, noon(2026, 12, 17)),
    ]


def test_a_whole_year_of_two_a_month_has_24_meetings_and_keeps_to_its_days():
    found = plan(MONDAYS, first=date(2027, 1, 1), last=date(2027, 12, 31))
    assert (len(found), {one.on.weekday() for one in found}) == (24, {0})
    assert [one.on for one in found if one.holiday] == [
        date(2027, 1, 18),
        date(2027, 2, 15),
        date(2027, 7, 5),
        date(2027, 9, 6),
    ]


def test_both_ends_of_the_days_count():
    found = plan(MONDAYS, first=date(2026, 11, 2), last=date(2026, 11, 16))
    assert [one.on for one in found] == [date(2026, 11, 2), date(2026, 11, 16)]


@pytest.mark.parametrize(
    ("choice", "days"),
    [
        (OnHoliday.KEEP, [date(2027, 1, 4), date(2027, 1, 18)]),
        (OnHoliday.DAY_AFTER, [date(2027, 1, 4), date(2027, 1, 19)]),
        (OnHoliday.LEAVE_OUT, [date(2027, 1, 4)]),
    ],
)
def test_a_meeting_on_a_holiday_goes_where_the_clerk_says(choice, days):
    rule = Rule(weeks=frozenset({1, 3}), weekday=0, on_holiday=choice)
    found = plan(rule, first=date(2027, 1, 1), last=date(2027, 1, 31))
    assert [one.on for one in found] == days


def test_a_moved_meeting_says_from_where_and_takes_its_cut_off_along():
    rule = Rule(
        weeks=frozenset({3}),
        weekday=0,
        cut_off=CutOff(weekday=0, at=NOON),
        on_holiday=OnHoliday.DAY_AFTER,
    )
    (moved,) = plan(rule, first=date(2027, 1, 1), last=date(2027, 1, 31))
    assert moved == Planned(
        date(2027, 1, 19),
        None,
        noon(2027, 1, 18),
        "Martin Luther King Jr. Day",
        date(2027, 1, 18),
    )


@pytest.mark.parametrize(
    ("weekday", "earlier", "cut_off"),
    [
        (3, 0, noon(2026, 10, 29)),
        (3, 1, noon(2026, 10, 22)),
        (0, 0, noon(2026, 10, 26)),
        (6, 2, noon(2026, 10, 18)),
    ],
)
def test_the_cut_off_is_on_its_weekday_before_never_on_the_meetings_own_day(
    weekday, earlier, cut_off
):
    rule = CutOff(weekday=weekday, at=NOON, weeks_earlier=earlier)
    assert rule.before(date(2026, 11, 2)) == cut_off


@pytest.mark.parametrize(
    ("week", "day"),
    [(1, 6), (2, 13), (3, 20), (4, 27), (LAST, 27)],
)
def test_the_last_monday_is_the_fourth_where_there_is_no_fifth(week, day):
    assert nth(2026, 7, weekday=0, week=week) == date(2026, 7, day)
    assert nth(2026, 8, weekday=0, week=LAST) == date(2026, 8, 31)


def test_federal_holidays_of_a_year_with_those_observed_on_another_day():
    assert sorted(holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 1, 18),
        date(2027, 2, 15),
        date(2027, 5, 31),
        date(2027, 6, 18),
        date(2027, 6, 19),
        date(2027, 7, 4),
        date(2027, 7, 5),
        date(2027, 9, 6),
        date(2027, 10, 11),
        date(2027, 11, 11),
        date(2027, 11, 25),
        date(2027, 12, 24),
        date(2027, 12, 25),
        date(2027, 12, 31),
    ]
