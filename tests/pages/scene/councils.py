"""Councils: two years of a calendar, a recent meeting, what the council is made of."""

from datetime import date, timedelta

from django.utils import timezone

from tests.access.principals import OWN
from tests.access.world import World
from tests.factories.cities import CompositionFactory, FactFactory, MeetingFactory


def add_calendar(world: World, cities) -> None:
    """Add to the own council's calendar, and what is published about it."""
    own = cities[OWN]
    MeetingFactory(organisation=own, on=date(2098, 3, 17), is_cancelled=True, note="No quorum")
    MeetingFactory(organisation=own, on=date(2097, 3, 5), begins_at=None, kind="study")
    today = timezone.localdate()
    MeetingFactory(organisation=own, on=today - timedelta(days=7))
    for members in (9, 10):
        CompositionFactory(organisation=own, starts_on=date(2098, 1, 1), members=members)
    world.things["day_of_today"] = today.isoformat()
    FactFactory(
        organisation=own, position=2, label="Regular meetings", value="First and third Tuesday"
    )
