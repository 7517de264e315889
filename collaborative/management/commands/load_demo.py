"""`manage.py load_demo`: the sample collaborative, on top of the cities and the real record."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collaborative.demo import samples
from collaborative.demo.samples import cast


class Command(BaseCommand):
    """Loads cities, demo people, the samples and one real record; again changes nothing."""

    help = "Load the sample collaborative: demo and test installations only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was new."""
        if not (settings.DEMO or settings.MODE == "test"):
            raise CommandError(
                f"This installation's MODE is {settings.MODE}; samples are loaded only where it is "
                "demo or test. Nothing was written.",
                returncode=2,
            )
        call_command("load_cities", stdout=self.stdout)
        opened = cast.open_accounts()
        told = samples.tell(at=timezone.now())
        call_command("load_criteria_sets", stdout=self.stdout)
        if told is None:
            self.stdout.write("The samples are there already; nothing was changed.")
        else:
            self.stdout.write(
                f"New: {opened} people, {told.proposals} sample proposals, {told.rounds} rounds, "
                f"{told.agreements} agreements, and one real record."
            )
