import pytest
from django.core.management import call_command
from django.urls import reverse

from cities.models import Invitation, Office
from cities.operations import people
from collaborative.models import PUBLIC, User
from collaborative.roles import Role
from notifications.models import Refusal
from tests.conftest import NOON
from tests.factories.cities import FactFactory, InvitationFactory, OfficeFactory
from tests.factories.notifications import RefusalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrators(client_for, administrator):
    return client_for(administrator)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_cities_costs_the_same_for_any_number(
    client_for, cities, django_assert_num_queries, count
):
    for city in list(cities.values())[:count]:
        FactFactory(organisation=city)
    with django_assert_num_queries(3):
        assert client_for(PUBLIC).get(reverse("cities:index")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_for_any_number(
    administrators, cities, django_assert_num_queries, count
):
    OfficeFactory.create_batch(count, organisation=cities["raytown"])
    InvitationFactory.create_batch(count, organisation=cities["raytown"])
    with django_assert_num_queries(7):
        assert administrators.get(reverse("cities:people")).status_code == 200


def test_the_list_of_people_says_whose_mail_comes_back(administrators, cities):
    gone = OfficeFactory(organisation=cities["raytown"], person__email="Clerk@raytown.example")
    OfficeFactory(organisation=cities["raytown"])
    refusal = RefusalFactory(address="clerk@raytown.example")
    said = "Mail to Clerk@raytown.example comes back, so nothing is sent there."
    page = administrators.get(reverse("cities:people")).content.decode()
    assert (page.count(said), page.count("comes back")) == (1, 1)
    assert reverse("notifications:addresses") in page
    Refusal.objects.filter(pk=refusal.pk).update(cleared_at=NOON, cleared_by=gone.person)
    assert "comes back" not in administrators.get(reverse("cities:people")).content.decode()


def test_a_citys_page_shows_each_fact_with_its_source(client_for):
    call_command("load_cities")
    page = client_for(PUBLIC).get("/cities/grandview/").content.decode()
    assert ("26,209" in page, "State of the City 2020" in page, "UNVERIFIED" in page) == (
        True,
        True,
        False,
    )


def test_who_holds_office_is_shown_to_those_who_signed_in_only(client_for, cities, staff_of):
    OfficeFactory(organisation=cities["raytown"], person__name="Clerk of a sample")
    here = reverse("cities:organisation", args=["raytown"])
    assert (
        "Clerk of a sample" in client_for(PUBLIC).get(here).content.decode(),
        "Clerk of a sample" in client_for(staff_of("grandview")).get(here).content.decode(),
    ) == (False, True)


def test_an_administrator_invites_and_the_invited_person_opens_the_account(
    administrators, client_for, cities
):
    administrators.post(
        reverse("cities:invite"),
        {
            "email": "clerk@sample.example",
            "organisation": cities["raytown"].pk,
            "role": Role.CLERK,
        },
    )
    invitation = Invitation.objects.get()
    visitor = client_for(PUBLIC)
    link = reverse("cities:invitation", args=[invitation.token])
    assert visitor.get(link).status_code == 200
    answer = visitor.post(link, {"name": "Clerk, Raytown", "password": "four unrelated words"})
    office = Office.objects.get(organisation=cities["raytown"])
    assert (
        answer.status_code,
        answer.url,
        office.person.email,
        visitor.session["_auth_user_id"],
    ) == (
        302,
        reverse("home"),
        "clerk@sample.example",
        str(office.person.pk),
    )


def test_a_short_password_is_refused_with_a_sentence_and_the_name_is_kept(client_for):
    invitation = InvitationFactory()
    link = reverse("cities:invitation", args=[invitation.token])
    page = client_for(PUBLIC).post(link, {"name": "Clerk, Raytown", "password": "short"})
    text = page.content.decode()
    assert (
        User.objects.exists(),
        "This password is too short. It must contain at least 15 characters." in text,
        'value="Clerk, Raytown"' in text,
        "<title>Error: " in text,
    ) == (False, True, True, True)


def test_the_link_of_an_account_that_exists_asks_to_sign_in_first(client_for, stranger):
    invitation = InvitationFactory(email=stranger.user.email)
    link = reverse("cities:invitation", args=[invitation.token])
    answer = client_for(PUBLIC).get(link)
    assert answer.url.startswith(reverse("account_login") + "?next=%2Finvitation%2F")
    signed_in = client_for(stranger)
    assert signed_in.get(link).status_code == 200
    assert signed_in.post(link).url == reverse("home")
    assert Office.objects.get().person == stranger.user


def test_a_closed_invitation_says_why(client_for):
    invitation = InvitationFactory(state="revoked")
    page = client_for(PUBLIC).get(reverse("cities:invitation", args=[invitation.token]))
    assert "This invitation was withdrawn." in page.content.decode()


def test_an_office_that_does_not_suit_is_refused_at_the_field(administrators, cities):
    page = administrators.post(
        reverse("cities:invite"),
        {"email": "a@sample.example", "organisation": cities["raytown"].pk, "role": "analyst"},
    )
    assert (
        "Training analyst is not an office of Raytown." in page.content.decode(),
        Invitation.objects.exists(),
    ) == (True, False)


def test_an_administrator_ends_an_office_and_withdraws_an_invitation(
    administrators, administrator, cities
):
    office = OfficeFactory(organisation=cities["raytown"])
    invitation = people.invite(
        cities["raytown"], email="a@sample.example", role=Role.STAFF, by=administrator, at=NOON
    )
    assert administrators.get(reverse("cities:end_office", args=[office.pk])).status_code == 200
    administrators.post(reverse("cities:end_office", args=[office.pk]))
    administrators.post(reverse("cities:revoke", args=[invitation.pk]))
    office.refresh_from_db()
    invitation.refresh_from_db()
    assert (office.ends_on is None, invitation.state) == (False, "revoked")


def test_people_are_the_administrators_only(client_for, facilitator):
    page = client_for(facilitator).get(reverse("cities:people"))
    assert (page.status_code, "Ask one at MARC." in page.content.decode()) == (403, True)
