"""What packets cost, one large one and very many at once, beside a bare ZIP of the same bytes."""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

from agreements.models import Export
from agreements.operations import exports
from agreements.results.exports import Scope
from collaborative.models import Actor
from collaborative.roles import Role
from tests.bench.site import LONGEST_SECONDS, TOKEN, Server, database, served
from tests.bench.wsgi import MEGABYTES
from tests.conftest import in_office, sign_in
from tests.factories.agreements import DocumentFactory, circulated, decided
from tests.factories.cities import CityFactory, OrganisationFactory

FEW, MANY = 50, 500
"""Agreements exported at once."""
PAPER, LARGE_PAPER = 100_000, 25_000_000
"""Bytes of the paper beside each agreement, and of each of the two beside the large one."""
FIRST, LAST = date(2026, 2, 2), date(2026, 3, 2)
MADE_BY_A_NEW_WORKER = """
import django, json, time
django.setup()
from datetime import timedelta
from pathlib import Path
from django.utils import timezone
from agreements.operations import exports
from agreements.operations.exports import making
def largest():
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
bind, bound = making.bind, []
def timed(*args, **kwargs):
    began = time.perf_counter()
    made = bind(*args, **kwargs)
    bound.append(time.perf_counter() - began)
    return made
making.bind = timed
before, began = largest(), time.perf_counter()
exports.make_waiting(clock=timezone.now, within=timedelta(hours=1))
took = time.perf_counter() - began
print(json.dumps({"seconds": took, "bound": bound[0], "before": before, "largest": largest()}))
"""


@dataclass(frozen=True)
class Taken:
    """A file that was downloaded: seconds to its first byte and to its last, and what it cost."""

    first: float
    last: float
    bytes: int
    megabytes: int


@dataclass(frozen=True)
class Archive:
    """A portal full of adopted agreements, and whoever may export them all."""

    server: Server
    facilitator: Actor

    def take(self, method: str, path: str, file: Path) -> Taken:
        """Download a file from a new process, in pieces, on a connection of its own."""
        self.server.start()
        session = sign_in(self.facilitator).cookies[settings.SESSION_COOKIE_NAME].value
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        sent = urlencode({"csrfmiddlewaretoken": TOKEN, "city": ""})
        visitor = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=LONGEST_SECONDS)
        began = time.perf_counter()
        visitor.request(method, path, body=sent if method == "POST" else None, headers=headers)
        answer = visitor.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}.")
        with file.open("wb") as out:
            out.write(answer.read(1))
            first = time.perf_counter() - began
            while piece := answer.read(256 * 1024):
                out.write(piece)
        last = time.perf_counter() - began
        visitor.close()
        return Taken(first, last, file.stat().st_size, int(answer.headers[MEGABYTES]))

    def largest(self) -> int:
        """How large the web process has been, in MB, once a file has gone out of it."""
        visitor = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        visitor.request("GET", "/")
        answer = visitor.getresponse()
        answer.read()
        visitor.close()
        return int(answer.headers[MEGABYTES])


def report() -> Iterator[str]:
    """Say, a line each, what takes how long and how much memory."""
    with _archive() as archive, tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "kept.zip"
        yield from _large(archive, kept)
        for number, until in ((FEW, FIRST), (MANY, LAST)):
            yield from _many(archive, number, until, kept)


def _large(archive: Archive, kept: Path) -> Iterator[str]:
    taken = archive.take("POST", "/agreements/large/packet/", kept)
    bare = _bare(kept)
    yield (
        f"One packet of {_mb(taken.bytes)}: first byte after {taken.first:.2f} s, last after "
        f"{taken.last:.2f} s, {taken.last / bare:.1f} times a bare ZIP of the same bytes "
        f"({bare:.2f} s); the web process has been {archive.largest()} MB at its largest."
    )


def _many(archive: Archive, number: int, until: date, kept: Path) -> Iterator[str]:
    scope = Scope(begins_on=FIRST, ends_on=until)
    export, _ = exports.ask(scope, by=archive.facilitator, at=timezone.now())
    made = json.loads(
        subprocess.run(
            [sys.executable, "-c", MADE_BY_A_NEW_WORKER],
            env={**os.environ, "DATABASE_URL": archive.server.database_url},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    )
    export.refresh_from_db()
    if (export.state, export.total) != (Export.State.READY, number):
        raise RuntimeError(f"The {export} is {export.state}: {export.reason}")
    bare = _bare(export.file)
    yield (
        f"{number} agreements in bulk, {_mb(export.file.stat().st_size)}: made in "
        f"{made['seconds']:.1f} s, {made['seconds'] / number:.2f} s each; put together in "
        f"{made['bound']:.2f} s, {made['bound'] / bare:.1f} times a bare ZIP of the same bytes "
        f"({bare:.2f} s); the worker has been {made['largest']} MB at its largest "
        f"({made['before']} before)."
    )
    taken = archive.take("GET", f"{export.get_absolute_url()}file/", kept)
    yield (
        f"Its download: first byte after {taken.first * 1000:.0f} ms, last after {taken.last:.2f} "
        f"s; the web process has been {archive.largest()} MB at its largest "
        f"({taken.megabytes} before the first byte)."
    )


def _bare(packed: Path) -> float:
    """Seconds that the library needs to store the same files in a ZIP, and to read them before."""
    with tempfile.TemporaryFile() as out, zipfile.ZipFile(packed) as source:
        began = time.perf_counter()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bare:
            for info in source.infolist():
                with source.open(info) as file, bare.open(info.filename, "w") as member:
                    while piece := file.read(256 * 1024):
                        member.write(piece)
        return time.perf_counter() - began


@contextmanager
def _archive() -> Iterator[Archive]:
    """Fill a new database with agreements that one council adopted on two days, and serve it."""
    with database("bench_exports"):
        city, other = (CityFactory(slug=slug) for slug in ("raytown", "grandview"))
        marc = OrganisationFactory(slug="marc", kind="regional")
        for number in range(MANY):
            agreement = circulated(city, other, title=f"Sample {number}", words=f"Words {number}.")
            decided(agreement, city, on=FIRST if number < FEW else LAST)
            DocumentFactory(agreement=agreement, content=os.urandom(PAPER))
        large = circulated(city, other, slug="large", title="Sample, large", words="Large words.")
        for _ in range(2):
            DocumentFactory(agreement=large, content=os.urandom(LARGE_PAPER))
        facilitator = in_office(Role.FACILITATOR, marc)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        with served() as server:
            yield Archive(server, facilitator)


def _mb(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
