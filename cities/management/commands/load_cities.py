"""`manage.py load_cities`: the member cities and the bodies that serve them, with sourced facts."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cities.operations import records

FILE = Path(__file__).resolve().parents[2] / "records" / "organisations.json"


class Command(BaseCommand):
    """Brings the members in line with the file of sourced facts; again changes nothing."""

    help = "Load the five cities, MARC and its Government Training Institute with sourced facts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print what changed."""
        tally = records.load(json.loads(FILE.read_text(encoding="utf-8")))
        self.stdout.write(
            f"Inserted {tally.inserted}, updated {tally.updated}, unchanged {tally.unchanged}."
        )
