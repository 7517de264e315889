"""Traces of the clockwork: events it has dealt with, and when it was last alive."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative.models import Event


class PostingQuerySet(models.QuerySet["Posting"]):
    """Reads which events have been dealt with."""

    def waiting(self) -> models.QuerySet[Event]:
        """The events nobody has dealt with, oldest first."""
        return Event.objects.filter(~Exists(self.filter(event=OuterRef("pk")))).order_by("pk")


class Posting(models.Model):
    """One event dealt with: its messages are in the ledger, or it has none.

    Written in the transaction that writes the messages, once for each event.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="posting")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Posting]] = models.Manager.from_queryset(PostingQuerySet)()

    def __str__(self) -> str:
        return f"Posting of event {self.event_id}"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Reads and writes when the clockwork was last alive."""

    def note(self, part: Heartbeat.Part, name: str = "", *, at: datetime) -> None:
        """Write that a part was alive; an older moment than the one on record changes nothing."""
        if not self.filter(part=part, name=name, at__lt=at).update(at=at):
            self.bulk_create([Heartbeat(part=part, name=name, at=at)], ignore_conflicts=True)

    def forget_workers(self, *, before: datetime) -> None:
        """Remove what is known of workers that have been silent since: they come no more."""
        self.filter(part=Heartbeat.Part.WORKER, at__lt=before).delete()


class Heartbeat(models.Model):
    """When a part of the clockwork was last known to be alive: a trace, of no worth later."""

    class Part(models.TextChoices):
        """The parts. A queue is alive while any worker takes from it."""

        BEAT = "beat", "The clock"
        SWEEP = "sweep", "The sweep"
        QUEUE = "queue", "A queue"
        WORKER = "worker", "A worker"

    part = models.CharField(max_length=10, choices=Part)
    name = models.CharField(max_length=120, blank=True, help_text="Which queue, or which worker.")
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Heartbeat]] = models.Manager.from_queryset(HeartbeatQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "name"], name="heartbeat_once_for_a_part"),
            models.CheckConstraint(
                condition=Q(part__in=["beat", "sweep"], name="")
                | (Q(part__in=["queue", "worker"]) & ~Q(name="")),
                name="heartbeat_part_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.name}, {self.at:%Y-%m-%d %H:%M:%S} UTC"
