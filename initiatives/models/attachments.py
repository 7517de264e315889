"""Files that belong to a proposal."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collaborative.models import Actor
from initiatives.models.proposals import Proposal


def random_name(attachment: Attachment, name: str) -> str:
    """Where a file is kept: under a name nobody can guess; the row knows the real one."""
    del name
    return f"attachments/{attachment.proposal.reference}/{attachment.pk.hex}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Reads attachments."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the files of proposals that somebody may read."""
        return self.filter(proposal__in=Proposal.objects.visible_to(actor))


class Attachment(models.Model):
    """A file that came with a proposal, checked and kept as it was when it was added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    file = models.FileField(upload_to=random_name, max_length=120)
    size = models.PositiveBigIntegerField(help_text="Bytes, as kept.")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Attachment]] = models.Manager.from_queryset(
        AttachmentQuerySet
    )()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "sha256", "name"], name="attachment_added_once"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_sha256_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The download of this file."""
        return reverse("initiatives:attachment", args=[self.proposal.reference, self.pk])
