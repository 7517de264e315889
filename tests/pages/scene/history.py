"""A proposal that was written in several sittings, sent in, sent back and sent in again."""

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Proposal
from initiatives.operations import proposals, restoring, writing
from tests.access.principals import OWN
from tests.access.world import World
from tests.pages.scene.ideas import complete


def add_history(world: World, cities) -> None:
    """Add `rewritten`, open to its authors again after a second sending in."""
    author, facilitator = world.people["author"], world.people["facilitator"]
    days = [timezone.now() - timedelta(days=number) for number in range(60, 0, -5)]
    city = cities[OWN]
    begun = writing.start(
        city, answers=complete(city, "Share a sewer camera"), by=author, at=days[0]
    )
    world.things["rewritten"] = begun.reference
    _write(begun, author, days[1], idea="One camera for five cities, with a crew of two.")
    _write(begun, author, days[2], yearly_cost_cash="52,000", wanted__grandview="")
    proposals.submit(_now(begun), by=author, at=days[3])
    proposals.send_back(_now(begun), reason="Who drives it?", by=facilitator, at=days[4])
    _write(begun, author, days[5], idea="One camera for five cities, driven by its own crew.")
    proposals.submit(_now(begun), by=author, at=days[6])
    proposals.send_back(_now(begun), reason="And at night?", by=facilitator, at=days[7])
    restoring.restore(_now(begun), number=1, section="money", by=author, at=days[8])
    _write(begun, author, days[9], risks="")


def _now(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("city", "author").get(pk=proposal.pk)


def _write(proposal: Proposal, author, at, **answers: str) -> None:
    stands = _now(proposal)
    writing.save(stands, answers=answers, base=stands.version, by=author, at=at)
