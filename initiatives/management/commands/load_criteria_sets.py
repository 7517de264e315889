"""`manage.py load_criteria_sets`: the starting point and the published models, with sources."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from initiatives.operations import library


class Command(BaseCommand):
    """Brings the library of criteria sets in line with the files; again changes nothing."""

    help = "Load the criteria sets that rounds can begin with, each with its source."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print what was new."""
        tally = library.load(at=timezone.now())
        self.stdout.write(f"Criteria sets: inserted {tally.inserted}, unchanged {tally.unchanged}.")
