"""When people are away, and who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from cities.models.people import TermOfOffice
from collaborative import guards


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Reads who is away."""

    def on(self, day: date) -> Self:
        """Keep the absences that cover a day; the first and the last day count."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def to_come(self, day: date) -> Self:
        """Keep what is not over on a day, the next one first."""
        return self.filter(ends_on__gte=day).order_by("starts_on", "pk")

    def of_people(self, people: Iterable[int], day: date) -> dict[int, Absence]:
        """Who of them is away on a day, by the person's key. Costs one query."""
        rows = self.on(day).filter(person__in=list(people)).select_related("person", "deputy")
        return {row.person_id: row for row in rows}


class Absence(models.Model):
    """From when until when a person is away, and the deputy who gets the reminders as well.

    A deputy stands in for being told, not for acting: whoever acts does so by an own office.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stand_ins")
    starts_on = models.DateField("first day away")
    ends_on = models.DateField("last day away")

    objects: ClassVar[models.Manager[Absence]] = models.Manager.from_queryset(AbsenceQuerySet)()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_ends_after_it_starts",
                violation_error_message="The last day away cannot be before the first.",
            ),
            models.CheckConstraint(
                condition=~Q(deputy=F("person")), name="absence_has_another_as_deputy"
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        TermOfOffice("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="You are away on one of these days already.",
            ),
        ]
        triggers = [guards.never_emptied()]

    def __str__(self) -> str:
        return f"{self.person}, away from {self.starts_on} to {self.ends_on}"
