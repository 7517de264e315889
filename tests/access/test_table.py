"""Every address × every principal × GET and POST, from one table."""

import re
from collections.abc import Iterator
from copy import deepcopy
from http.cookies import SimpleCookie

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, path, reverse

from tests.access.outcomes import Row, expected, outcome
from tests.access.principals import PRINCIPALS
from tests.access.table import TABLE
from tests.access.world import World
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
WRITES = re.compile(r"^(INSERT INTO|UPDATE|DELETE FROM) \"(?!django_session|cache)", re.IGNORECASE)


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Every URL name of a resolver, through all that it includes."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


@pytest.fixture(scope="module")
def cookies(world, django_db_blocker) -> dict[str, SimpleCookie]:
    """What everybody's browser holds, signed in once."""
    with django_db_blocker.unblock():
        return {who: sign_in(actor).cookies for who, actor in world.people.items()}


@pytest.fixture
def clients(cookies) -> dict[str, Client]:
    """Everybody's browser, as good as new: signing out of one leaves the next signed in."""
    fresh = {who: Client() for who in cookies}
    for who, client in fresh.items():
        client.cookies = deepcopy(cookies[who])
    return fresh


def ask(client, method: str, url: str, data: dict[str, str]):
    """Send one request and take back what it changed; tell what it wrote as well."""
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        answer = client.get(url) if method == "get" else client.post(url, data)
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    writes = [query["sql"][:120] for query in queries if WRITES.match(query["sql"])]
    return answer, body, writes


def test_every_address_has_a_row_and_every_row_an_address():
    assert sorted(set(addresses(get_resolver()))) == sorted(TABLE)


def test_an_address_without_a_row_would_be_found():
    resolver = URLResolver(get_resolver().pattern, [path("secret/", lambda _: None, name="secret")])
    assert set(addresses(resolver)) - set(TABLE) == {"secret"}


def test_no_address_is_without_a_name():
    assert not [name for name in addresses(get_resolver()) if name.endswith("None")]


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_principal_gets_what_the_table_says(world, clients, settings, name, method):
    row = TABLE[name]
    settings.MEDIA_ROOT = world.files
    url, said = address(name, row, world), expected(getattr(row, method))
    faults = []
    for who in PRINCIPALS:
        answer, body, writes = ask(clients[who], method, url, row.data)
        got = outcome(answer)
        if got != said[who]:
            faults.append(f"{who}: {got}, and the table says {said[who]}")
        faults += leaks(world, who, body, row.shows)
        if got != "ok":
            faults += [f"{who} was turned away, yet: {sql}" for sql in writes]
        if got == "hidden" and row.missing:
            faults += differs_from_missing(clients[who], who, name, row, method, body)
    assert faults == []


def address(name: str, row: Row, world: World) -> str:
    """The address of the row's own objects."""
    return reverse(name, args=[world.things.get(arg, arg) for arg in row.args])


def leaks(world: World, who: str, body: bytes, shows: tuple[str, ...]) -> list[str]:
    """Name every canary in an answer that this principal may not read."""
    text = body.decode(errors="replace")
    return [
        f"{who} was shown {canary}"
        for canary, readers in world.canaries.items()
        if canary in text and who not in readers and canary not in shows
    ]


def differs_from_missing(client, who, name, row, method, body) -> list[str]:
    """Tell whether a hidden object answers otherwise than one that does not exist."""
    missing = reverse(name, args=row.missing)
    other, other_body, _ = ask(client, method, missing, row.data)
    same = outcome(other) == "hidden" and TOKEN.sub(b"", other_body) == TOKEN.sub(b"", body)
    return [] if same else [f"{who} can tell a hidden {name} from a missing one"]
