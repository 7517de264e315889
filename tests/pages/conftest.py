"""A site to look at: a world in the database, a server in a thread, a browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.access.world import World, build
from tests.conftest import CITIES, sign_in
from tests.factories.cities import CityFactory, InvitationFactory, OrganisationFactory


@dataclass
class Site:
    """A running portal, and who and what is in it."""

    url: str
    world: World
    cookies: dict[str, list[dict]]
    """What a browser holds when each of the cast is signed in."""


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
            yield Site(server.url, world, _cookies(world, server.url))
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)
            connection.close()
            connection.close_pool()


def _cookies(world: World, url: str) -> dict[str, list[dict]]:
    return {
        who: [
            {"name": name, "value": cookie.value, "url": url}
            for name, cookie in sign_in(actor).cookies.items()
        ]
        for who, actor in world.people.items()
    }


def _world(*, with_things: bool, folder: Path) -> World:
    cities = {slug: CityFactory(slug=slug, name=name) for slug, name in CITIES.items()}
    marc = OrganisationFactory(slug="marc", name="Mid-America Regional Council", kind="regional")
    gti = OrganisationFactory(slug="gti", name="Government Training Institute", kind="institute")
    world = build(cities, marc, gti, files=folder / "files", with_things=with_things)
    if with_things:
        world.things["old_token"] = InvitationFactory(state="revoked").token
        world.things["letter"] = _letter(folder / "mail")
    return world


def _letter(folder: Path) -> str:
    message = EmailMessage()
    message["To"] = "liaison-raytown@sample.example"
    message["Subject"] = "3 reviews are due on Friday, March 6, 2026"
    message["Date"] = "Mon, 02 Mar 2026 18:00:00 +0000"
    message.set_content("A sample letter.\n\nhttp://127.0.0.1/reviews/\n")
    (folder / "sample.eml").write_bytes(message.as_bytes())
    return "sample"
