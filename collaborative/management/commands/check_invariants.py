"""`manage.py check_invariants`: does everything on record still hold together?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

import agreements.results
import cities.results
import initiatives.results
import notifications.operations.wordings
import notifications.results

SOURCES = (
    cities.results.invariants,
    initiatives.results.invariants,
    agreements.results.invariants,
    notifications.results.invariants,
    notifications.operations.wordings.invariants,
)


class Command(BaseCommand):
    """Asks every app what does not hold; exit 1, with a line for each breach, when anything."""

    help = "Check that everything on record holds together."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each breach."""
        breaches = [sentence for source in SOURCES for sentence in source()]
        for sentence in breaches:
            self.stderr.write(sentence)
        if breaches:
            raise CommandError(f"{len(breaches)} of the things that must hold do not.")
        self.stdout.write("Everything holds.")
