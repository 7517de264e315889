"""Agreements between the own city and a third one: a draft, one circulated, one adopted."""

from tests.access.principals import OWN
from tests.access.world.things import EVERYBODY, IN_OFFICE, World
from tests.factories.agreements import (
    ActFactory,
    AgreementFactory,
    DocumentFactory,
    PartyFactory,
    VersionFactory,
    circulated,
    decided,
)
from tests.factories.closings import ClosingFactory

DRAFT_READERS = ("facilitator", "clerk", "liaison")


def add_promises(world: World, cities) -> None:
    """Add agreements, acts and documents."""
    own, third = cities[OWN], cities["independence"]
    _add_draft(world, own, third)
    _add_circulated(world, own, third)
    _add_adopted(world, own, third)


def _add_draft(world: World, own, third) -> None:
    draft = AgreementFactory(title=world.canary("draft-agreement", *DRAFT_READERS))
    VersionFactory(agreement=draft, draft=world.canary("draft-text", *DRAFT_READERS))
    for city in (own, third):
        PartyFactory(agreement=draft, organisation=city)
    world.things["draft_agreement"] = draft.slug


def _add_circulated(world: World, own, third) -> None:
    agreement = circulated(
        own,
        third,
        title=world.canary("circulated-agreement", *IN_OFFICE),
        words=world.canary("circulated-text", *IN_OFFICE),
    )
    pending = ActFactory(
        party=agreement.parties.get(organisation=own),
        file_number=world.canary("pending-act", *IN_OFFICE),
    )
    document = DocumentFactory(
        agreement=agreement,
        name=f"{world.canary('agreement-file', *IN_OFFICE)}.pdf",
        content=f"%PDF-1.7 {world.canary('agreement-content', *IN_OFFICE)}".encode(),
    )
    closed = DocumentFactory(
        agreement=agreement,
        name=f"{world.canary('closed-file', 'facilitator', 'clerk')}.pdf",
        content=f"%PDF-1.7 {world.canary('closed-content', 'facilitator', 'clerk')}".encode(),
    )
    ClosingFactory(document=closed, citation=world.canary("closing", *IN_OFFICE))
    world.things |= {
        "closed_document": closed.pk,
        "circulated": agreement.slug,
        "pending_act": pending.pk,
        "document": document.pk,
        "circulated_sha": agreement.versions.get().text.sha256,
    }


def _add_adopted(world: World, own, third) -> None:
    agreement = circulated(own, third, title=world.canary("adopted-agreement", *EVERYBODY))
    act = decided(agreement, own, file_number=world.canary("adopting-act", *EVERYBODY))
    world.things |= {
        "adopted": agreement.slug,
        "act": act.pk,
        "adopted_sha": act.text.sha256,
    }
