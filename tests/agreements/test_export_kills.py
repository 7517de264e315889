"""Workers that are killed while they make an export: nothing is lost, and nothing half-made seen.

A few kills here; `EXPORT_KILLS=20` in the environment makes them twenty.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from agreements.models import Export
from agreements.models.exports import ExportQuerySet
from agreements.operations import exports
from agreements.results.exports import Scope
from collaborative.manifest import check_packet
from collaborative.models import Event
from collaborative.roles import Role
from tests.agreements import workers
from tests.agreements.workers import ring, until, working
from tests.conftest import in_office
from tests.factories.agreements import DocumentFactory, circulated, decided
from tests.factories.cities import CityFactory

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("EXPORT_KILLS", "3"))
LARGE = 30_000_000
"""Bytes of one paper, so that putting the file together takes a moment."""
HOUR = timedelta(hours=1)
WITHOUT_A_NAME_OF_ITS_OWN = """
import contextlib, django, sys
django.setup()
from datetime import timedelta
from django.utils import timezone
from agreements.operations import exports
from agreements.operations.exports import making, writing
@contextlib.contextmanager
def in_place(path, *, token, keep):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with writing.Watched(path, keep) as out:
        yield out, path
making.writing = in_place
exports.make_waiting(clock=timezone.now, within=timedelta(hours=1))
"""


@pytest.fixture
def files(settings, tmp_path) -> Path:
    settings.LEASE_SECONDS = workers.LEASE
    workers.flush()
    yield Path(settings.MEDIA_ROOT)
    workers.flush()


@pytest.fixture
def clerk():
    """The clerk of a city whose council adopted one agreement for each kill, and two more."""
    city, other = CityFactory(slug="raytown", name="Raytown"), CityFactory()
    for number in range(KILLS + 2):
        agreement = circulated(city, other, title=f"Sample {number}", words=f"Words {number}")
        decided(agreement, city, on=date(2026, 3, 1))
    DocumentFactory(agreement=agreement, content=os.urandom(LARGE))
    return in_office(Role.CLERK, city)


def ask(clerk) -> Export:
    return exports.ask(Scope(), by=clerk, at=timezone.now())[0]


def parts(export: Export, pattern: str = "*.part") -> set[str]:
    return {each.name for each in export.folder.glob(pattern)}


def done(export: Export) -> int:
    return Export.objects.values_list("done", flat=True).get(pk=export.pk)


def is_ready(export: Export) -> bool:
    return Export.objects.get(pk=export.pk).state == Export.State.READY


def rung_until_ready(export: Export) -> bool:
    """Ask as the clock does, every now and then."""
    ring()
    return is_ready(export)


def seen(export: Export) -> list[str]:
    """What is wrong with the file that is there under its name; nothing where there is none."""
    return check_packet(export.file) if export.file.is_file() else []


def wait_for_a_bad_moment(export: Export, number: int) -> None:
    """Most workers are killed in their second packet, some in their first, the last at the end."""
    if number == KILLS - 1:
        until(lambda: parts(export, "packets.zip.*"), what="the file is put together")
        return
    before, left = done(export), parts(export)
    more = 0 if number % 3 == 1 else 1
    until(lambda: done(export) >= before + more, what="a packet is made")
    until(lambda: parts(export) - left, what="another is begun")


def test_a_worker_killed_again_and_again_ends_with_the_bytes_of_one_that_was_not(clerk, files):
    calm = ask(clerk)
    exports.make_waiting(clock=timezone.now, within=HOUR)
    killed, flaws = ask(clerk), []
    for number in range(KILLS):
        with working(files) as worker:
            ring()
            wait_for_a_bad_moment(killed, number)
            worker.kill()
        flaws += seen(killed)
        assert not is_ready(killed)
    with working(files):
        until(lambda: rung_until_ready(killed), what="it is ready", pause=0.5)
    assert flaws == []
    assert check_packet(killed.file) == []
    assert killed.file.read_bytes() == calm.file.read_bytes()
    assert Event.objects.about(killed).filter(kind="export.ready").count() == 1
    exports.sweep()
    assert [each.name for each in killed.folder.iterdir()] == ["packets.zip"]


def test_control_a_worker_that_writes_under_the_files_own_name_shows_half_of_it(clerk, files):
    export = ask(clerk)
    worker = workers.started([sys.executable, "-c", WITHOUT_A_NAME_OF_ITS_OWN], files)
    try:
        until(export.file.is_file, what="a file under its name")
    finally:
        worker.kill()
    assert seen(export) == [
        "The file is not a packet: it does not begin and end as a packet's ZIP does."
    ]


def test_control_without_leases_that_run_out_the_job_never_ends(clerk, files, monkeypatch):
    export = ask(clerk)
    with working(files) as worker:
        ring()
        until(lambda: parts(export), what="a packet is begun")
        worker.kill()

    def waiting(self, at):
        return self.filter(state=Export.State.WAITING)

    monkeypatch.setattr(ExportQuerySet, "claimable", waiting)
    for hours in range(1, 25):
        at = timezone.now() + hours * HOUR
        assert exports.make_waiting(clock=lambda at=at: at, within=HOUR) == 0
    assert not is_ready(export)


def test_the_same_task_many_times_at_once_makes_one_file(clerk, files):
    export = ask(clerk)
    for _ in range(6):
        ring()
    with working(files, at_once=3):
        until(lambda: is_ready(export), what="it is ready")
    assert [event.kind for event in Event.objects.about(export)] == [
        "export.asked",
        "export.begun",
        "export.ready",
    ]
    assert seen(export) == []


def test_a_broker_that_lost_everything_delays_it_until_the_clock_asks_again(clerk, files):
    export = ask(clerk)
    ring()
    workers.flush()
    with working(files):
        until(lambda: rung_until_ready(export), what="it is ready", pause=0.5)
    assert seen(export) == []
