"""When councils meet, and until when an item gets onto their agendas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone

from cities.models.organisations import Organisation
from collaborative import guards


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Reads councils' meetings."""

    def upcoming(self, after: datetime) -> Self:
        """Keep what is held and begins after a moment, or, without a known time, that day."""
        untimed = Q(begins_at=None, on__gte=timezone.localdate(after))
        return self.filter(Q(begins_at__gt=after) | untimed, is_cancelled=False)

    def days_taken(self, organisation: Organisation, *, kind: str, body: str) -> frozenset[date]:
        """The days that hold such a meeting of a body already. Costs one query."""
        same = self.filter(
            organisation=organisation, kind=kind, body__iexact=body, is_cancelled=False
        )
        return frozenset(same.values_list("on", flat=True))

    def that_act(self) -> Self:
        """Keep the meetings at which a council acts; a study session only talks."""
        return self.exclude(kind=Meeting.Kind.STUDY)

    def next_for(self, organisation: Organisation, after: datetime) -> Meeting | None:
        """The next meeting at which a body's council acts. Costs one query."""
        return self.next_of_each([organisation.pk], after).get(organisation.pk)

    def next_of_each(self, organisations: Iterable[int], after: datetime) -> dict[int, Meeting]:
        """The next meeting at which each body's council acts, by the body's key. One query."""
        rows = (
            self.filter(organisation__in=list(organisations))
            .upcoming(after)
            .that_act()
            .order_by("organisation_id", "on", F("begins_at").asc(nulls_last=True), "pk")
            .distinct("organisation_id")
        )
        return {meeting.organisation_id: meeting for meeting in rows}


class Meeting(models.Model):
    """One meeting of a body's council, as its clerk entered it. Cancelled, it stays on record."""

    class Kind(models.TextChoices):
        """What sort of meeting it is."""

        REGULAR = "regular", "Regular meeting"
        STUDY = "study", "Study session"
        SPECIAL = "special", "Special meeting"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    on = models.DateField("day")
    begins_at = models.DateTimeField(null=True, blank=True)
    body = models.CharField(max_length=200)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.REGULAR)
    cut_off_at = models.DateTimeField(
        null=True, blank=True, help_text="Until when an item gets onto the agenda."
    )
    is_cancelled = models.BooleanField(default=False, editable=False)
    note = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[Meeting]] = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta:
        ordering = ["on", F("begins_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                "on",
                "kind",
                Upper("body"),
                condition=Q(is_cancelled=False),
                name="meeting_in_the_calendar_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["regular", "study", "special"]), name="meeting_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(body=""), name="meeting_has_a_body"),
            models.CheckConstraint(
                condition=Q(begins_at=None) | Q(cut_off_at=None) | Q(cut_off_at__lt=F("begins_at")),
                name="meeting_cut_off_before_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="meeting_by_day")]
        triggers = [
            guards.never_emptied(),
            guards.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.get_kind_display().lower()}"
