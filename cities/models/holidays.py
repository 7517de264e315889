"""Days on which a body's offices are closed, or open although the federal ones are not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cities.models.organisations import Organisation
from collaborative import guards


class Holiday(models.Model):
    """One day on which a body differs from the usual: closed, or open on a federal holiday.

    Federal holidays count as closed without a row (`cities.calendars.holidays`); every other
    workday as open. Who keeps the days, and what they were, stands in the events.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="holidays")
    on = models.DateField("day")
    name = models.CharField(max_length=120, help_text="As in “Day after Thanksgiving”.")
    is_open = models.BooleanField(
        "the offices are open",
        default=False,
        help_text="For a federal holiday on which this body works.",
    )
    source = models.CharField(
        max_length=300,
        help_text="Where it is written: a page’s address, or the decision and its date.",
    )

    class Meta:
        ordering = ["organisation", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "on"],
                name="holiday_once_a_day",
                violation_error_message="This day is on the list already. Take it off first.",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(source=""), name="holiday_has_name_and_source"
            ),
        ]
        triggers = [guards.never_emptied()]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}"
