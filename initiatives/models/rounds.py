"""Evaluation rounds: their terms, their criteria with written anchors, and what is entered."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models.guards import only_while, written_once
from initiatives.models.proposals import Proposal


class RoundQuerySet(models.QuerySet["Round"]):
    """Reads rounds."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the rounds this actor may see.

        A facilitator sees all; everyone in office those that have opened, with their criteria;
        the public those that are released.
        """
        if actor.may(Permission.RUN_ROUND):
            return self.all()
        if actor.offices:
            return self.exclude(state=Round.State.PREPARING)
        return self.filter(state=Round.State.RELEASED)

    def taking_proposals(self, at: datetime) -> Self:
        """Keep the announced rounds that still take proposals, the next one first."""
        announced = self.filter(state=Round.State.PREPARING, announced_at__isnull=False)
        return announced.filter(proposals_until__gt=at).order_by("proposals_until", "pk")

    def ranking_visible_to(self, actor: Actor) -> Self:
        """Keep the rounds whose ranking, marks and decisions this actor may see.

        Facilitators from the close on, everybody from the release on.
        """
        if actor.may(Permission.RUN_ROUND):
            return self.filter(state__in=[Round.State.CLOSED, Round.State.RELEASED])
        return self.filter(state=Round.State.RELEASED)

    def held(self, pk: int) -> Round:
        """Read a round and keep it in its state until the transaction ends.

        Others may hold it too; whoever wants to move it waits. Needs a transaction.
        """
        (round_,) = self.raw("SELECT * FROM initiatives_round WHERE id = %s FOR SHARE", [pk])
        return round_


class Round(Stateful):
    """An evaluation round: entries, criteria fixed before the first mark, and a deadline.

    `proposals_until` is until when proposals for it are sent in, and `announced_at` when writers
    were told of it. `opens_at` and `closes_at` are what is planned; `opened_at`, `closed_at` and
    `released_at` are what happened. `quorum` is in cities, `sponsors_needed` in co-sponsor
    cities beside the lead, `draws` in draws of the weights, `top` in ranks. `salt` keeps the
    evaluators' numbers in the published file from being traced. `input_sha256` is the digest of
    that file at the close.
    """

    class State(models.TextChoices):
        """Where the round stands."""

        PREPARING = "preparing", "In preparation"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        RELEASED = "released", "Released"

    slug = models.SlugField(max_length=60, unique=True, editable=False)
    title = models.CharField(max_length=120)
    proposals_until = models.DateTimeField("proposals until", null=True, blank=True)
    opens_at = models.DateTimeField("planned opening")
    closes_at = models.DateTimeField("closing time")
    quorum = models.PositiveSmallIntegerField(
        "cities needed",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    sponsors_needed = models.PositiveSmallIntegerField(
        "co-sponsor cities needed beside the lead",
        default=0,
        validators=[MaxValueValidator(50)],
    )
    top = models.PositiveSmallIntegerField(
        "ranks that count as the top",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    draws = models.PositiveIntegerField(
        "draws of the weights",
        default=10_000,
        validators=[MinValueValidator(100), MaxValueValidator(20_000)],
    )
    seed = models.PositiveIntegerField("seed of the draws", default=1)
    salt = models.CharField(max_length=32, editable=False)
    announced_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    input_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar[models.Manager[Round]] = models.Manager.from_queryset(RoundQuerySet)()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        indexes = [models.Index(fields=["state", "closes_at"], name="round_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message="The closing time must be later than the planned opening.",
            ),
            models.CheckConstraint(
                condition=Q(state="preparing", opened_at=None, closed_at=None, released_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None, released_at=None)
                | Q(
                    state="closed",
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    released_at=None,
                )
                | Q(
                    state="released",
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                    released_at__isnull=False,
                ),
                name="round_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(proposals_until=None) | Q(proposals_until__lte=F("opens_at")),
                name="round_opens_after_the_last_proposals",
                violation_error_message=(
                    "Proposals must be in before the round opens: give an earlier time, or a later "
                    "planned opening."
                ),
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(proposals_until__isnull=False),
                name="round_announced_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(quorum__gte=1, top__gte=1, draws__gte=1), name="round_counts_from_one"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="terms_frozen_once_open",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'preparing' AND "
                    "(OLD.slug, OLD.quorum, OLD.sponsors_needed, OLD.top, OLD.draws, OLD.seed, "
                    "OLD.salt, OLD.opened_at) IS DISTINCT FROM "
                    "(NEW.slug, NEW.quorum, NEW.sponsors_needed, NEW.top, NEW.draws, NEW.seed, "
                    "NEW.salt, NEW.opened_at)"
                ),
            ),
            pgtrigger.Protect(
                name="outcome_frozen_once_closed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.input_sha256 <> '' AND "
                    "(OLD.closes_at, OLD.closed_at, OLD.input_sha256) IS DISTINCT FROM "
                    "(NEW.closes_at, NEW.closed_at, NEW.input_sha256)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this round."""
        return reverse("initiatives:round", args=[self.slug])

    @property
    def moved_at(self) -> datetime | None:
        """When it came into the state it is in; None while in preparation."""
        return self.released_at or self.closed_at or self.opened_at

    @property
    def has_result(self) -> bool:
        """Whether it is closed, so that there is a ranking."""
        return self.state in {self.State.CLOSED, self.State.RELEASED}


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads entries."""

    def standing(self) -> Self:
        """Keep the entries whose proposal was not withdrawn from its round."""
        return self.filter(withdrawal=None)


class Entry(models.Model):
    """A proposal in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="entries")

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["round", "proposal__reference", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "proposal"], name="entry_once_a_round")
        ]
        triggers = [
            only_while(
                [Round.State.PREPARING],
                rounds="NEW.round_id, OLD.round_id",
                name="entry_frozen_once_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} in {self.round}"


class Withdrawal(models.Model):
    """The authors withdrew a proposal while its round was open; never changed.

    Its reviews stay on record and count for nothing; it has no place in the ranking.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        triggers = [
            only_while(
                [Round.State.OPEN],
                rounds="SELECT round_id FROM initiatives_entry "
                "WHERE id IN (NEW.entry_id, OLD.entry_id)",
                name="withdrawal_before_the_close",
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, withdrawn"
