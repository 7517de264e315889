"""What the collaborative decides about the proposals of a round."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from initiatives.models.entries import Entry
from initiatives.models.guards import refuse_when, written_once


class Decision(models.Model):
    """What the collaborative decided about an entry, and why; never changed.

    `office` is the office of that day, so that the record can be read without the person.
    """

    class Outcome(models.TextChoices):
        """What becomes of the proposal."""

        CHOSEN = "chosen", "Chosen"
        PARKED = "parked", "Parked"
        NOT_CHOSEN = "not_chosen", "Not chosen"

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome)
    rationale = models.TextField(max_length=5000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions"
    )
    office = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["chosen", "parked", "not_chosen"]),
                name="decision_outcome_is_known",
            ),
            models.CheckConstraint(condition=~Q(rationale=""), name="decision_has_a_rationale"),
        ]
        triggers = [
            written_once(),
            refuse_when(
                "SELECT FROM initiatives_entry JOIN initiatives_round "
                "ON initiatives_round.id = initiatives_entry.round_id "
                "WHERE initiatives_entry.id = NEW.entry_id "
                "AND initiatives_round.state <> 'decided'",
                name="decision_of_a_frozen_round",
                sentence="A decision is recorded once the results are frozen, until the release.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_outcome_display()}"
