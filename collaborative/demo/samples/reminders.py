"""A sample day off, and somebody who will be away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from cities.calendars import holidays
from cities.operations.holidays import DayOff, put_on_list
from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from notifications.operations import absences

LISTED_AGO = 60
SAID_AGO = 2
FIRST_AHEAD, LAST_AHEAD = 3, 12
"""From when until when, in days from today, the clerk is away."""
NOTE = "Sample: invented to show the portal."


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield the day after Thanksgiving for Raytown, and an absence of Grandview's clerk."""
    yield Step(days.moment(LISTED_AGO), partial(_list, cast, days))
    yield Step(days.moment(SAID_AGO), partial(_leave, cast, days))


def _list(cast: Cast, days: Days, at: datetime) -> None:
    year = days.day(0).year
    thanksgiving = next(on for on, name in holidays(year).items() if name == "Thanksgiving Day")
    off = DayOff(on=thanksgiving + timedelta(days=1), name="Day after Thanksgiving", source=NOTE)
    put_on_list(cast.cities["raytown"], off=off, by=cast.actors["liaison-raytown"], at=at)


def _leave(cast: Cast, days: Days, at: datetime) -> None:
    clerk, deputy = cast.actors["clerk-grandview"], cast.actors["liaison-grandview"]
    assert clerk.user is not None
    assert deputy.user is not None
    absences.announce(
        clerk.user,
        deputy=deputy.user,
        starts_on=days.day(-FIRST_AHEAD),
        ends_on=days.day(-LAST_AHEAD),
        by=clerk,
        at=at,
    )
