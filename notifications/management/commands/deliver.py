"""`manage.py deliver [--every SECONDS]`: send what the ledger holds as due, once or as a sweep."""

import logging
import signal
import threading
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from notifications import results
from notifications.models import Message
from notifications.operations import delivery, sweeping

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Sends what the ledger holds as due, then exits; or sweeps until it is told to stop."""

    help = "Send what the ledger holds as due, then exit; or sweep up what the worker leaves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the time between two sweeps."""
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="stay, and every so many seconds write down and send what the worker did not "
            "take within a minute; needs no broker",
        )

    def handle(self, *, every: int | None, **_options: object) -> None:
        """Send, and print how many messages ended in which state; or sweep until TERM or INT."""
        if every is None:
            self._deliver()
        elif every < 1:
            raise CommandError(f"--every {every}: expected a second or more.", returncode=2)
        else:
            self._sweep(every)

    def _deliver(self) -> None:
        outcomes = delivery.deliver(clock=timezone.now)
        for state in Message.State:
            if outcomes[state]:
                self.stdout.write(f"{state.label}: {outcomes[state]}")
        if results.held():
            self.stdout.write("All mail is held: `manage.py release_mail` says why and lets it go.")
        elif not outcomes:
            self.stdout.write("Nothing was to be sent.")

    def _sweep(self, every: int) -> None:
        """Sweep, and end after the letter in hand when told to."""
        stopped = threading.Event()
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, lambda *_: stopped.set())
        self.stdout.write(f"Sweeping every {every} seconds.")
        while not stopped.is_set():
            if not _sweep_once(stopped):
                stopped.wait(every)


def _sweep_once(stopped: threading.Event) -> bool:
    """Sweep; tell whether there is more to do. A database that is away is waited for."""
    try:
        return sweeping.sweep(clock=timezone.now, is_stopped=stopped.is_set)
    except DatabaseError as error:
        logger.warning("The database could not be used (%s); the next sweep tries again.", error)
        connection.close()
        return False
