"""Texts of agreements: a later version that was shared, one that was not, exhibits, comments."""

from agreements.models import Version
from tests.access.principals import OWN
from tests.access.world.promises import DRAFT_READERS
from tests.access.world.things import EVERYBODY, World
from tests.conftest import NOON
from tests.factories.agreements import VersionFactory, circulated, decided
from tests.factories.versions import ExhibitFactory, PartyCommentFactory, TermCheckFactory


def add_texts(world: World, cities) -> None:
    """Add two adopted agreements with a second version in draft, and an exhibit to the draft."""
    shared = _amended(world, cities, "shared", *DRAFT_READERS)
    Version.objects.filter(pk=shared.pk).update(shared_at=NOON)
    _amended(world, cities, "unshared", "facilitator")
    comment = PartyCommentFactory(
        version=shared,
        party=shared.agreement.parties.get(organisation__slug=OWN),
        words=world.canary("party-comment", *DRAFT_READERS),
    )
    draft = Version.objects.get(agreement__slug=world.things["draft_agreement"])
    kept = ExhibitFactory(version=draft, title=world.canary("exhibit-title", *DRAFT_READERS))
    world.things |= {"party_comment": comment.pk, "draft_exhibit": kept.pk}


def _amended(world: World, cities, name: str, *readers: str) -> Version:
    agreement = circulated(
        cities[OWN],
        cities["independence"],
        title=world.canary(f"{name}-agreement", *EVERYBODY),
        words=f"## 1. Purpose\n\nTo share {name} plows.\n",
    )
    decided(agreement, cities[OWN], file_number=f"RES. NO. {name}")
    version = VersionFactory(
        agreement=agreement, number=2, draft=world.canary(f"{name}-draft", *readers)
    )
    content = f"%PDF-1.7 {world.canary(f'{name}-exhibit-content', *readers)}".encode()
    exhibit = ExhibitFactory(
        version=version,
        title=world.canary(f"{name}-exhibit", *readers),
        content=content,
    )
    TermCheckFactory(version=version, reason=world.canary(f"{name}-check", *readers))
    world.things |= {f"{name}": agreement.slug, f"{name}_exhibit": exhibit.pk}
    return version
