"""The parties to agreements: who may read one depends on them, so here it is only named."""

from django.db import models

from agreements.models.guards import FROZEN_PARTY
from cities.models import Organisation
from collaborative import guards


class Party(models.Model):
    """A body that promises: by an act of its council, or, where it has none, by signing alone."""

    agreement = models.ForeignKey("Agreement", models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parties")
    adopts = models.BooleanField(
        default=True, db_default=True, help_text="Whether its council is asked to adopt the text."
    )
    left_on = models.DateField(
        null=True, blank=True, editable=False, help_text="The first day without it."
    )

    class Meta:
        ordering = ["agreement", "organisation__name", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once")
        ]
        triggers = [guards.never_emptied(), FROZEN_PARTY]

    def __str__(self) -> str:
        return self.organisation.name
