"""A site to look at: a world in the database, a server in a thread, two readers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.signals import template_rendered
from pytest_django.live_server_helper import LiveServer

from tests.access.world import World, build
from tests.conftest import CITIES, sign_in
from tests.factories.cities import CityFactory, OrganisationFactory
from tests.pages.browser import Cookies, Readers
from tests.pages.scene import set_scene
from tests.pages.scene.scoring import add_scoresheets
from tests.pages.scene.training_catalogue import add_course_files
from tests.pages.scene.training_needs import add_needs_sheets
from tests.pages.scene.training_plan import add_plan_sheets
from tests.pages.states import State


@dataclass
class Site:
    """A running portal, who and what is in it, and which titles its pages have had."""

    url: str
    world: World
    titles: dict[str, str] = field(default_factory=dict)
    """Each title with the address that has it."""

    def cookies(self, state: State) -> Cookies:
        """What the browser of the state's person holds, just signed in."""
        client = sign_in(self.world.people[state.who])
        if state.is_confirmed:
            request = RequestFactory().get("/")
            request.session, request.user = client.session, self.world.people[state.who].user
            reauthenticate_by_password(request)
            request.session.save()
        return [
            {"name": name, "value": cookie.value, "url": self.url}
            for name, cookie in client.cookies.items()
        ]

    @contextmanager
    def drawing(self) -> Iterator[set[str]]:
        """Gather the names of the templates that the server draws meanwhile."""
        drawn: set[str] = set()

        def note(*, template, **_) -> None:
            drawn.add(template.name)

        template_rendered.connect(note)
        try:
            yield drawn
        finally:
            template_rendered.disconnect(note)


@pytest.fixture
def _django_db_helper(django_db_setup) -> None:
    """Keep pytest-django from holding each test in a transaction, which the server cannot see."""


@pytest.fixture(scope="module")
def readers(browser) -> Iterator[Readers]:
    """Two readers for all pages."""
    both = Readers(browser)
    yield both
    both.close()


@pytest.fixture(scope="module")
def site(request, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """The portal in demo mode with one of everything, or with nothing but people."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "mail").mkdir()
    demo = {
        "DEMO": True,
        "MODE": "demo",
        "MAIL_FOLDER": folder / "mail",
        "MEDIA_ROOT": folder / "files",
    }
    with django_db_blocker.unblock(), override_settings(**demo):
        world = _world(with_things=request.param, folder=folder)
        server = LiveServer("127.0.0.1")
        try:
            yield Site(server.url, world)
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            connection.close()
            connection.close_pool()


def _world(*, with_things: bool, folder: Path) -> World:
    cities = {slug: CityFactory(slug=slug, name=name) for slug, name in CITIES.items()}
    marc = OrganisationFactory(slug="marc", name="Mid-America Regional Council", kind="regional")
    gti = OrganisationFactory(slug="gti", name="Government Training Institute", kind="institute")
    world = build(cities, marc, gti, files=folder / "files", with_things=with_things)
    if with_things:
        set_scene(world, cities)
        world.things["letter"] = _letter(folder / "mail")
        world.things["huge_file"] = _huge(folder)
        add_scoresheets(world, folder)
        add_needs_sheets(world, folder)
        add_course_files(world, folder)
        add_plan_sheets(world, folder)
    return world


def _letter(folder: Path) -> str:
    message = EmailMessage()
    message["To"] = "liaison-raytown@sample.example"
    message["Subject"] = "3 reviews are due on Friday, March 6, 2026"
    message["Date"] = "Mon, 02 Mar 2026 18:00:00 +0000"
    message.set_content("A sample letter.\n\nhttp://127.0.0.1/reviews/\n")
    (folder / "sample.eml").write_bytes(message.as_bytes())
    return "sample"


def _huge(folder: Path) -> Path:
    """A file of 27 MB, more than any form takes; it occupies no room on the disk."""
    file = folder / "huge.pdf"
    with file.open("wb") as content:
        content.truncate(27 * 1024 * 1024)
    return file
