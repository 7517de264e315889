"""The liaison is away, and the city has a day off of its own."""

from datetime import timedelta

from django.utils import timezone

from tests.access.world.things import World
from tests.factories.cities import HolidayFactory
from tests.factories.notifications import AbsenceFactory


def add_reminders(world: World, cities) -> None:
    """Add one absence and one holiday."""
    on = timezone.localdate()
    absence = AbsenceFactory(
        person=world.people["liaison"].user,
        deputy=world.people["clerk"].user,
        starts_on=on,
        ends_on=on + timedelta(days=6),
    )
    holiday = HolidayFactory(organisation=cities["raytown"], on=on + timedelta(days=30))
    world.things |= {"absence": absence.pk, "holiday": holiday.pk}
