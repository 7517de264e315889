"""A sample day off, who is away and who will be, and a round that reminds on days of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from cities.calendars import holidays
from cities.operations.holidays import DayOff, put_on_list
from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import Days, Step
from initiatives.models import Round
from notifications.models import LadderKind
from notifications.operations import absences, ladders
from notifications.schedule import Ladder

LISTED_AGO = 60
SAID_AGO = 7
AWAY = {
    ("evaluator-raytown", "liaison-raytown"): (5, -5),
    ("clerk-grandview", "liaison-grandview"): (-3, -12),
}
"""Who stands in for whom, and from when until when, in days ago."""
LADDER_AGO = 8
SPREAD = Ladder(before=(10, 5, 2, 0), hand_up=-2)
NOTE = "Sample: invented to show the portal."


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield a day after Thanksgiving for Raytown, two absences, and a round's own days."""
    yield Step(days.moment(LISTED_AGO), partial(_list, cast, days))
    yield Step(days.moment(SAID_AGO), partial(_leave, cast, days))
    yield Step(days.moment(LADDER_AGO), partial(_spread, cast))


def _list(cast: Cast, days: Days, at: datetime) -> None:
    """Put the next one on the list, so that the page, which begins today, shows it."""
    today = days.day(0)
    ahead = (_after_thanksgiving(year) for year in (today.year, today.year + 1))
    on = next(one for one in ahead if one >= today)
    off = DayOff(on=on, name="Day after Thanksgiving", source=NOTE)
    put_on_list(cast.cities["raytown"], off=off, by=cast.actors["liaison-raytown"], at=at)


def _after_thanksgiving(year: int) -> date:
    found = next(on for on, name in holidays(year).items() if name == "Thanksgiving Day")
    return found + timedelta(days=1)


def _leave(cast: Cast, days: Days, at: datetime) -> None:
    for (key, stands_in), (first, last) in AWAY.items():
        person, deputy = cast.actors[key], cast.actors[stands_in]
        assert person.user is not None
        assert deputy.user is not None
        absences.announce(
            person.user,
            deputy=deputy.user,
            starts_on=days.day(first),
            ends_on=days.day(last),
            by=person,
            at=at,
        )


def _spread(cast: Cast, at: datetime) -> None:
    round_ = Round.objects.filter(state=Round.State.DECLARATIONS).latest("pk")
    ladders.set_ladder(round_, LadderKind.DECLARATIONS, SPREAD, by=cast.facilitator, at=at)
