"""Somebody with every way to sign in, somebody of two cities, and invitations and links."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from cities.models import Office
from collaborative.models import User
from collaborative.roles import Role
from tests.access.world import World
from tests.conftest import in_office
from tests.factories.cities import DepartmentFactory, InvitationFactory, OfficeFactory
from tests.factories.people import UserFactory

PASSWORD = "four unrelated sample words"


def add_people(world: World, cities) -> None:
    """Add people who are at home in pages about accounts."""
    _add_careful(world, cities["blue-springs"])
    _add_of_two_cities(world, cities)
    _add_invitations(world, cities)
    _add_links(world)


def _add_careful(world: World, city) -> None:
    """Somebody with a password, an authenticator app, recovery codes and two keys."""
    world.people["careful"] = in_office(Role.STAFF, city)
    user = _with_address(world.people["careful"].user)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    world.things |= {
        "careful_email": user.email,
        "password": PASSWORD,
        "own_key": _key(user, "The key on the desk", is_passkey=False).pk,
        "own_passkey": _key(user, "The office telephone", is_passkey=True).pk,
    }


def _with_address(user: User) -> User:
    """Give an account its password and its confirmed address, as an answered invitation does."""
    user.set_password(PASSWORD)
    user.save()
    _confirm(user)
    return user


def _confirm(user: User) -> None:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _key(user: User, name: str, *, is_passkey: bool) -> Authenticator:
    """Register a key as a browser would."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid.NONE, name.encode(), public)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.AT, 0, credential)
    return Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.WEBAUTHN,
        data={
            "name": name,
            "credential": {
                "id": websafe_encode(name.encode()),
                "rawId": websafe_encode(name.encode()),
                "type": "public-key",
                "response": {
                    "clientDataJSON": websafe_encode(
                        CollectedClientData.create("webauthn.create", bytes(32), "http://localhost")
                    ),
                    "attestationObject": websafe_encode(
                        bytes(AttestationObject.create("none", data, {}))
                    ),
                },
                "clientExtensionResults": {"credProps": {"rk": is_passkey}},
            },
        },
    )


def _add_of_two_cities(world: World, cities) -> None:
    """Somebody on the staff of two cities, who says for which one each proposal is."""
    actor = in_office(Role.STAFF, cities["raytown"], name="Staff, Raytown and Grandview")
    OfficeFactory(person=actor.user, organisation=cities["grandview"])
    today = timezone.localdate()
    world.people["of_two_cities"] = Office.objects.actor(actor.user, on=today)


def _add_invitations(world: World, cities) -> None:
    """Invitations to somebody who has an account, one withdrawn, and departments."""
    staff = world.people["staff"].user
    invited = InvitationFactory(
        email=staff.email, organisation=cities["raytown"], role=Role.EVALUATOR
    )
    withdrawn = InvitationFactory(state="revoked", organisation=cities["raytown"])
    for name in ("Public works", "Parks and recreation"):
        DepartmentFactory(organisation=cities["raytown"], name=name)
    own_office = Office.objects.get(person=world.people["administrator"].user)
    world.things |= {
        "staffs_token": invited.token,
        "old_token": withdrawn.token,
        "own_office": own_office.pk,
    }


def _add_links(world: World) -> None:
    """Links that letters bring: to confirm an address, and to choose a new password."""
    _confirm(world.people["staff"].user)
    user = world.people["clerk"].user
    _confirm(user)
    forgetful = UserFactory()  # nobody signs in as this person, which would use up the link
    second = EmailAddress.objects.create(user=user, email="second@sample.example")
    world.things |= {
        "confirmation": EmailConfirmationHMAC(second).key,
        "number": user_pk_to_url_str(forgetful),
        "reset_key": default_token_generator.make_token(forgetful),
    }
