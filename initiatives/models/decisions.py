"""What the collaborative decides about the proposals of a round, and every later word on it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative import guards
from collaborative.models import Actor
from initiatives.models.entries import Entry
from initiatives.models.guards import refuse_when, written_once
from initiatives.models.proposals import Proposal
from initiatives.models.rankings import Ranking
from initiatives.models.rounds import Round


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Reads decisions."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep what this actor may read: facilitators all, everybody from the release on."""
        return self.filter(entry__round__in=Round.objects.ranking_visible_to(actor))

    def current(self) -> Self:
        """Keep the last word on each entry."""
        return self.filter(superseded_by=None)

    def as_of(self, at: datetime) -> Self:
        """Keep what was the last word on each entry at that moment."""
        return self.filter(decided_at__lte=at).exclude(superseded_by__decided_at__lte=at)

    def taken_into(self, entry: Entry) -> Self:
        """Keep the current decisions of a round to merge another proposal into this entry's."""
        return self.current().filter(entry__round=entry.round_id, merge_into=entry.proposal_id)


class Decision(models.Model):
    """What was decided about an entry, and why; never changed, only followed by a later one.

    The decisions about an entry are numbered from 1, and each later one names the one before it
    (`supersedes`) and the reason (`because`); the last one is current. Until its round is released
    a decision is the facilitators' own and moves nothing. `office` is the office of that day, so
    that the record can be read without the person. `ranking` is the frozen one that was in view.
    `stays_because` says why a later decision after the release left the proposal where it was.
    """

    class Outcome(models.TextChoices):
        """What becomes of the proposal."""

        RECOMMENDED = "recommended", "Recommended"
        DEFERRED = "deferred", "Deferred"
        DECLINED = "declined", "Declined"
        MERGED = "merged", "Merged into another"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=12, choices=Outcome)
    merge_into = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="+")
    rationale = models.TextField(max_length=5000)
    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="decisions")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions"
    )
    office = models.CharField(max_length=200)
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    because = models.TextField(max_length=2000, blank=True)
    stays_because = models.TextField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Decision]] = models.Manager.from_queryset(DecisionQuerySet)()

    class Meta:
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="decision_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(outcome__in=["recommended", "deferred", "declined", "merged"]),
                name="decision_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(rationale="") & ~Q(office=""), name="decision_says_why_and_by_whom"
            ),
            models.CheckConstraint(
                condition=Q(outcome="merged", merge_into__isnull=False)
                | (~Q(outcome="merged") & Q(merge_into=None)),
                name="decision_to_merge_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(number=1, supersedes=None, because="", stays_because="")
                | (Q(number__gt=1, supersedes__isnull=False) & ~Q(because="")),
                name="decision_later_names_the_earlier",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            written_once(),
            refuse_when(
                "SELECT WHERE NOT EXISTS (SELECT FROM initiatives_entry AS entry "
                "JOIN initiatives_round AS round ON round.id = entry.round_id "
                "JOIN initiatives_ranking AS ranking ON ranking.round_id = round.id "
                "WHERE entry.id = NEW.entry_id AND ranking.id = NEW.ranking_id "
                "AND ranking.input_sha256 = round.input_sha256 "
                "AND ranking.number = (SELECT max(number) FROM initiatives_ranking AS each "
                "WHERE each.round_id = round.id) "
                "AND (round.state = 'decided' OR round.state = 'released' AND NEW.number > 1))",
                name="decision_on_frozen_results",
                sentence="A decision rests on the last ranking of its round, once that is frozen; "
                "after the release only a later one follows an earlier.",
            ),
            refuse_when(
                "SELECT WHERE NEW.number > 1 AND NOT EXISTS (SELECT FROM initiatives_decision "
                "AS earlier WHERE earlier.id = NEW.supersedes_id "
                "AND earlier.entry_id = NEW.entry_id AND earlier.number = NEW.number - 1)",
                name="decision_follows_the_last_one",
                sentence="A later decision names the one before it about the same proposal.",
            ),
            refuse_when(
                "SELECT FROM initiatives_entry "
                "WHERE id = NEW.entry_id AND proposal_id = NEW.merge_into_id",
                name="decision_merges_two",
                sentence="A proposal is merged into another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_outcome_display()}"

    @property
    def words(self) -> str:
        """The outcome in words: "Recommended", or "Merged into EJC-2026-014"."""
        if self.merge_into is None:
            return str(self.get_outcome_display())
        return f"Merged into {self.merge_into.reference}"

    @property
    def phrase(self) -> str:
        """The same within a sentence: "merged into EJC-2026-014"."""
        return f"{self.words[0].lower()}{self.words[1:]}"
