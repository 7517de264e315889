"""A loaded database of its own with one web process in front of it, and a visitor."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from cities.models import Office
from collaborative import rights
from collaborative.models import Actor
from collaborative.roles import Role
from initiatives.models import Entry, Proposal, Review, Round
from initiatives.models.ordering import ORDERS, Place
from initiatives.models.proposals import readable_to
from initiatives.operations import entries, reviews
from tests.bench.wsgi import MEGABYTES, STATEMENTS
from tests.conftest import sign_in

STARTING_SECONDS = 60
LONGEST_SECONDS = 300
"""How long one answer may take: the close of a large round ranks it."""
TOKEN = "0123456789abcdefghijklmnopqrstuv"


@dataclass(frozen=True)
class Answer:
    """What came back: how long it took, and what it cost the database and the memory."""

    milliseconds: float
    statements: int
    megabytes: int
    bytes: int


@dataclass
class Server:
    """One process that answers one request at a time, and may be replaced by a new one."""

    listener: socket.socket
    log: IO[bytes]
    database_url: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self.listener.getsockname()[1]

    def start(self) -> None:
        """Begin anew: what the process before kept in memory is gone."""
        self.stop()
        command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi", "--no-control-socket"]
        options = ["--workers", "1", "--bind", f"fd://{self.listener.fileno()}"]
        self.process = subprocess.Popen(
            [*command, *options, "--timeout", str(LONGEST_SECONDS)],
            env={**os.environ, "DATABASE_URL": self.database_url},
            pass_fds=[self.listener.fileno()],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        _wait_for(self.port)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None


@dataclass
class Visited:
    """A running portal."""

    server: Server

    def get(self, path: str, *, by: Client) -> Answer:
        return self._ask("GET", path, by, "")

    def post(self, path: str, fields: dict[str, object], *, by: Client) -> Answer:
        return self._ask("POST", path, by, urlencode({"csrfmiddlewaretoken": TOKEN, **fields}))

    def _ask(self, method: str, path: str, by: Client, body: str) -> Answer:
        """Ask on a connection of its own, to the last byte; a refusal is an error."""
        session = by.cookies[settings.SESSION_COOKIE_NAME].value
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        visitor = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=LONGEST_SECONDS)
        began = time.perf_counter()
        visitor.request(method, path, body=body or None, headers=headers)
        answer = visitor.getresponse()
        content = answer.read()
        took = time.perf_counter() - began
        visitor.close()
        if answer.status != (200 if method == "GET" else 302):
            raise RuntimeError(f"{method} {path} answered {answer.status}.")
        return Answer(
            milliseconds=took * 1000,
            statements=int(answer.headers[STATEMENTS]),
            megabytes=int(answer.headers[MEGABYTES]),
            bytes=len(content),
        )


@dataclass
class Site(Visited):
    """A portal with a round: who is signed in (their cookies), and what there is to look at."""

    proposals: int
    facilitator: Client
    evaluator: Client
    slug: str
    reference: str
    review: Review
    keys: list[str]
    deep: str
    other_review: int
    saves: int = 0
    saves_by_hand: int = 0


@contextmanager
def loaded(proposals: int, **size: int) -> Iterator[Site]:
    """Fill a new database, leave its round open, and serve it; both are gone afterwards."""
    with database(f"bench_{proposals}"):
        call_command("load_scale", proposals=proposals, leave_open=True, **size)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        round_ = Round.objects.get()
        review = _begun_review(round_)
        actor = _actor(review.evaluator)
        facilitator = _actor(Office.objects.in_role(Role.FACILITATOR).get().person)
        with served() as server:
            yield Site(
                server=server,
                proposals=proposals,
                facilitator=sign_in(facilitator),
                evaluator=sign_in(actor),
                slug=round_.slug,
                reference=review.entry.proposal.reference,
                review=review,
                keys=list(round_.criteria.values_list("key", flat=True)),
                deep=_deep(facilitator),
                other_review=Review.objects.exclude(pk=review.pk).latest("pk").pk,
            )


@contextmanager
def database(name: str) -> Iterator[None]:
    """Make a database as the tests do, so that no other one is ever touched."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()  # its connections lead to the database before this one
    connection.settings_dict["TEST"]["NAME"] = name
    with rights.as_owner():
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)


@contextmanager
def served() -> Iterator[Server]:
    """Serve the connected database."""
    with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryFile() as log:
        database = connection.settings_dict["NAME"]
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"
        server = Server(listener, log, url)
        try:
            server.start()
            yield server
        except Exception:
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace"))
            raise
        finally:
            server.stop()


def _wait_for(port: int) -> None:
    visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTING_SECONDS)
    visitor.request("GET", "/healthz")
    visitor.getresponse().read()
    visitor.close()


def _begun_review(round_: Round) -> Review:
    """Ask one more evaluator about the first entry, who declares that there is no conflict."""
    at = timezone.now()
    entry = Entry.objects.filter(round=round_).select_related("proposal__city").earliest("pk")
    facilitator = _actor(Office.objects.in_role(Role.FACILITATOR).get().person)
    office = (
        Office.objects.in_role(Role.EVALUATOR)
        .exclude(organisation=entry.proposal.city)
        .exclude(person__reviews__entry=entry)
        .earliest("pk")
    )
    review = entries.assign(entry, office=office, by=facilitator, at=at)
    reviews.declare(review, by=_actor(office.person), at=at)
    return review


def _deep(actor: Actor) -> str:
    """The query that leads to behind nine tenths of the list, by title."""
    order = ORDERS["title"]
    listed = Proposal.objects.listed_for(actor)
    listed = listed.in_order(order, "", readable=readable_to(actor))
    last = listed[listed.count() * 9 // 10]
    return urlencode({"sort": order.key, "after": Place(order, last.place, last.pk)})


def _actor(person) -> Actor:
    return Office.objects.actor(person, on=timezone.localdate())
