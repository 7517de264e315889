"""What a closed round comes to: places in the ranking, agreement of evaluators, decisions."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from initiatives.models.criteria import Criterion
from initiatives.models.guards import refuse_when, written_once
from initiatives.models.proposals import TEXTS
from initiatives.models.rounds import Entry, Round


class PlacingQuerySet(models.QuerySet["Placing"]):
    """Reads the ranking, best first."""

    def of(self, round_: Round) -> Self:
        """Keep one round's places, with proposal, lead city and decision loaded."""
        return (
            self.filter(entry__round=round_)
            .select_related("entry__proposal__city", "entry__decision")
            .defer(*(f"entry__proposal__{text}" for text in TEXTS))
            .order_by("position", "pk")
        )


class Placing(models.Model):
    """One entry's line of the ranking, as computed at the close; never changed.

    Scores run from 0 to 100, shares from 0 to 1, both with two decimals. `rank` is null where
    there are `reasons`. `leave_one_out` maps each city's slug to the rank without it.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="placing")
    position = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(null=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    raw_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    adjusted_score = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    coverage = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    cities = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    top_share = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    leave_one_out = models.JSONField(default=dict)

    objects: ClassVar[models.Manager[Placing]] = models.Manager.from_queryset(PlacingQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rank__isnull=False, reasons=[]) | (Q(rank=None) & ~Q(reasons=[])),
                name="placing_ranked_or_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(rank_low=None, rank_high=None) | Q(rank_low__lte=F("rank_high")),
                name="placing_interval_runs_upward",
            ),
        ]
        triggers = [written_once()]

    def __str__(self) -> str:
        return f"{self.entry}: {self.rank or 'not ranked'}"


class Concord(models.Model):
    """How far the evaluators agree in one scored criterion: Krippendorff's alpha.

    `alpha` is at most 1, with two decimals, null where it is not defined; `n` counts the marks
    that have another to be compared with. Written at the close, never changed.
    """

    criterion = models.OneToOneField(Criterion, models.PROTECT, related_name="concord")
    alpha = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["criterion__position", "pk"]
        triggers = [written_once()]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.alpha}"


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
                "AND initiatives_round.state <> 'closed'",
                name="decision_of_a_closed_round",
                sentence="A decision is recorded while its round is closed and not yet released.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_outcome_display()}"
