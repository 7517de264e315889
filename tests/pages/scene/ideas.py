"""Proposals of the own city in the states that the access table does not need."""

from datetime import timedelta

from django.utils import timezone

from cities.models import City
from initiatives.models import Proposal
from initiatives.operations import proposals, withdrawing, writing
from initiatives.questions import TICKED
from tests.access.principals import OWN
from tests.access.world import World
from tests.factories.proposals import whole_text

PROBLEM = (
    "Each city keeps one ladder truck and tests it once a year. While it is away for the test, "
    "nobody can reach above the third floor.\n\nIn 2025 the trucks were away for 41 days."
)
SERVICE = "Each city asks a company in Kansas City, at its own price and on its own day."
IDEA = "One contract for all trucks, with a spare that goes from city to city during the tests."


def complete(city: City, title: str) -> dict[str, str]:
    """An answer to every question."""
    department = city.departments.first()
    return {
        **whole_text(city),
        "title": title,
        "category": Proposal.Category.FIRE,
        "department": str(department.pk) if department else "",
        "problem": PROBLEM,
        f"how__{city.slug}": SERVICE,
        f"yearly_cost__{city.slug}": "36,000",
        f"staff__{city.slug}": "1.5",
        "how__grandview": "Two mechanics, in their own shop.",
        "idea": IDEA,
        "wanted__grandview": TICKED,
        "wanted__independence": TICKED,
        "yearly_cost_cash": "48250.00",
        "yearly_saving_cash": "61000.50",
    }


def add_proposals(world: World, cities) -> None:
    """Add drafts with and without answers, and what a facilitator and an author can do to one."""
    city = cities[OWN]
    _start(world, "bare_draft", {"title": "Share the testing of fire hydrants"}, city=city)
    _start(world, "whole_draft", complete(city, "Test ladder trucks together"), city=city)
    _start(world, "torn_draft", complete(city, "Train lifeguards together"), city=city)
    _sent(world, "to_screen", "Buy road salt together", city=city)
    facilitator, author = world.people["facilitator"], world.people["author"]
    reason = "Say what the spare truck costs in a year, and who insures it."
    now = timezone.now()
    sent_back = _sent(world, "sent_back", "Share a spare ladder truck", city=city)
    proposals.send_back(sent_back, reason=reason, by=facilitator, at=now)
    declined = _sent(world, "declined", "Share one swimming pool", city=city)
    proposals.decline(declined, reason="Another collaborative does it.", by=facilitator, at=now)
    withdrawn = _sent(world, "withdrawn", "Share a street sweeper", city=city)
    withdrawing.withdraw(withdrawn, reason="We bought one.", by=author, at=now)


def _start(world: World, name: str, said: dict[str, str], *, city: City) -> Proposal:
    begun = timezone.now() - timedelta(days=40)
    proposal = writing.start(city, answers=said, by=world.people["author"], at=begun)
    world.things[name] = proposal.reference
    return proposal


def _sent(world: World, name: str, title: str, *, city: City) -> Proposal:
    proposal = _start(world, name, complete(city, title), city=city)
    sent = timezone.now() - timedelta(days=30)
    proposals.submit(proposal, by=world.people["author"], at=sent)
    return proposal
