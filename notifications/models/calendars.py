"""What stood in somebody's calendar, so that calendar programs can be told what changed."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative import guards
from collaborative.models import User


class CalendarEntryQuerySet(models.QuerySet["CalendarEntry"]):
    """Reads what stood in calendars."""

    def of(self, person: User) -> Self:
        """Keep one person's, the next deadline first."""
        return self.filter(person=person).order_by("deadline", "pk")


class CalendarEntry(models.Model):
    """A deadline as somebody's calendar last showed it, and how often that has changed.

    A program knows an entry by its `uid` and believes the highest `sequence`; what is no longer
    to be done stays as cancelled, so that it is struck out. `kind` and `name` say which deadline
    of which thing it is, whenever it is.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_entries"
    )
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    deadline = models.DateTimeField()
    is_whole_day = models.BooleanField(default=False)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=500)
    is_cancelled = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[CalendarEntry]] = models.Manager.from_queryset(
        CalendarEntryQuerySet
    )()

    class Meta:
        ordering = ["deadline", "pk"]
        verbose_name_plural = "calendar entries"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "name"], name="calendarentry_once_for_a_deadline"
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(name="") & ~Q(title=""),
                name="calendarentry_says_what_it_is",
            ),
        ]
        triggers = [
            guards.Protect(
                name="calendarentry_never_goes_back",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__sequence__lt=pgtrigger.F("old__sequence")),
            ),
            guards.ReadOnly(name="calendarentry_stays_itself", fields=["uid", "person"]),
            guards.never_emptied(),
        ]

    def __str__(self) -> str:
        return f"{self.title}, in the calendar of {self.person}"
