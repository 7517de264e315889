"""What pages show beside the world of the access table: each thing in the states it can be in."""

from tests.access.world import World
from tests.pages.scene.assigning import add_declarations
from tests.pages.scene.clockwork import add_clockwork
from tests.pages.scene.councils import add_calendar
from tests.pages.scene.decisions import add_decisions
from tests.pages.scene.drafting import add_drafting
from tests.pages.scene.exports import add_exports
from tests.pages.scene.history import add_history
from tests.pages.scene.ideas import add_proposals
from tests.pages.scene.library import add_library
from tests.pages.scene.mail import add_messages
from tests.pages.scene.meetings import add_meetings
from tests.pages.scene.papers import add_papers
from tests.pages.scene.people import add_people
from tests.pages.scene.promises import add_agreements
from tests.pages.scene.rounds import add_rounds
from tests.pages.scene.screening import add_screened
from tests.pages.scene.sponsors import add_sponsors
from tests.pages.scene.talk import add_talk
from tests.pages.scene.texts import add_texts
from tests.pages.scene.training_plan import add_plans

__all__ = ["set_scene"]


def set_scene(world: World, cities) -> None:
    """Add people, proposals, rounds, agreements and messages to a world."""
    add_people(world, cities)
    add_calendar(world, cities)
    add_proposals(world, cities)
    add_drafting(world, cities)
    add_history(world, cities)
    add_screened(world, cities)
    add_talk(world)
    add_rounds(world, cities)
    add_declarations(world, cities)
    add_meetings(world)
    add_library(world)
    add_sponsors(world, cities)
    add_agreements(world, cities)
    add_exports(world, cities)
    add_papers(world, cities)
    add_texts(world, cities)
    add_messages(world)
    add_clockwork(world)
    add_plans(world, cities)
    add_decisions(world)
