"""`manage.py hold_mail [--because TEXT]`: hold all mail, as after a backup was restored."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collaborative.models import PORTAL
from notifications.models.whereabouts import LONGEST_REASON
from notifications.operations import holding


class Command(BaseCommand):
    """Holds all mail until somebody lets it go; what is written meanwhile is held too."""

    help = "Hold all mail until somebody lets it go on the page Clockwork or by release_mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the reason."""
        parser.add_argument(
            "--because",
            default="Held by hand.",
            help="why, in a sentence; the administrators read it",
        )

    def handle(self, *, because: str, **_options: object) -> None:
        """Hold, and say how much waits."""
        if not 0 < len(because.strip()) <= LONGEST_REASON:
            raise CommandError(
                f"--because: expected 1 to {LONGEST_REASON} characters.", returncode=2
            )
        count = holding.hold(because=because.strip(), by=PORTAL, at=timezone.now())
        self.stdout.write(f"All mail is held; {count:,} messages waited.")
