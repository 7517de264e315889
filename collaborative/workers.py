"""A Celery worker as a process: how it is started, called by its name, and ended at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial

from collaborative import doorbell
from collaborative.processes import tie_to_parent

ALIVE = "notifications.alive"


def start(name: str, *, queues: Sequence[str], concurrency: int) -> subprocess.Popen[bytes]:
    """Start a worker for these queues, and for one of its own by which it alone is called.

    It has a session of its own, so that it can be ended with its children, and ends when this
    process does.
    """
    command = [sys.executable, "-m", "celery", "--app", "collaborative.celery", "worker"]
    options = ["--queues", ",".join([*queues, _own_queue(name)]), "--hostname", name]
    options += ["--concurrency", str(concurrency), "--loglevel", "info"]
    return subprocess.Popen(  # noqa: S603 - the command is ours
        [*command, *options, "--pool", "prefork", "--without-gossip", "--without-mingle"],
        start_new_session=True,
        preexec_fn=partial(tie_to_parent, os.getpid(), signal.SIGKILL),  # noqa: PLW1509 - no threads
    )


def call(name: str) -> bool:
    """Ask one worker for a sign of life; False where the broker is away."""
    return doorbell.send(ALIVE, queue=_own_queue(name), worker=name)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a worker and its children at once, with whatever they have in hand."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _own_queue(name: str) -> str:
    return f"alive.{name}"
