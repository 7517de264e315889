"""`manage.py work`: a worker that is stuck is ended and another begins."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from collaborative import workers
from collaborative.embedded.supervisor import wait_until
from notifications.management.commands import work
from notifications.models import Heartbeat
from tests.conftest import NOON
from tests.factories.notifications import HeartbeatFactory

ROOT = Path(__file__).resolve().parents[2]
NAME = "mail-1@sample"


class Process:
    """A worker's process that does nothing."""

    def __init__(self):
        self.ended = False


@pytest.fixture
def watch(db, monkeypatch):
    """A watch whose worker was just started, at noon, and what became of its workers."""
    begun = []

    def start(*_, **__):
        begun.append(Process())
        return begun[-1]

    monkeypatch.setattr(workers, "start", start)
    monkeypatch.setattr(workers, "end", lambda process: setattr(process, "ended", True))
    monkeypatch.setattr(workers, "call", lambda _: True)
    watch = work.Watch(NAME, queues=["mail"], concurrency=1)
    watch.begun = begun
    with time_machine.travel(NOON, tick=False):
        watch._start()
    return watch


def look(watch, seconds):
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        watch._look()
    return [process.ended for process in watch.begun]


def test_a_worker_that_has_answered_is_replaced_after_two_minutes_of_silence(watch):
    HeartbeatFactory(part="worker", name=NAME, at=NOON + timedelta(seconds=100))
    assert look(watch, 110) == [False]
    assert look(watch, 220) == [False]
    assert look(watch, 221) == [True, False]
    assert look(watch, 340) == [True, False]


def test_a_worker_has_five_minutes_to_begin(watch):
    assert look(watch, 300) == [False]
    assert look(watch, 301) == [True, False]


def test_what_a_worker_said_before_it_was_replaced_does_not_count(watch):
    HeartbeatFactory(part="worker", name=NAME, at=NOON - timedelta(seconds=1))
    assert look(watch, 300) == [False]
    assert look(watch, 301) == [True, False]


def test_another_workers_answer_does_not_count(watch):
    HeartbeatFactory(part="worker", name="mail-2@sample", at=NOON + timedelta(seconds=100))
    assert look(watch, 301) == [True, False]


def test_while_the_broker_is_away_nobody_is_judged(watch, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr(workers, "call", lambda _: False)
        assert look(watch, 600) == [False]
    assert look(watch, 900) == [False]
    assert look(watch, 901) == [True, False]


def test_while_the_database_is_away_nobody_is_judged(watch, monkeypatch):
    def away(*_, **__):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(work.connection, "close", lambda: None)  # the test's own goes on
        patch.setattr(work.Heartbeat.objects, "forget_workers", away)
        assert look(watch, 600) == [False]
    assert look(watch, 900) == [False]


def test_a_worker_that_ends_its_work_is_left_to_it(watch):
    watch.is_stopping = True
    assert look(watch, 9999) == [False]


def test_workers_that_are_gone_for_a_day_are_forgotten(watch):
    HeartbeatFactory(part="worker", name="mail-0@sample", at=NOON - timedelta(days=1))
    look(watch, 10)
    assert not Heartbeat.objects.exists()


def test_a_queue_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match="there is no queue 'post'") as refused:
        call_command("work", "--queues", "mail,post")
    assert refused.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_stopped_dead_is_replaced_and_ends_when_told(tmp_path):
    """The whole way: a true worker, which answers, is stopped, is found out, and begins anew."""
    database = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
    }
    with (tmp_path / "log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, "-c", IMPATIENT],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
    try:
        first = wait_for_worker(program.pid, besides=None)
        assert wait_until(Heartbeat.objects.exists, seconds=60)
        os.kill(first, signal.SIGSTOP)
        second = wait_for_worker(program.pid, besides=first)
        os.kill(second, signal.SIGKILL)
        wait_for_worker(program.pid, besides=second)
        program.terminate()
        assert program.wait(timeout=60) == 0
    finally:
        program.kill()
    said = (tmp_path / "log").read_text()
    assert ("has been silent for too long" in said, "was killed (SIGKILL)" in said) == (True, True)


IMPATIENT = """
import sys
from datetime import timedelta
import django; django.setup()
from notifications.management.commands import work
work.LOOK_EVERY = timedelta(seconds=1)
watch = work.Watch("mail-sample@localhost", queues=["mail"], concurrency=1)
watch.patience = timedelta(seconds=20)
sys.exit(watch.run())
"""


def wait_for_worker(parent: int, *, besides: int | None) -> int:
    """The number of the worker's main process, once there is one beside that."""

    def found():
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(child) for child in children if int(child) != besides]

    assert wait_until(lambda: bool(found()), seconds=90)
    time.sleep(0.1)
    return found()[0]
