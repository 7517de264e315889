"""Exports: many agreements' packets in one ZIP, asked for now and made by the worker."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate

from agreements.models.texts import Agreement
from cities.models import City
from collaborative import guards
from collaborative.leasing import LEASED_WHILE_RUNNING, Leased, LeasedQuerySet
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import day

SHELF = "exports"
"""The folder of the storage in which exports are kept."""
_TONES: Mapping[str, str] = {
    "waiting": "waiting",
    "running": "waiting",
    "ready": "good",
    "failed": "stopped",
}


class ExportQuerySet(LeasedQuerySet["Export"]):
    """Reads exports."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may see: a facilitator all, a clerk those for the own city."""
        own = actor.organisations(Permission.EXPORT_PACKET)
        if actor.may(Permission.DRAFT_AGREEMENT) and own:
            return self.all()
        return self.filter(city__in=own)

    def for_list(self) -> Self:
        """Read what a list shows with the rows."""
        return self.select_related("asked_by", "city", "council")


class Export(Leased):
    """Packets of many agreements in one ZIP: owed from the moment that this row is committed.

    The row is the promise (ADR 0005): whatever becomes of the broker and the workers, it is made.
    It stands for one moment, `asked_at`: its items say which agreements, as they were then.
    `city` is whose clerk's packets they are, nobody for all.
    """

    class State(models.TextChoices):
        """Where the export stands."""

        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        EXPIRED = "expired", "No longer kept"

    KEPT_FOR = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state_since = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports")
    asked_at = models.DateTimeField()
    city = models.ForeignKey(City, models.PROTECT, null=True, related_name="exports")
    council = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        related_name="exports_of_acts",
        help_text="The council that adopted what is in it; nobody for any council.",
    )
    begins_on = models.DateField(null=True, help_text="Adopted on this day or later.")
    ends_on = models.DateField(null=True, help_text="Adopted on this day or earlier.")
    is_ticked = models.BooleanField(help_text="Whether somebody chose by hand.")
    total = models.PositiveIntegerField(help_text="Agreements in it.")
    done = models.PositiveIntegerField(default=0, help_text="Packets made so far.")
    lapses = models.PositiveSmallIntegerField(
        default=0, help_text="How often a worker did not come back, since the last packet made."
    )
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why it failed.")

    objects: ClassVar[models.Manager[Export]] = models.Manager.from_queryset(ExportQuerySet)()

    class Meta:
        ordering = ["-asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="export_to_make",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "running", "ready", "failed", "cancelled", "expired"]
                ),
                name="export_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=1) & Q(done__lte=F("total")),
                name="export_does_no_more_than_asked",
            ),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(begins_on__lte=F("ends_on")),
                name="export_period_begins_first",
            ),
            models.CheckConstraint(
                condition=LEASED_WHILE_RUNNING,
                name="export_leased_while_made",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["ready", "expired"],
                    done=F("total"),
                    size__isnull=False,
                    ready_at__isnull=False,
                    expires_at__isnull=False,
                )
                & ~Q(sha256="")
                | ~Q(state__in=["ready", "expired"])
                & Q(size=None, ready_at=None, expires_at=None, sha256=""),
                name="export_ready_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(reason="") | ~Q(state="failed") & Q(reason=""),
                name="export_failed_has_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.Protect(
                name="asked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "asked_by",
                    "asked_at",
                    "city",
                    "council",
                    "begins_on",
                    "ends_on",
                    "is_ticked",
                    "total",
                ),
            ),
        ]

    def __str__(self) -> str:
        number = "1 agreement" if self.total == 1 else f"{self.total:,} agreements"
        return f"Export of {number}"

    def get_absolute_url(self) -> str:
        """The export's page."""
        return reverse("agreements:export", args=[self.pk])

    @property
    def folder(self) -> Path:
        """Where its packets and its file are kept, under a name that nobody can guess."""
        return Path(default_storage.path(f"{SHELF}/{self.pk.hex}"))

    @property
    def file(self) -> Path:
        """Its ZIP: whole, or not there."""
        return self.folder / "packets.zip"

    @property
    def file_name(self) -> str:
        """What the ZIP is called when it is kept, as in "packets-raytown-2026-03-02.zip"."""
        parts = ["packets", self.city.slug if self.city else "", f"{localdate(self.asked_at)}"]
        return "-".join(part for part in parts if part) + ".zip"

    @property
    def scope(self) -> str:
        """What was asked, as in "Adopted by Raytown’s council on Monday, February 2, 2026"."""
        whose = f"{self.council.name}’s council" if self.council else "any council"
        chosen = ", chosen by hand" if self.is_ticked else ""
        return f"Adopted by {whose}{period(self.begins_on, self.ends_on)}{chosen}"

    @property
    def is_bound(self) -> bool:
        """Whether its packets are made, and are put into one file."""
        return self.state == Export.State.RUNNING and self.done == self.total

    @property
    def tone(self) -> str:
        """The tone of its state; never the only carrier of meaning."""
        return _TONES.get(self.state, "")


class ExportItem(models.Model):
    """One agreement of an export: fixed when it was asked for, and made once.

    `mark` is the last Event about the agreement and its acts at the asking: while it stands, the
    packet is the one that was asked for. `manifest_sha256` stands for the whole packet.
    """

    export = models.ForeignKey(Export, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="export_items")
    folder = models.CharField(max_length=120)
    mark = models.BigIntegerField()
    size = models.PositiveBigIntegerField(null=True, help_text="Bytes of the packet.")
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["export", "position"]
        constraints = [
            models.UniqueConstraint(fields=["export", "position"], name="exportitem_position_once"),
            models.UniqueConstraint(fields=["export", "agreement"], name="exportitem_once"),
            models.UniqueConstraint(fields=["export", "folder"], name="exportitem_folder_once"),
            models.CheckConstraint(
                condition=Q(made_at=None, size=None, manifest_sha256="")
                | Q(made_at__isnull=False, size__isnull=False) & ~Q(manifest_sha256=""),
                name="exportitem_made_has_its_packet",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
            guards.Protect(
                name="asked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("export", "position", "agreement", "folder", "mark"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.folder} in {self.export_id}"

    @property
    def file(self) -> Path:
        """Its packet, until the export is put together: whole, or not there."""
        return self.export.folder / f"{self.position:05}.zip"


def period(begins_on: date | None, ends_on: date | None) -> str:
    """A period as the end of a sentence, as in " from Monday, February 2, 2026"; "" for ever."""
    if begins_on and begins_on == ends_on:
        return f" on {day(begins_on)}"
    since = f" from {day(begins_on)}" if begins_on else ""
    until = f" to {day(ends_on)}" if ends_on else ""
    return since + until
