"""The own city's proposals that were put to the other city, and what came of it.

`sponsored` waits for the other city's answer; `parted` it declined, and `let_go` it is no longer
asked about: both are drafts that it reads no more.
"""

from tests.access.principals import OTHER, OWN
from tests.access.world.ideas import _proposal
from tests.access.world.things import World
from tests.factories.sponsorships import SponsorshipFactory

READERS = ("author", "liaison_elsewhere")


def add_sponsorships(world: World, cities) -> None:
    """Add three drafts, each put to the other city and to a third."""
    own, other, third = cities[OWN], cities[OTHER], cities["lees-summit"]
    sponsored = _proposal(world, own, "draft", READERS, also_listed=("liaison",), name="sponsored")
    SponsorshipFactory(proposal=sponsored, city=other)
    SponsorshipFactory(
        proposal=sponsored,
        city=third,
        state="conditional",
        words=world.canary("conditions", *READERS),
        answered_by__name=world.canary("sponsor-name", *READERS),
    )
    for name, state in (("parted", "declined"), ("let_go", "taken_back")):
        proposal = _proposal(world, own, "draft", ("author",), also_listed=("liaison",), name=name)
        words = world.canary(f"{name}-words", *READERS) if state == "declined" else ""
        SponsorshipFactory(proposal=proposal, city=other, state=state, words=words)
    world.things["third_city"] = third.slug
