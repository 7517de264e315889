from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cities.models import Invitation, Office
from cities.operations import people
from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Actor, Event, User
from collaborative.roles import Role
from tests.conftest import NOON
from tests.factories.cities import InvitationFactory, OfficeFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def invitation(administrator, cities) -> Invitation:
    return people.invite(
        cities["raytown"], email="clerk@sample.example", role=Role.CLERK, by=administrator, at=NOON
    )


def test_an_invitation_opens_one_account_with_one_office(invitation):
    user = people.open_account(
        invitation, name="Clerk, Raytown", password="four unrelated sample words", at=NOON, on=TODAY
    )
    actor = Office.objects.actor(user, on=TODAY)
    invitation.refresh_from_db()
    assert (
        actor.title,
        invitation.state,
        invitation.office.person,
        user.check_password("four unrelated sample words"),
        list(user.emailaddress_set.values_list("email", "verified", "primary")),
        list(Event.objects.values_list("kind", flat=True)),
    ) == (
        "Clerk, Raytown",
        "accepted",
        user,
        True,
        [("clerk@sample.example", True, True)],
        ["invitation.sent", "office.taken", "invitation.accepted"],
    )


def test_an_invitation_used_twice_is_refused_and_opens_nothing(invitation):
    people.open_account(invitation, name="Clerk", password="sample words", at=NOON, on=TODAY)
    with pytest.raises(PermissionDenied, match="This invitation has been used"):
        people.open_account(invitation, name="Clerk", password="sample words", at=NOON, on=TODAY)
    assert User.objects.filter(email="clerk@sample.example").count() == 1


def test_two_who_use_one_invitation_at_once_get_one_office(invitation):
    stale = Invitation.objects.select_related("organisation").get(pk=invitation.pk)
    user = people.open_account(invitation, name="Clerk", password="sample", at=NOON, on=TODAY)
    with pytest.raises((StaleState, IntegrityError)), transaction.atomic():
        people.accept(stale, user=user, at=NOON, on=TODAY)
    assert Office.objects.filter(person=user).count() == 1


@pytest.mark.parametrize(
    ("state", "email", "later", "sentence"),
    [
        ("sent", "clerk@sample.example", timedelta(days=7), "more than 7 days old"),
        ("revoked", "clerk@sample.example", timedelta(), "was withdrawn"),
        ("sent", "other@sample.example", timedelta(), "is for clerk@sample.example"),
    ],
)
def test_an_invitation_that_is_old_withdrawn_or_for_another_is_refused(
    state, email, later, sentence
):
    invitation = InvitationFactory(
        email="clerk@sample.example", state=state, sent_at=NOON, expires_at=NOON + timedelta(days=7)
    )
    user = UserFactory(email=email)
    with pytest.raises(PermissionDenied, match=sentence):
        people.accept(invitation, user=user, at=NOON + later, on=TODAY)
    assert not Office.objects.exists()


def test_an_invited_person_with_an_account_adds_the_office_to_it(invitation):
    user = UserFactory(email="Clerk@sample.example")
    people.accept(invitation, user=user, at=NOON, on=TODAY)
    assert Office.objects.actor(user, on=TODAY).title == "Clerk, Raytown"


def test_only_an_administrator_invites(facilitator, cities):
    with pytest.raises(PermissionDenied, match="Only an administrator invites people"):
        people.invite(
            cities["raytown"], email="a@sample.example", role=Role.STAFF, by=facilitator, at=NOON
        )
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("role", "where", "sentence"),
    [
        (Role.FACILITATOR, "raytown", "The office Facilitator is held at MARC or its institute"),
        (Role.CLERK, "marc", "The office Clerk is held in a city"),
    ],
)
def test_an_office_that_does_not_suit_the_body_is_refused(
    administrator, cities, marc, role, where, sentence
):
    body = marc if where == "marc" else cities[where]
    with pytest.raises(PermissionDenied, match=sentence):
        people.invite(body, email="a@sample.example", role=role, by=administrator, at=NOON)


def test_what_an_office_did_stays_when_the_person_leaves(administrator, clerk_of):
    clerk = clerk_of("raytown")
    office = Office.objects.select_related("organisation").get(person=clerk.user)
    event = Event.objects.record("act.recorded", office, by=clerk, at=NOON)
    people.end(office, on=TODAY, by=administrator, at=NOON)
    event.refresh_from_db()
    tomorrow = Office.objects.actor(clerk.user, on=TODAY + timedelta(days=1))
    assert (
        Office.objects.actor(clerk.user, on=TODAY).title,
        tomorrow,
        event.who,
    ) == ("Clerk, Raytown", Actor(user=clerk.user), "Clerk, Raytown")


def test_an_office_ends_once(administrator):
    office = OfficeFactory(ends_on=date(2026, 1, 5))
    with pytest.raises(PermissionDenied, match="ended on Monday, January 5, 2026"):
        people.end(office, on=TODAY, by=administrator, at=NOON)


def test_nobody_ends_the_own_office_of_administrator(administrator):
    office = Office.objects.get(person=administrator.user)
    with pytest.raises(PermissionDenied, match="cannot end your own office"):
        people.end(office, on=TODAY, by=administrator, at=NOON)


def test_only_an_administrator_ends_an_office(liaison_of):
    with pytest.raises(PermissionDenied, match="Only an administrator ends an office"):
        people.end(OfficeFactory(), on=TODAY, by=liaison_of("raytown"), at=NOON)


def test_an_office_is_held_once_at_a_time_by_the_same_person():
    office = OfficeFactory()
    again = {"person": office.person, "organisation": office.organisation, "role": office.role}
    with pytest.raises(IntegrityError, match="office_held_once_at_a_time"):
        OfficeFactory(**again, starts_on=TODAY)


def test_an_office_cannot_end_before_it_starts():
    with pytest.raises(IntegrityError, match="office_ends_after_it_starts"):
        OfficeFactory(starts_on=TODAY, ends_on=date(2026, 3, 1))


def test_a_person_who_may_not_sign_in_holds_nothing():
    office = OfficeFactory(person__is_active=False)
    assert Office.objects.actor(office.person, on=TODAY) == PUBLIC


def test_a_withdrawn_invitation_is_withdrawn_once(invitation, administrator):
    people.revoke(invitation, by=administrator, at=NOON)
    with pytest.raises(StaleState, match="is withdrawn"):
        people.revoke(invitation, by=administrator, at=NOON)


def test_a_link_that_was_tampered_with_names_no_invitation(invitation):
    found = Invitation.objects.by_token(invitation.token)
    forged = Invitation.objects.by_token(invitation.token[:-1] + "x")
    assert (list(found), list(forged), list(Invitation.objects.by_token("nonsense"))) == (
        [invitation],
        [],
        [],
    )
