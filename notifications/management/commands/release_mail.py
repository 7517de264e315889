"""`manage.py release_mail --all | --later`: let mail go that was held."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collaborative.models import PORTAL
from collaborative.wording import moment
from notifications import results
from notifications.operations import holding


class Command(BaseCommand):
    """Lets held mail go; without a choice it only says what is held. Exit 1 when nothing is."""

    help = "Let mail go that was held: all of it, or what fell due since; without a choice, look."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--all", action="store_true", dest="everything", help="send everything that is held"
        )
        which.add_argument(
            "--later",
            action="store_true",
            help="send what fell due after mail was held, and set the rest aside: it may have "
            "been sent before",
        )

    def handle(self, *, everything: bool, later: bool, **_options: object) -> None:
        """Let go, or say what would be."""
        held = results.held()
        if held is None:
            raise CommandError("Mail is not held.")
        if not (everything or later):
            self.stdout.write(
                f"{held.because} Mail was last known to go out on {moment(held.seen_at)}, and is "
                f"held since {moment(held.since)}. Held are {held.messages:,} messages, "
                f"{held.later:,} of them due since. Let them go with --all or --later."
            )
            return
        sent, aside = holding.release(only_later=later, by=PORTAL, at=timezone.now())
        self.stdout.write(f"{sent:,} messages go out; {aside:,} are set aside.")
