"""Drafts with something beside their text: two texts, what was typed signed out, company."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Proposal
from initiatives.operations import proposals, writing
from tests.access.principals import OWN
from tests.access.world import World
from tests.conftest import in_office
from tests.factories.proposals import PresenceFactory
from tests.pages.scene.ideas import complete

MINE = "One contract, and a spare that stays in Raytown."
THEIRS = "One contract, and a spare that the five cities lend to each other."


def add_drafting(world: World, cities) -> None:
    """Add a draft over which two wrote, one that kept what came signed out, and one in company."""
    city, author = cities[OWN], world.people["author"]
    colleague = in_office("staff", cities["grandview"], name="Staff of Grandview, a colleague")
    now = timezone.now()
    contested = _start(world, city, "contested", "Lend pumps to each other")
    for answers in ({"idea": THEIRS}, {"yearly_cost_cash": "9"}):
        writing.save(contested, answers=answers, base=1, by=author, at=now)
    mine = {"idea": MINE, "yearly_cost_cash": "12,000"}
    writing.save(contested, answers=mine, base=0, by=author, at=now)

    signed_out = _start(world, city, "signed_out", "Count traffic together")
    answers = {"idea": MINE, f"how__{city.slug}": "By hand, twice a year."}
    writing.keep_for(signed_out, answers=answers, base=signed_out.version, by=author, at=now)

    company = _start(world, city, "company", "Share a sign shop")
    PresenceFactory(
        proposal=company, person=colleague.user, section="money", seen_at=now + timedelta(days=1)
    )
    closed = _start(world, city, "closed", "Buy fuel together")
    proposals.submit(closed, by=author, at=now)
    answers = {"idea": "And the price is agreed on for a year.", "yearly_cost_cash": "about ten"}
    writing.save(closed, answers=answers, base=1, by=author, at=now)


def _start(world: World, city, name: str, title: str) -> Proposal:
    author, begun = world.people["author"], timezone.now() - timedelta(days=3)
    proposal = writing.start(city, answers=complete(city, title), by=author, at=begun)
    world.things[f"{name}_draft"] = proposal.reference
    return proposal
