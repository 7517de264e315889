"""One of everything, in the states that matter, with canaries in every text."""

from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator

from collaborative.models import Actor
from tests.access.principals import OWN, PRINCIPALS, cast
from tests.factories.cities import DepartmentFactory, FactFactory, InvitationFactory, OfficeFactory


@dataclass
class World:
    """The cast, the things by name, and which principals may read each canary."""

    people: dict[str, Actor]
    things: dict[str, Any] = field(default_factory=dict)
    canaries: dict[str, frozenset[str]] = field(default_factory=dict)

    def canary(self, name: str, *readers: str) -> str:
        """A text that only the readers may ever see; without readers, nobody but its owner."""
        word = f"CNRY-{name}"
        self.canaries[word] = frozenset(readers)
        return word


INVITED = "cnry-invited@sample.example"
EVERYBODY = PRINCIPALS
SIGNED_IN = tuple(who for who in PRINCIPALS if who != "nobody")


def build(cities, marc, gti, *, with_things: bool = True) -> World:
    """Make the world; without things, only its people."""
    world = World(people=cast(cities, marc, gti))
    if with_things:
        _members(world, cities)
    return world


def _members(world: World, cities) -> None:
    city = cities[OWN]
    FactFactory(organisation=city, value=world.canary("fact", *EVERYBODY))
    DepartmentFactory(organisation=city, name=world.canary("department", *EVERYBODY))
    office = OfficeFactory(
        organisation=city, person__name=world.canary("office-holder", *SIGNED_IN)
    )
    invitation = InvitationFactory(email=INVITED, organisation=city)
    world.canaries[INVITED] = frozenset({"administrator"})
    passkey = Authenticator.objects.create(
        user=office.person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": world.canary("passkey"), "credential": {}},
    )
    world.things |= {
        "passkey": passkey.pk,
        "city": city.slug,
        "office": office.pk,
        "invitation": invitation.pk,
        "token": invitation.token,
    }
