"""Proposals that were put to other cities, with every answer that there is."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Entry, Proposal, Review, Sponsorship
from initiatives.operations import proposals, sponsorships, writing
from initiatives.operations.sponsorships import Reply
from tests.access.principals import OTHER, OWN
from tests.access.world import World
from tests.factories.rounds import RoundFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.pages.scene.ideas import complete

CONDITION = "Our own truck stays here from November to March.\n\nThe spare is insured by its host."
REASON = "We have a contract until 2028."
BEGUN = timedelta(days=40)


def add_sponsors(world: World, cities) -> None:
    """Add drafts and one sent in; co-sponsors of what rounds hold; a round that needs some."""
    _add_backed(world, cities)
    for name, title in (
        ("put_draft", "Share a bucket truck"),
        ("raced_draft", "Share a sewer camera"),
        ("torn_sign_off", "Share a stump grinder"),
    ):
        SponsorshipFactory(proposal=_begin(world, cities, name, title), city=cities[OTHER])
    again = _begin(world, cities, "again_draft", "Share a paint striper")
    _answered(world, again, cities)
    _change(world, again, idea="One striper, and one crew that runs it.", wanted__grandview="")
    parted = _begin(world, cities, "parted_draft", "Share a wood chipper")
    SponsorshipFactory(proposal=parted, city=cities[OTHER], state="declined", words=REASON)
    _add_in_rounds(world, cities)
    strict = RoundFactory(title="A round for several cities", sponsors_needed=2)
    world.things["strict_round"] = strict.slug


def _begin(world: World, cities, name: str, title: str) -> Proposal:
    city, begun = cities[OWN], timezone.now() - BEGUN
    said = complete(city, title)
    proposal = writing.start(city, answers=said, by=world.people["author"], at=begun)
    world.things[name] = proposal.reference
    return proposal


def _add_backed(world: World, cities) -> None:
    """A draft, and one that was sent in, with a city in each state."""
    for name, title in (
        ("backed_draft", "Share a salt brine plant"),
        ("backed_sent", "Share a leaf vacuum"),
    ):
        proposal = _begin(world, cities, name, title)
        for slug, given in (
            ("grandview", {"state": "conditional", "words": CONDITION}),
            ("independence", {"state": "accepted"}),
            ("lees-summit", {"asked_again": True, "words": CONDITION}),
            ("blue-springs", {"state": "declined", "words": REASON}),
        ):
            SponsorshipFactory(
                proposal=proposal,
                city=cities[slug],
                answered_by__name=f"Liaison, {cities[slug].name}",
                **given,
            )
        if name == "backed_sent":
            proposals.submit(proposal, by=world.people["author"], at=timezone.now())


def _answered(world: World, proposal: Proposal, cities) -> None:
    asked = SponsorshipFactory(proposal=proposal, city=cities[OTHER])
    sponsorships.answer(
        asked,
        reply=Reply(state=Sponsorship.State.CONDITIONAL, words=CONDITION),
        version=1,
        turn=asked.turn,
        by=world.people["liaison_elsewhere"],
        at=timezone.now(),
    )


def _change(world: World, proposal: Proposal, **answers: str) -> None:
    current = Proposal.objects.get(pk=proposal.pk)
    author = world.people["author"]
    writing.save(current, answers=answers, base=current.version, by=author, at=timezone.now())


def _add_in_rounds(world: World, cities) -> None:
    """Co-sponsors of a proposal under review, of one in the grid, and of published ones."""
    reviewed = Review.objects.get(pk=world.things["begun"]).entry.proposal
    in_grid = Entry.objects.filter(round__slug=world.things["ready_round"]).first().proposal
    weighed = Proposal.objects.get(reference=world.things["told_entry"])
    released = Proposal.objects.get(reference=world.things["released"])
    for proposal in (reviewed, in_grid, weighed, released):
        SponsorshipFactory(
            proposal=proposal, city=cities[OTHER], state="conditional", words=CONDITION
        )
    SponsorshipFactory(proposal=released, city=cities["independence"], state="accepted")
