"""The own council's calendar."""

from tests.access.principals import OWN
from tests.access.world.things import EVERYBODY, World
from tests.factories.cities import MeetingFactory


def add_councils(world: World, cities) -> None:
    """Add a meeting of the own council."""
    meeting = MeetingFactory(
        organisation=cities[OWN], note=world.canary("council-meeting", *EVERYBODY)
    )
    world.things["council_meeting"] = meeting.pk
