"""The cast: people by office, not rows."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import hypothesis
import pytest
from django.test import Client
from xdist.remote import Producer

from cities.models import City, Office
from collaborative import rights
from collaborative.embedded import browser as chromium
from collaborative.models import Actor
from collaborative.roles import Role
from tests import sharing
from tests.factories.cities import CityFactory, OfficeFactory, OrganisationFactory
from tests.factories.people import UserFactory
from tests.guards import application_only, let_go_of_the_database

# Playwright's synchronous interface runs an event loop of its own in the test's thread, which
# Django would otherwise take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CITIES = {
    "independence": "Independence",
    "lees-summit": "Lee's Summit",
    "blue-springs": "Blue Springs",
    "grandview": "Grandview",
    "raytown": "Raytown",
}
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
"""Monday, March 2, 2026, noon in the cities."""

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Real records of other bodies, kept beside a maintainer's checkout; elsewhere absent."""

# How long an example takes says how busy the machine is, and nothing about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

InOffice = Callable[..., Actor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; skip the tests on real records where those are not."""
    items.sort(key=lambda item: sharing.place(item.nodeid))
    for item in items:
        if item.get_closest_marker("records") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason="the real records are not beside the checkout"))


def pytest_xdist_auto_num_workers() -> int:
    """As many processes as there are CPUs for us, and no more than the database serves."""
    return min(len(os.sched_getaffinity(0)), sharing.MOST_WORKERS)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> sharing.ByFile:
    """Share the tests out as `tests/sharing.py` says."""
    return sharing.ByFile(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> Iterator[None]:
    """Sign in as the owner, who makes and removes the tests' database."""
    with rights.as_owner():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Let all tests work with the rights that the portal itself has."""
    with application_only():
        yield
    with django_db_blocker.unblock():
        let_go_of_the_database()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """This machine's Chromium; root must do without its sandbox, since Chromium refuses it."""
    arguments = ["--disable-quic", "--disable-background-networking", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": str(chromium.find()), "args": arguments}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """Keep what a test uploads in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def cities(db) -> dict[str, City]:
    """The five cities, by slug."""
    return {slug: CityFactory(slug=slug, name=name) for slug, name in CITIES.items()}


@pytest.fixture
def marc(db):
    """The Mid-America Regional Council."""
    return OrganisationFactory(slug="marc", name="Mid-America Regional Council", kind="regional")


@pytest.fixture
def gti(db):
    """The Government Training Institute."""
    return OrganisationFactory(slug="gti", name="Government Training Institute", kind="institute")


def in_office(role: Role, organisation, *, name: str = "") -> Actor:
    """Somebody who holds one office since 2020: each call brings another person."""
    person = UserFactory(name=name or f"{role.label}, {organisation.name}")
    OfficeFactory(person=person, organisation=organisation, role=role)
    return Office.objects.actor(person, on=date(2026, 3, 2))


def _in_city(role: Role, cities: dict[str, City]) -> InOffice:
    def appoint(city: City | str) -> Actor:
        return in_office(role, cities[city] if isinstance(city, str) else city)

    return appoint


@pytest.fixture
def staff_of(cities) -> InOffice:
    """Somebody on a city's staff: `staff_of("raytown")`."""
    return _in_city(Role.STAFF, cities)


@pytest.fixture
def liaison_of(cities) -> InOffice:
    """A city's liaison."""
    return _in_city(Role.LIAISON, cities)


@pytest.fixture
def evaluator_of(cities) -> InOffice:
    """A city's evaluator."""
    return _in_city(Role.EVALUATOR, cities)


@pytest.fixture
def clerk_of(cities) -> InOffice:
    """A city's clerk."""
    return _in_city(Role.CLERK, cities)


@pytest.fixture
def facilitator(marc) -> Actor:
    """A facilitator at MARC."""
    return in_office(Role.FACILITATOR, marc)


@pytest.fixture
def analyst(gti) -> Actor:
    """A training analyst at GTI."""
    return in_office(Role.ANALYST, gti)


@pytest.fixture
def administrator(marc) -> Actor:
    """An administrator at MARC."""
    return in_office(Role.ADMINISTRATOR, marc)


@pytest.fixture
def stranger(db) -> Actor:
    """Somebody with an account and no office."""
    return Actor(user=UserFactory(name="Somebody without an office"))


def sign_in(actor: Actor) -> Client:
    """A client signed in as somebody; with nobody, one that is not signed in."""
    client = Client()
    if actor.user is not None:
        client.force_login(
            actor.user, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
    return client


@pytest.fixture
def client_for() -> Callable[[Actor], Client]:
    """`client_for(actor)`: a test client signed in as somebody."""
    return sign_in
