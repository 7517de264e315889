"""A real Celery worker on the queue of exports, to be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from django.db import connection
from kombu import Connection

from collaborative.celery import app

ROOT = Path(__file__).parents[2]
APART = 7
"""The database of the broker that these tests have for themselves."""
TASK = "agreements.make_exports"
COMMAND = [sys.executable, "-m", "celery", "--app", "collaborative.celery", "worker"]
QUIET = ["--without-gossip", "--without-mingle", "--loglevel", "warning"]
LEASE = 1


def broker() -> str:
    """The broker of the run, in a database where nobody else looks."""
    return f"{os.environ['BROKER_URL'].partition('?')[0]}?virtual_host={APART}"


def flush() -> None:
    """Empty the broker, as after a loss of its data."""
    path = os.environ["BROKER_URL"].partition("?")[0].removeprefix("redis+socket://")
    with redis.Redis(unix_socket_path=path, db=APART) as client:
        client.flushdb()


def ring() -> None:
    """Send what the clock sends every few seconds."""
    with Connection(broker()) as line:
        app.send_task(TASK, connection=line)


def environment(files: Path) -> dict[str, str]:
    """The run's environment, with the test's own database, files and broker."""
    database = os.environ["DATABASE_URL"].rpartition("/")[0]
    return {
        **os.environ,
        "BROKER_URL": broker(),
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "LEASE_SECONDS": str(LEASE),
        "MEDIA_ROOT": str(files),
    }


@dataclass
class Worker:
    """One that runs, in a session of its own."""

    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it and its children at once, with whatever they have in hand."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


@contextmanager
def working(files: Path, *, at_once: int = 1) -> Iterator[Worker]:
    """A worker that takes so many tasks at once; killed in the end, if not before."""
    options = ["--queues", "exports", "--concurrency", str(at_once), *QUIET]
    worker = started([*COMMAND, *options], files)
    try:
        yield worker
    finally:
        worker.kill()


def started(command: list[str], files: Path) -> Worker:
    """Start a process that makes exports."""
    return Worker(
        subprocess.Popen(command, env=environment(files), cwd=ROOT, start_new_session=True)
    )


def until(
    look: Callable[[], object], *, what: str, seconds: float = 180, pause: float = 0.002
) -> None:
    """Look again and again until it is so; fail after the time given."""
    deadline = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < deadline, f"not in {seconds:.0f} seconds: {what}"
        time.sleep(pause)
