"""Sample meetings of the five councils: some held, some to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from cities.models import City, Meeting
from cities.operations import calendar
from cities.operations.calendar import Occasion
from collaborative.demo.samples.cast import Cast
from collaborative.demo.samples.days import ZONE, Days, Step
from collaborative.models import Actor

ENTERED_AGO = 90
"""When the clerks entered their councils' calendars."""
EVERY = timedelta(days=14)
MEETINGS = 12
WEEKDAYS = {"independence": 0, "lees-summit": 1, "blue-springs": 0, "grandview": 1, "raytown": 1}
NOTE = "Sample: invented to show the portal."


def steps(cast: Cast, *, days: Days) -> Iterator[Step]:
    """Yield one step for each city: its clerk enters meetings, two weeks apart."""
    for slug, weekday in WEEKDAYS.items():
        city = cast.cities[slug]
        first = days.day(ENTERED_AGO - 14)
        first += timedelta(days=(weekday - first.weekday()) % 7)
        occasions = [_occasion(city, first + number * EVERY) for number in range(MEETINGS)]
        clerk = cast.actors[f"clerk-{slug}"]
        yield Step(days.moment(ENTERED_AGO), partial(_enter, city, occasions, clerk))


def _enter(city: City, occasions: list[Occasion], clerk: Actor, at: datetime) -> None:
    calendar.enter(city, occasions=occasions, by=clerk, at=at)


def _occasion(city: City, on: date) -> Occasion:
    """A meeting at six in the evening, with a cut-off at noon of the Thursday before."""
    cut_off = on - timedelta(days=(on.weekday() - 3) % 7)
    return Occasion(
        on=on,
        begins_at=datetime.combine(on, time(18), ZONE),
        cut_off_at=datetime.combine(cut_off, time(12), ZONE),
        body=city.council,
        kind=Meeting.Kind.REGULAR,
        note=NOTE,
    )
