"""What is put on record once and never changed: a mistake is put right by another entry."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative import guards


class Entry(models.Model):
    """One entry of a record that only grows.

    A correction names the entry it puts right, and why, and stands in its place; both stay on
    record. An entry without a `day` takes back what it corrects: the place is blank again.
    """

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    because = models.CharField(
        "why it is put right", max_length=300, blank=True, help_text="Everybody reads it."
    )

    class Meta:
        abstract = True
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects=None, because="")
                | (Q(corrects__isnull=False) & ~Q(because="")),
                name="%(class)s_correction_has_a_reason",
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            guards.never_emptied(),
            guards.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
