"""`manage.py work --queues mail`: a Celery worker, and a watch that starts one anew that is stuck.

A worker can be alive and take nothing any more: stopped, or holding a line to the broker that is
dead. Whoever watches it therefore asks for a sign of life by the way on which its work comes, and
judges by what the worker then wrote into the database. While broker or database are away nobody
can answer, and nobody is judged.
"""

import logging
import os
import signal
import socket
import subprocess
from argparse import ArgumentParser
from datetime import datetime, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from collaborative import workers
from collaborative.celery import QUEUES
from notifications.models import Heartbeat

LOOK_EVERY = timedelta(seconds=10)
TO_BEGIN = timedelta(minutes=5)
"""How long a worker may take until its first sign of life, on a machine that is busy."""
FORGOTTEN_AFTER = timedelta(days=1)

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs a worker until told to stop; its exit code is the worker's."""

    help = "Run a Celery worker and start it anew when it takes nothing any more, or was killed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the worker works at."""
        parser.add_argument(
            "--queues", required=True, help=f"of {', '.join(QUEUES)}; several with commas"
        )
        parser.add_argument("--concurrency", type=int, default=2, help="tasks at once; 2")

    def handle(self, *, queues: str, concurrency: int, **_options: object) -> None:
        """Run and watch."""
        wanted = queues.split(",")
        if unknown := [queue for queue in wanted if queue not in QUEUES]:
            raise CommandError(
                f"--queues {queues}: there is no queue {unknown[0]!r}, expected some of "
                f"{', '.join(QUEUES)}.",
                returncode=2,
            )
        name = f"{'-'.join(wanted)}-{os.getpid()}@{socket.gethostname()}"
        code = Watch(name, queues=wanted, concurrency=concurrency).run()
        if code:
            raise CommandError(f"The worker {name} ended with exit code {code}.", returncode=code)


class Watch:
    """One worker, started anew whenever it is found stuck or was killed."""

    def __init__(self, name: str, *, queues: list[str], concurrency: int) -> None:
        """Nothing is started yet."""
        self.name, self.queues, self.concurrency = name, queues, concurrency
        self.patience = max(QUEUES[queue] for queue in queues)
        self.is_stopping = False
        self.worker: subprocess.Popen[bytes]
        self.since: datetime
        """From when on a sign of life can be expected."""
        self.has_begun = False

    def run(self) -> int:
        """Work until told to stop (TERM or INT), then let the worker end; return its exit code."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, self._stop)
        self._start()
        while True:
            try:
                code = self.worker.wait(timeout=LOOK_EVERY.total_seconds())
            except subprocess.TimeoutExpired:
                self._look()
                continue
            if code >= 0:
                return code
            if self.is_stopping:  # told before it had begun to listen for it
                return 0 if code == -signal.SIGTERM else 128 - code
            logger.error("The worker %s was killed (%s).", self.name, signal.Signals(-code).name)
            self._start()

    def _start(self) -> None:
        self.worker = workers.start(self.name, queues=self.queues, concurrency=self.concurrency)
        self.since, self.has_begun = timezone.now(), False
        if self.is_stopping:  # told while it was being started
            self.worker.terminate()

    def _stop(self, *_: object) -> None:
        self.is_stopping = True
        self.worker.terminate()

    def _look(self) -> None:
        """Ask for a sign of life, and end a worker that has given none for too long."""
        if self.is_stopping:
            return
        at = timezone.now()
        patience = self.patience if self.has_begun else max(self.patience, TO_BEGIN)
        if not workers.call(self.name) or not self._is_known(at):
            self.since = at
        elif at - self.since > patience:
            logger.error("The worker %s has been silent for too long; another begins.", self.name)
            workers.end(self.worker)
            self._start()

    def _is_known(self, at: datetime) -> bool:
        """Read the worker's last sign of life; tell whether the database could be asked."""
        beats = Heartbeat.objects
        try:
            beats.forget_workers(before=at - FORGOTTEN_AFTER)
            seen = beats.filter(part=Heartbeat.Part.WORKER, name=self.name).first()
        except DatabaseError:
            connection.close()
            return False
        if seen is not None and seen.at > self.since:
            self.since, self.has_begun = seen.at, True
        return True
