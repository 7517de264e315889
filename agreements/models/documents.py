"""Files that belong to an agreement or to a council's act."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.councils import Act
from agreements.models.texts import Agreement
from collaborative import guards


def shelf(document: Document, name: str) -> str:
    """Where a document is kept: under a name nobody can guess; the row knows the real one."""
    del name
    return f"agreements/{document.pk.hex}"


class Document(models.Model):
    """A file beside an agreement's text, or beside an act: kept as it came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="documents")
    name = models.CharField(max_length=150)
    file = models.FileField(upload_to=shelf, max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, act__isnull=True)
                | Q(agreement__isnull=True, act__isnull=False),
                name="document_of_an_agreement_or_an_act",
            )
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name
