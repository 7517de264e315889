"""Files that belong to a version's text: Exhibit 1, 2 and so on."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q

from agreements.models.guards import frozen_with_the_version
from agreements.models.texts import Version
from collaborative.guards import never_emptied


def exhibit_shelf(exhibit: Exhibit, name: str) -> str:
    """Where a file is kept: under a name nobody can guess; the row knows the real one."""
    del name
    return f"agreements/exhibits/{exhibit.pk.hex}"


class Exhibit(models.Model):
    """One numbered file of a version's text; fixed with the text when it is circulated.

    A later version begins with the same exhibits: its rows share the stored file, which goes when
    the last row that names it does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="exhibits")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=150)
    file = models.FileField(upload_to=exhibit_shelf, max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="exhibits"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"],
                name="exhibit_number_once",
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="exhibit_counts_from_one"),
            models.CheckConstraint(condition=~Q(title=""), name="exhibit_has_a_title"),
        ]
        triggers = [frozen_with_the_version(), never_emptied()]

    def __str__(self) -> str:
        return f"Exhibit {self.number}, {self.title}"
