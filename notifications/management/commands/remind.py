"""`manage.py remind --at ISO_TIME [--dry-run]`: write what is due at a time to the ledger."""

from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from collaborative.wording import moment
from notifications.catalogue import LABELS
from notifications.models import Message
from notifications.operations import ledger, timely

EXPECTED = "expected a date and time as in 2026-03-03T17:00:00-06:00 or 2026-03-03T23:00:00Z"

YEARS = range(2000, 2200)


class Command(BaseCommand):
    """Writes to the ledger all that is due at that time and not there yet."""

    help = "Write to the ledger all reminders and digests that are due at a time and not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the time."""
        parser.add_argument(
            "--at",
            metavar="ISO_TIME",
            help="the time, as in 2026-03-03T17:00:00-06:00; without a zone it is the portal's "
            "own; left out, it is now",
        )
        parser.add_argument("--dry-run", action="store_true", help="only print, write nothing")

    def handle(self, *, at: str | None, dry_run: bool, **_options: object) -> None:
        """Write, and print a line for each message that was new."""
        time = timezone.now() if at is None else _time(at)
        written = _would_write(time) if dry_run else timely.remind(at=time)
        for message in written:
            self.stdout.write(_line(message))
        verb = "would be written" if dry_run else "written"
        self.stdout.write(f"{len(written)} {verb}.")


def _would_write(time: datetime) -> list[Message]:
    return ledger.missing(timely.due(at=time))


def _time(text: str) -> datetime:
    """Read a time. Raises CommandError, exit code 2."""
    try:
        parsed = parse_datetime(text)
    except ValueError as error:
        raise CommandError(f"--at {text!r}: {error}; {EXPECTED}.", returncode=2) from error
    if parsed is None:
        raise CommandError(f"--at {text!r}: this is not a time; {EXPECTED}.", returncode=2)
    if parsed.year not in YEARS:
        raise CommandError(
            f"--at {text!r}: the year is out of reach, expected one from {YEARS[0]} to "
            f"{YEARS[-1]}; {EXPECTED}.",
            returncode=2,
        )
    return timezone.make_aware(parsed) if timezone.is_naive(parsed) else parsed


def _line(message: Message) -> str:
    what = f"{LABELS[message.kind]} to {message.address}, due {moment(message.due_at)}"
    return f"{what} (not sent: {message.reason})" if message.reason else what
