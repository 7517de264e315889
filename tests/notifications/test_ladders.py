"""On which days, and in which hours, people are reminded."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.schedule import Hours, Ladder, Rung, climb, handed_up, latest

CHICAGO = ZoneInfo("America/Chicago")
DENVER = ZoneInfo("America/Denver")
HOURS = Hours(CHICAGO)
USUAL = Ladder(before=(7, 3, 1, 0))
MINUTE = timedelta(minutes=1)


def local(month, day, hour=0, minute=0, *, year=2026, zone=CHICAGO):
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def climbed(deadline, ladder=USUAL, *, hours=HOURS, over=None):
    """The rungs as people read a clock."""
    return [
        (rung.days, rung.at.astimezone(hours.zone).replace(tzinfo=None))
        for rung in climb(ladder, deadline, hours=hours, over=over)
    ]


def wall(month, day, hour, minute=0, *, year=2026):
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a clock on the wall


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (local(3, 4, 12), local(3, 4, 12)),
        (local(3, 4, 7), local(3, 4, 7)),
        (local(3, 4, 6, 59), local(3, 4, 7)),
        (local(3, 4, 19, 59), local(3, 4, 19, 59)),
        (local(3, 4, 20), local(3, 5, 7)),
        (local(3, 6, 20), local(3, 9, 7)),  # Friday; the clocks change on Sunday
        (local(3, 7, 12), local(3, 9, 7)),
        (local(10, 31, 12), local(11, 2, 7)),  # Saturday; they change back on Sunday
        (local(7, 2, 21), local(7, 6, 7)),  # Independence Day, a Saturday, is kept on Friday
        (local(12, 24, 20), local(12, 28, 7)),
    ],
)
def test_outside_of_the_open_hours_the_next_one_counts(at, opens):
    assert HOURS.next_open(at) == opens
    assert HOURS.is_open(at) == (at == opens)


@pytest.mark.parametrize(
    ("before", "last"),
    [
        (local(3, 8, 17), local(3, 6, 19)),
        (local(3, 9, 6, 30), local(3, 6, 19)),
        (local(3, 9, 7), local(3, 6, 19)),
        (local(3, 9, 7, 30), local(3, 6, 19)),
        (local(3, 9, 8, 30), local(3, 9, 7, 30)),
        (local(3, 9, 22), local(3, 9, 19)),
        (local(11, 27, 12), local(11, 27, 11)),
        (local(11, 26, 12), local(11, 25, 19)),
    ],
)
def test_the_last_open_hour_before_a_moment(before, last):
    assert HOURS.last_open(before) == last


def test_a_bodys_own_days_close_it_and_open_it_and_a_weekend_stays_one():
    own = Hours(
        CHICAGO,
        closed=frozenset({date(2026, 11, 27)}),
        opened=frozenset({date(2026, 10, 12), date(2026, 10, 10)}),
    )
    noons = [local(11, 27, 12), local(10, 12, 12), local(10, 10, 12)]
    assert [HOURS.is_open(at) for at in noons] == [True, False, False]
    assert [own.is_open(at) for at in noons] == [False, True, False]


@pytest.mark.parametrize(
    ("deadline", "rungs"),
    [
        (
            local(3, 5, 17),
            [(7, wall(2, 26, 17)), (3, wall(3, 2, 17)), (1, wall(3, 4, 17)), (0, wall(3, 5, 8))],
        ),
        (  # daylight time begins on March 8
            local(3, 12, 17),
            [(7, wall(3, 5, 17)), (3, wall(3, 9, 17)), (1, wall(3, 11, 17)), (0, wall(3, 12, 8))],
        ),
        (  # it ends on November 1
            local(11, 5, 17),
            [
                (7, wall(10, 29, 17)),
                (3, wall(11, 2, 17)),
                (1, wall(11, 4, 17)),
                (0, wall(11, 5, 8)),
            ],
        ),
        (  # what falls on a weekend comes on Monday, of two on a day the nearer at the earlier hour
            local(3, 10, 17),
            [(7, wall(3, 3, 17)), (1, wall(3, 9, 7)), (0, wall(3, 10, 8))],
        ),
        (  # a deadline on a Sunday: Monday is too late, so the last open hour of Friday
            local(3, 15, 17),
            [(7, wall(3, 9, 7)), (3, wall(3, 12, 17)), (0, wall(3, 13, 19))],
        ),
        (  # at 11:59 pm the reminders of the days before wait for the morning after
            local(3, 12, 23, 59),
            [(7, wall(3, 6, 7)), (3, wall(3, 10, 7)), (0, wall(3, 12, 7))],
        ),
        (  # before the offices open: the evening before
            local(3, 12, 6),
            [(7, wall(3, 5, 7)), (3, wall(3, 9, 7)), (0, wall(3, 11, 7))],
        ),
    ],
)
def test_the_rungs_of_a_ladder_on_the_clock_of_the_wall(deadline, rungs):
    assert climbed(deadline) == rungs


def test_what_is_overdue_is_asked_for_again_on_workdays():
    ladder = Ladder(before=(1,), after=(1, 3, 7), hand_up=8)
    friday = local(3, 20, 17)
    assert climbed(friday, ladder) == [
        (1, wall(3, 19, 17)),
        (-3, wall(3, 23, 7)),
        (-7, wall(3, 27, 17)),
    ]
    rung = handed_up(ladder, friday, hours=HOURS)
    assert rung == Rung(-8, local(3, 30, 7))
    assert handed_up(Ladder(before=(1,)), friday, hours=HOURS) is None


def test_a_day_as_deadline_is_not_over_before_midnight():
    day = local(3, 12, 8)
    assert climbed(day, over=local(3, 13))[-1] == (0, wall(3, 12, 8))
    assert climbed(day)[-1] == (0, wall(3, 12, 7))


def test_the_zone_is_the_bodys_own():
    past_midnight, day = local(3, 12, 0, 30), Ladder(before=(0,))
    assert climbed(past_midnight, day) == [(0, wall(3, 11, 19))]
    assert climbed(past_midnight, day, hours=Hours(DENVER)) == [(0, wall(3, 11, 8))]


def test_only_the_last_rung_that_is_due_counts_and_none_before_it_was_asked():
    rungs = climb(USUAL, local(3, 5, 17), hours=HOURS)
    seven, three, one, day = rungs
    assert latest(rungs, at=seven.at - MINUTE) is None
    assert [latest(rungs, at=rung.at) for rung in rungs] == list(rungs)
    assert latest(rungs, at=one.at + MINUTE) == one
    assert latest(rungs, at=day.at, since=three.at + MINUTE) == day
    assert latest(rungs, at=three.at + MINUTE, since=three.at + MINUTE) is None


@pytest.mark.parametrize(
    ("ladder", "words"),
    [
        (Ladder(), "Nobody is reminded."),
        (Ladder((0,)), "People are reminded on the day itself."),
        (
            Ladder((1, 14, 0), (7, 3), 14),
            (
                "People are reminded 14 and 1 days before; on the day itself; 3 and 7 days after. "
                "The facilitators are told 14 days after what is not done."
            ),
        ),
        (
            Ladder((1,), (1,), -1),
            (
                "People are reminded 1 day before; 1 day after. The facilitators are told 1 day "
                "before what is not done."
            ),
        ),
        (
            Ladder((3,), (), 0),
            (
                "People are reminded 3 days before. The facilitators are told on the day itself "
                "what is not done."
            ),
        ),
    ],
)
def test_a_ladder_in_words(ladder, words):
    assert ladder.words == words


deadlines = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2028, 12, 31),  # noqa: DTZ001 - likewise
    timezones=st.just(CHICAGO),
)
days = st.sets(st.integers(0, 60), max_size=5)


@given(deadline=deadlines, before=days, after=days)
def test_every_rung_is_in_open_hours_before_it_is_too_late_and_one_a_day(deadline, before, after):
    ladder = Ladder(tuple(before), tuple(after - {0}))
    rungs = climb(ladder, deadline, hours=HOURS)
    assert all(HOURS.is_open(rung.at) for rung in rungs)
    assert all(rung.at < deadline for rung in rungs if rung.days >= 0)
    assert all(rung.at > deadline for rung in rungs if rung.days < 0)
    dates = [rung.at.astimezone(CHICAGO).date() for rung in rungs]
    assert dates == sorted(set(dates))
    assert [rung.days for rung in rungs] == sorted((rung.days for rung in rungs), reverse=True)
    assert {UTC} == {rung.at.tzinfo for rung in rungs} or not rungs
