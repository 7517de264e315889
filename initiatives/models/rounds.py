"""Evaluation rounds: their terms, their windows, and what happened when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.phases import BEFORE_SCORING, GRACE, PHASES, Right, with_any


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

        Facilitators from the close of scoring on, everybody from the release on.
        """
        right = Right.READ_STANDINGS if actor.may(Permission.RUN_ROUND) else Right.READ_RECORD
        return self.filter(state__in=with_any(right))

    def due_to_close(self, at: datetime) -> Self:
        """Keep the rounds whose scoring is over, with the time for pages opened before."""
        return self.filter(state=Round.State.SCORING, closes_at__lte=at - GRACE)

    def due_to_move(self, at: datetime) -> Self:
        """Keep the rounds that go on by the clock and whose next planned time has come."""
        declarations = Q(state=Round.State.PREPARING, declares_at__lte=at)
        scoring = Q(state__in=BEFORE_SCORING, opens_at__lte=at)
        return self.filter(declarations | scoring, by_clock=True)

    def held(self, pk: int) -> Round:
        """Read a round and keep it in its state until the transaction ends.

        Others may hold it too; whoever wants to move it waits. Needs a transaction.
        """
        (round_,) = self.raw("SELECT * FROM initiatives_round WHERE id = %s FOR SHARE", [pk])
        return round_


class Round(Stateful):
    """An evaluation round: entries, criteria fixed before the first mark, and a deadline.

    `proposals_until` is until when proposals for it are sent in, and `announced_at` when writers
    were told of it. `declares_at`, `opens_at` and `closes_at` are what is planned: from when
    conflicts are declared, and from when to when is scored; `declared_at`, `opened_at`,
    `closed_at`, `frozen_at` and `released_at` are what happened. With `by_clock` declarations
    and scoring begin by themselves; scoring always ends so. `quorum` is in cities,
    `sponsors_needed` in co-sponsor cities beside the lead, `draws` in draws of the weights,
    `top` in ranks. `salt` keeps the evaluators' numbers in the published file from being traced.
    `input_sha256` is the digest of that file when the results were frozen.
    """

    class State(models.TextChoices):
        """The phase of the round; `initiatives.phases` says what each allows."""

        PREPARING = "preparing", "In preparation"
        DECLARATIONS = "declarations", "Taking declarations"
        SCORING = "scoring", "Open for scoring"
        DISCUSSION = "discussion", "In discussion"
        DECIDED = "decided", "Being decided"
        RELEASED = "released", "Released"

    slug = models.SlugField(max_length=60, unique=True, editable=False)
    title = models.CharField(max_length=120)
    proposals_until = models.DateTimeField("proposals until", null=True, blank=True)
    declares_at = models.DateTimeField("declarations from", null=True, blank=True)
    opens_at = models.DateTimeField("planned opening")
    closes_at = models.DateTimeField("closing time")
    by_clock = models.BooleanField("begin by itself at the planned times", default=False)
    has_discussion = models.BooleanField(
        "marks may be changed in a discussion after the close", default=False
    )
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
    declared_at = models.DateTimeField(null=True, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
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
                condition=Q(state="preparing", declared_at=None, opened_at=None, closed_at=None)
                | Q(state="declarations", declared_at__isnull=False, opened_at=None, closed_at=None)
                | Q(state="scoring", opened_at__isnull=False, closed_at=None)
                | Q(
                    state__in=["discussion", "decided", "released"],
                    opened_at__isnull=False,
                    closed_at__isnull=False,
                ),
                name="round_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["decided", "released"], frozen_at__isnull=False)
                    | (~Q(state__in=["decided", "released"]) & Q(frozen_at=None))
                )
                & (
                    Q(state="released", released_at__isnull=False)
                    | (~Q(state="released") & Q(released_at=None))
                ),
                name="round_frozen_and_released_in_turn",
            ),
            models.CheckConstraint(
                condition=Q(declares_at=None) | Q(declares_at__lte=F("opens_at")),
                name="round_declares_before_it_opens",
                violation_error_message=(
                    "Conflicts are declared before scoring begins: give an earlier time, or a "
                    "later planned opening."
                ),
            ),
            models.CheckConstraint(
                condition=Q(proposals_until=None) | Q(proposals_until__lte=F("opens_at")),
                name="round_opens_after_the_last_proposals",
                violation_error_message=(
                    "Proposals must be in before scoring opens: give an earlier time, or a later "
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
            guards.never_emptied(),
            guards.Protect(
                name="terms_frozen_once_open",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'preparing' AND "
                    "(OLD.slug, OLD.quorum, OLD.sponsors_needed, OLD.top, OLD.draws, OLD.seed, "
                    "OLD.salt, OLD.has_discussion, OLD.declared_at) IS DISTINCT FROM "
                    "(NEW.slug, NEW.quorum, NEW.sponsors_needed, NEW.top, NEW.draws, NEW.seed, "
                    "NEW.salt, NEW.has_discussion, NEW.declared_at)"
                ),
            ),
            guards.Protect(
                name="moments_stand_once_passed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.opened_at IS DISTINCT FROM NEW.opened_at AND OLD.opened_at IS NOT NULL "
                    "OR OLD.closed_at IS DISTINCT FROM NEW.closed_at AND OLD.closed_at IS NOT NULL"
                ),
            ),
            guards.Protect(
                name="outcome_stands_once_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.input_sha256 <> '' AND "
                    "(OLD.closes_at, OLD.closed_at, OLD.frozen_at, OLD.input_sha256) "
                    "IS DISTINCT FROM "
                    "(NEW.closes_at, NEW.closed_at, NEW.frozen_at, NEW.input_sha256)"
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
        happened = (self.released_at, self.frozen_at, self.closed_at, self.opened_at)
        return next(filter(None, (*happened, self.declared_at)), None)

    def allows(self, right: Right) -> bool:
        """Whether the round's phase allows this."""
        return right in PHASES[self.state]

    @property
    def has_result(self) -> bool:
        """Whether its scoring has closed, so that there is a ranking."""
        return self.allows(Right.READ_STANDINGS)
