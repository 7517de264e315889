"""Proposals on the facilitator's desk: half looked at, sent in again, merged, split."""

import uuid
from datetime import timedelta

from django.utils import timezone

from cities.models import City
from initiatives.models import Proposal
from initiatives.operations import merging, proposals, splitting, writing
from initiatives.operations.screening import Findings, save_checklist
from initiatives.results.screening import Point
from tests.access.principals import OWN
from tests.access.world import World
from tests.pages.scene.ideas import complete

HALF = Findings(
    answers={"complete": "yes", "powers": "no"},
    notes={"powers": "The charter of one city is silent on work outside its limits."},
    reason="Nearly there.",
    reasons={"law": "Say which section of the charter allows it."},
)
PASSED = Findings(
    answers={point.value: "yes" for point in Point},
    notes={"powers": "Sections 70.210 to 70.320, RSMo."},
)


def add_screened(world: World, cities) -> None:
    """Add a proposal in each state that screening can leave it in."""
    city, facilitator, author = cities[OWN], world.people["facilitator"], world.people["author"]
    now = timezone.now()
    half = _sent(world, "half_looked_at", "Haul snow together", city=city)
    save_checklist(half, findings=HALF, version=0, by=facilitator, at=now)
    again = _sent(world, "sent_in_again", "Haul more snow together", city=city)
    _return(again, facilitator, now)
    said = {"yearly_saving_cash": "64,000", "idea": "One crew that hauls for all cities."}
    current = Proposal.objects.get(pk=again.pk)
    writing.save(current, answers=said, base=current.version, by=author, at=now)
    proposals.submit(current, by=author, at=now)
    _return(_sent(world, "asked_by_section", "Grind stumps together", city=city), facilitator, now)
    passed = _sent(world, "passed", "Clear beaver dams together", city=city)
    proposals.accept(passed, findings=PASSED, by=facilitator, at=now)
    one = _sent(world, "took_in", "Paint crosswalks together", city=city)
    other = _sent(world, "merged", "Painting of crosswalks, together", city=city)
    merging.merge(other, into=one, reason="Both want it.", by=facilitator, at=now)
    whole = _sent(world, "to_split", "A range and a kennel", city=city)
    part = splitting.split(
        whole,
        title="A kennel",
        sections=["idea", "problem"],
        key=uuid.UUID(int=7),
        by=author,
        at=now,
    )
    world.things["split_off"] = part.reference


def _return(proposal: Proposal, facilitator, now) -> None:
    reasons = {"money": "Take three years.", "law": "Which section?"}
    proposals.send_back(proposal, reason="Nearly there.", reasons=reasons, by=facilitator, at=now)


def _sent(world: World, name: str, title: str, *, city: City) -> Proposal:
    days = timedelta(days=20)
    author, at = world.people["author"], timezone.now() - days
    proposal = writing.start(city, answers=complete(city, title), by=author, at=at)
    proposals.submit(proposal, by=author, at=at)
    world.things[name] = proposal.reference
    return proposal
