"""Files that belong to an agreement or to a council's act, and which of them are closed."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from agreements.models.councils import Act
from agreements.models.parties import Party
from agreements.models.texts import Agreement
from collaborative import guards
from collaborative.models import Actor
from collaborative.roles import Permission


def shelf(document: Document, name: str) -> str:
    """Where a document is kept: under a name nobody can guess; the row knows the real one."""
    del name
    return f"agreements/{document.pk.hex}"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Reads documents; whether their agreement may be seen is asked before."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read: the one door for every list, download and export.

        An open document everybody who sees the agreement; a closed one the facilitators and the
        clerks in charge of it: those of the parties, and for an act's the own city's alone.
        """
        if actor.may(Permission.DRAFT_AGREEMENT):
            return self.all()
        seen = ~Q(pk__in=Closing.objects.filter(reopened_at=None).values("document"))
        if own := actor.organisations(Permission.EXPORT_PACKET):
            mine = Party.objects.filter(agreement=OuterRef("agreement"), organisation__in=own)
            seen |= Q(act__party__organisation__in=own) | Q(Exists(mine))
        return self.filter(seen)

    def open(self) -> Self:
        """Keep what is closed to nobody."""
        return self.exclude(pk__in=Closing.objects.filter(reopened_at=None).values("document"))

    def closed(self) -> Self:
        """Keep what is closed to the public now."""
        return self.filter(pk__in=Closing.objects.filter(reopened_at=None).values("document"))


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

    objects: ClassVar[models.Manager[Document]] = models.Manager.from_queryset(DocumentQuerySet)()

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

    @property
    def is_closed(self) -> bool:
        """Whether it is closed to the public now. Reads the closings that are loaded, or asks."""
        return any(closing.reopened_at is None for closing in self.closings.all())

    @property
    def filed_with(self) -> Agreement:
        """The agreement that it is filed with, itself or by a council's act on it."""
        if self.act is not None:
            return self.act.party.agreement
        assert self.agreement is not None
        return self.agreement


class Closing(models.Model):
    """One time that a document was closed under the open records law, and perhaps opened again.

    Nothing is ever taken out of it: opening again is written beside the closing, once.
    """

    class Provision(models.TextChoices):
        """The subsection of RSMo 610.021 that lets a record be closed."""

        LEGAL = "610.021(1)", "RSMo 610.021(1): legal actions and legal work product"
        REAL_ESTATE = "610.021(2)", "RSMo 610.021(2): real estate"
        PERSONNEL = "610.021(3)", "RSMo 610.021(3): hiring, firing, disciplining or promoting"
        LABOR = "610.021(9)", "RSMo 610.021(9): negotiations with employee groups"
        BIDS = "610.021(12)", "RSMo 610.021(12): sealed bids and contract negotiation"
        RECORDS = "610.021(13)", "RSMo 610.021(13): personnel records"
        OTHER = "other", "Another provision, named below"

    document = models.ForeignKey(Document, models.PROTECT, related_name="closings")
    provision = models.CharField(max_length=12, choices=Provision)
    citation = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="closed_documents"
    )
    office = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reopened_documents",
    )
    reopened_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it was opened again", max_length=300, blank=True)

    class Meta:
        ordering = ["document", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(reopened_at=None), name="closing_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(
                    provision__in=[
                        "610.021(1)",
                        "610.021(2)",
                        "610.021(3)",
                        "610.021(9)",
                        "610.021(12)",
                        "610.021(13)",
                    ]
                )
                | (Q(provision="other") & ~Q(citation="")),
                name="closing_has_its_citation",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reason="")
                | (Q(reopened_by__isnull=False, reopened_at__gte=F("closed_at")) & ~Q(reason="")),
                name="closing_opened_again_by_somebody",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.Protect(
                name="closed_as_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "id", "document", "provision", "citation", "closed_by", "office", "closed_at"
                ),
            ),
            guards.Protect(
                name="opened_again_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reopened_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Closing of {self.document}"

    @property
    def under(self) -> str:
        """The provision with what was written to it, and a full stop."""
        label = self.Provision(self.provision).label
        if self.provision == self.Provision.OTHER:
            return f"{self.citation.rstrip('.')}."
        return f"{label}. {self.citation}".strip()
