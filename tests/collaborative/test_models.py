import pytest
from django.db import IntegrityError, ProgrammingError, connection

from collaborative.models import PORTAL, PUBLIC, Actor, Event, Held, User
from collaborative.roles import Permission, Role
from tests.conftest import NOON
from tests.factories.people import EventFactory, UserFactory

RAYTOWN_CLERK = Held(Role.CLERK, 5, "Raytown", "raytown")
GRANDVIEW_STAFF = Held(Role.STAFF, 4, "Grandview", "grandview")


def test_an_office_carries_its_permissions_in_its_own_city_only():
    clerk = Actor(user=None, offices=(RAYTOWN_CLERK,))
    assert (
        clerk.may(Permission.RECORD_ACT),
        clerk.may(Permission.RECORD_ACT, 5),
        clerk.may(Permission.RECORD_ACT, 4),
        clerk.may(Permission.PROPOSE),
    ) == (True, True, False, False)


def test_the_organisations_of_a_permission_are_those_of_the_offices_that_carry_it():
    both = Actor(user=None, offices=(RAYTOWN_CLERK, GRANDVIEW_STAFF))
    assert (both.organisations(Permission.PROPOSE), both.title) == (
        frozenset({4}),
        "Clerk, Raytown; Staff, Grandview",
    )


def test_nobody_may_do_nothing():
    assert [PUBLIC.may(permission) for permission in Permission] == [False] * len(Permission)


@pytest.mark.django_db
def test_two_accounts_cannot_share_an_address_whatever_its_capitals():
    UserFactory(email="clerk@sample.example")
    with pytest.raises(IntegrityError, match="user_email_unique"):
        UserFactory(email="Clerk@sample.example")


@pytest.mark.django_db
def test_nobody_stands_above_the_rules():
    with pytest.raises(IntegrityError, match="user_nobody_is_above_the_rules"):
        UserFactory(is_superuser=True)


@pytest.mark.django_db
def test_a_person_is_found_by_address_in_any_capitals():
    person = UserFactory(email="clerk@sample.example")
    assert User.objects.get_by_natural_key("CLERK@sample.example") == person


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE collaborative_event SET kind = 'x'", "DELETE FROM collaborative_event"],
)
def test_an_event_is_never_changed_or_removed_not_even_by_sql(statement):
    EventFactory()
    with pytest.raises(ProgrammingError, match="Cannot update or delete rows"):
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_the_event_of_the_portal_itself_names_nobody():
    about = UserFactory()
    event = Event.objects.record("office.taken", about, by=PORTAL, at=NOON)
    assert (event.by, event.who) == (None, "The portal")
