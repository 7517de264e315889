"""A round in which conflicts are declared, by the other city's evaluator among others."""

from datetime import timedelta

from django.utils import timezone

from initiatives.operations import criteria, declaring, rounds
from initiatives.operations.declaring import Word
from tests.access.principals import OWN
from tests.access.world import World
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.initiatives.sets import brought
from tests.pages.scene.ideas import complete


def add_declarations(world: World, cities) -> None:
    """Add titles to declare: one free, one with a conflict, one not spoken about yet."""
    now, evaluator = timezone.now(), world.people["evaluator_elsewhere"]
    facilitator = world.people["facilitator"]
    round_ = RoundFactory(
        title="Round of declarations",
        opens_at=now + timedelta(days=3),
        closes_at=now + timedelta(days=20),
    )
    criteria.take_set(round_, taken=brought(), by=facilitator, at=now)
    free, torn, waiting = (
        EntryFactory(
            round=round_,
            proposal=ProposalFactory(
                state="in_round", city=cities[OWN], title=title, text=complete(cities[OWN], title)
            ),
        )
        for title in (
            "Share one street sweeper",
            "Buy road salt together",
            "Answer calls at night together",
        )
    )
    SponsorshipFactory(proposal=waiting.proposal, city=cities["grandview"], state="accepted")
    rounds.begin_declarations(round_, by=facilitator, at=now)
    words = {
        free.pk: Word(is_conflict=False, would_like=True),
        torn.pk: Word(is_conflict=True, reason="My brother sells salt."),
    }
    declaring.declare(round_, words=words, by=evaluator, at=now)
    declaring.know(["public-works"], by=evaluator, at=now)
    world.things["declaring"] = round_.slug
