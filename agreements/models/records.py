"""The files that councils' records were read from, kept as they came."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models.functions import Upper

from agreements.legistar import SourceKind
from agreements.legistar.reading import MAX_NUMBER
from agreements.models.councils import Act
from cities.models import City
from collaborative import guards


class ImportedFile(models.Model):
    """One file as it came in, byte for byte; several records may have been read from it."""

    sha256 = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()

    class Meta:
        ordering = ["sha256"]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.sha256


class ImportedRecord(models.Model):
    """One record of a city's council as it came in a file, and what a reader should doubt in it.

    `facts` is the record as read (the shape is `agreements.legistar.facts`); `act` is the act it
    tells of, blank while nobody has said which agreement it belongs to.
    """

    city = models.ForeignKey(City, models.PROTECT, related_name="imported_records")
    file_number = models.CharField(max_length=MAX_NUMBER)
    source_kind = models.CharField(
        max_length=20,
        choices=[
            (SourceKind.API.value, "Legistar JSON"),
            (SourceKind.PRINT.value, 'Print "Legislation Details (With Text)"'),
        ],
    )
    file = models.ForeignKey(ImportedFile, models.PROTECT, related_name="records")
    facts = models.JSONField()
    quality = models.JSONField(default=list)
    act = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, related_name="imported_records"
    )
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["city", "file_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                "city", "file", Upper("file_number"), name="imported_record_kept_once"
            )
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.Protect(
                name="source_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "id",
                    "city",
                    "file_number",
                    "source_kind",
                    "file",
                    "facts",
                    "imported_at",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_number} of {self.city}"

    @property
    def raw(self) -> bytes:
        """The file's own bytes."""
        return bytes(self.file.raw)

    @property
    def source_sha256(self) -> str:
        """The SHA-256 of the file's own bytes."""
        return self.file.sha256
