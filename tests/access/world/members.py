"""The city's fact, department, office and invitation; somebody's passkey."""

from allauth.mfa.models import Authenticator

from tests.access.principals import OWN
from tests.access.world.things import EVERYBODY, SIGNED_IN, World
from tests.factories.cities import DepartmentFactory, FactFactory, InvitationFactory, OfficeFactory

INVITED = "cnry-invited@sample.example"


def add_members(world: World, cities) -> None:
    """Add one of each to the own city."""
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
