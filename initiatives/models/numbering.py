"""The numbers by which people call a proposal."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

PREFIX = "EJC"
"""Eastern Jackson County, where the five cities lie."""


class NumberingManager(models.Manager["Numbering"]):
    """Gives out references."""

    def next_reference(self, at: datetime) -> str:
        """Give out the next reference of the year, as in "EJC-2026-014", by the portal's clock.

        Call it in a transaction: the year's row is locked until that ends, so no two proposals
        get the same number; a number whose transaction fails goes to the next one.
        """
        year = timezone.localtime(at).year
        self.get_or_create(year=year)
        self.filter(year=year).update(last=models.F("last") + 1)
        return f"{PREFIX}-{year}-{self.get(year=year).last:03}"


class Numbering(models.Model):
    """How many references a year has given out; its row is the turnstile everybody passes."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects: ClassVar[NumberingManager] = NumberingManager()

    def __str__(self) -> str:
        return f"{self.last} references in {self.year}"
