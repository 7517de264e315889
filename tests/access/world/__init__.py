"""One of everything, in the states that matter, with canaries in every text."""

from pathlib import Path

from tests.access.principals import cast
from tests.access.world.councils import add_councils
from tests.access.world.deciding import add_deciding
from tests.access.world.exports import add_exports
from tests.access.world.ideas import add_ideas
from tests.access.world.library import add_library
from tests.access.world.mail import add_mail
from tests.access.world.meetings import add_meetings
from tests.access.world.members import INVITED, add_members
from tests.access.world.promises import add_promises
from tests.access.world.records import add_records
from tests.access.world.reminders import add_reminders
from tests.access.world.sponsors import add_sponsorships
from tests.access.world.talk import add_talk
from tests.access.world.texts import add_texts
from tests.access.world.things import EVERYBODY, SIGNED_IN, World
from tests.access.world.training_catalogue import add_catalogue
from tests.access.world.training_cohorts import add_cohorts
from tests.access.world.training_gaps import add_gaps
from tests.access.world.training_needs import add_training_needs
from tests.access.world.training_plan import add_plans
from tests.access.world.training_programmes import add_programmes
from tests.access.world.training_records import add_training_records

__all__ = ["EVERYBODY", "INVITED", "SIGNED_IN", "World", "build"]


def build(cities, marc, gti, *, files: Path, with_things: bool = True) -> World:
    """Make the world; without things, only its people."""
    world = World(people=cast(cities, marc, gti), files=files)
    if with_things:
        add_members(world, cities)
        add_councils(world, cities)
        add_ideas(world, cities)
        add_library(world)
        add_catalogue(world)
        add_meetings(world, cities)
        add_talk(world)
        add_sponsorships(world, cities)
        add_promises(world, cities)
        add_exports(world, cities)
        add_texts(world, cities)
        add_records(world, cities)
        add_gaps(world, cities)
        add_mail(world)
        add_reminders(world, cities)
        add_deciding(world, cities)
        add_training_needs(world, cities)
        add_programmes(world, cities)
        add_training_records(world, cities)
        add_cohorts(world, cities)
        add_plans(world, cities)
    return world
