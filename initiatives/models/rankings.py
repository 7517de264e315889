"""What a round comes to: rankings, with places and the agreement of the evaluators."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Subquery

from collaborative import guards
from initiatives.models.criteria import Criterion
from initiatives.models.entries import Entry
from initiatives.models.guards import only_while, written_once
from initiatives.models.proposals import TEXTS
from initiatives.models.rounds import Round
from initiatives.phases import Right, with_any


class RankingQuerySet(models.QuerySet["Ranking"]):
    """Reads rankings."""

    def standing(self, round_: Round) -> Self:
        """Keep the last ranking of a round, the one that stands."""
        return self.filter(round=round_).order_by("-number")[:1]


class Ranking(models.Model):
    """A ranking that was computed of a round, and why; never changed. The last one stands.

    `number` counts from 1 within the round. `office` is that of whoever caused it, empty for
    the clock. `input_sha256` is the digest of the published file that it was computed from.
    """

    class Cause(models.TextChoices):
        """What it was computed after."""

        SCORED = "scored", "Scoring closed"
        DISCUSSED = "discussed", "Marks changed in the discussion"
        WEIGHED = "weighed", "Weights changed"

    round = models.ForeignKey(Round, models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=10, choices=Cause)
    reason = models.TextField(max_length=2000, blank=True)
    office = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    input_sha256 = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Ranking]] = models.Manager.from_queryset(RankingQuerySet)()

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="ranking_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ranking_counts_from_one"),
            models.CheckConstraint(
                condition=Q(cause__in=["scored", "discussed"], reason="")
                | (Q(cause="weighed") & ~Q(reason="")),
                name="ranking_of_new_weights_has_a_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.RANK),
                rounds="NEW.round_id, OLD.round_id",
                name="ranking_stands_once_frozen",
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        return f"{self.round}, ranking {self.number}: {self.get_cause_display()}"


class PlacingQuerySet(models.QuerySet["Placing"]):
    """Reads the ranking, best first."""

    def of(self, round_: Round) -> Self:
        """Keep the places of a round's last ranking, with proposal, lead and decisions loaded."""
        last = Ranking.objects.standing(round_).values("pk")
        return (
            self.filter(ranking=Subquery(last))
            .select_related("entry__proposal__city")
            .prefetch_related("entry__decisions__merge_into")
            .defer(*(f"entry__proposal__{text}" for text in TEXTS))
            .order_by("position", "pk")
        )


class Placing(models.Model):
    """One entry's line of a ranking; never changed.

    Scores run from 0 to 100, shares from 0 to 1, both with two decimals. `rank` is null where
    there are `reasons`; `raw_rank` is the one that every evaluator alike would give.
    `leave_one_out` maps each city's slug to the rank without it.
    """

    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="placings")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="placings")
    position = models.PositiveIntegerField()
    rank = models.PositiveIntegerField(null=True)
    raw_rank = models.PositiveIntegerField(null=True)
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
        ordering = ["ranking", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "entry"], name="placing_once_a_ranking"),
            models.CheckConstraint(
                condition=Q(rank__isnull=False, reasons=[]) | (Q(rank=None) & ~Q(reasons=[])),
                name="placing_ranked_or_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(rank_low=None, rank_high=None) | Q(rank_low__lte=F("rank_high")),
                name="placing_interval_runs_upward",
            ),
        ]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.entry}: {self.rank or 'not ranked'}"


class ConcordQuerySet(models.QuerySet["Concord"]):
    """Reads the agreement of evaluators."""

    def of(self, round_: Round) -> Self:
        """Keep those of a round's last ranking, in the order of its criteria."""
        last = Ranking.objects.standing(round_).values("pk")
        return (
            self.filter(ranking=Subquery(last))
            .select_related("criterion")
            .order_by("criterion__position")
        )


class Concord(models.Model):
    """How far the evaluators agree in one scored criterion: Krippendorff's alpha.

    `alpha` is at most 1, with two decimals, null where it is not defined; `n` counts the marks
    that have another to be compared with. Part of a ranking, never changed.
    """

    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="concords")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="concords")
    alpha = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    n = models.PositiveIntegerField()

    objects: ClassVar[models.Manager[Concord]] = models.Manager.from_queryset(ConcordQuerySet)()

    class Meta:
        ordering = ["ranking", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "criterion"], name="concord_once_a_ranking")
        ]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.alpha}"
