"""Councils' calendars: two years, a cancelled meeting, one without a time."""

from datetime import date

from tests.access.principals import OWN
from tests.access.world import World
from tests.factories.cities import FactFactory, MeetingFactory


def add_calendar(world: World, cities) -> None:
    """Add to the own council's calendar, and what is published about it."""
    own = cities[OWN]
    MeetingFactory(organisation=own, on=date(2098, 3, 17), is_cancelled=True, note="No quorum")
    MeetingFactory(organisation=own, on=date(2097, 3, 5), begins_at=None, kind="study")
    FactFactory(
        organisation=own, position=2, label="Regular meetings", value="First and third Tuesday"
    )
