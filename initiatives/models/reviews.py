"""Reviews: what one evaluator is asked about one entry of a round, and how far it is."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cities.models import City
from collaborative import guards
from collaborative.models import Actor, Stateful
from collaborative.roles import Permission
from initiatives.models.entries import Entry
from initiatives.models.guards import only_while, refuse_when, written_once
from initiatives.models.proposals import TEXTS
from initiatives.models.rounds import Round
from initiatives.models.writing import Revision
from initiatives.phases import Right, with_any


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reads reviews."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the actor's own reviews, for cities whose evaluator the actor is today.

        Nobody else's review is ever read one by one; results show marks by city.
        """
        if actor.user is None:
            return self.none()
        return self.filter(
            evaluator=actor.user, city__in=actor.organisations(Permission.EVALUATE)
        ).exclude(entry__round__state=Round.State.PREPARING)

    def for_list(self) -> Self:
        """Load what a list of reviews shows: open rounds first, then those closed last."""
        return (
            self.select_related("city", "entry__round", "entry__proposal__city")
            .defer(*(f"entry__proposal__{text}" for text in TEXTS))
            .order_by(
                F("entry__round__closed_at").desc(nulls_first=True),
                "entry__round__closes_at",
                "entry__proposal__reference",
                "pk",
            )
        )

    def unfinished(self) -> Self:
        """Keep those that still wait for their evaluator; none of a proposal that was withdrawn."""
        return self.standing().filter(state__in=[Review.State.ASSIGNED, Review.State.DECLARED])

    def standing(self) -> Self:
        """Keep the reviews of proposals that were not withdrawn from their round."""
        return self.filter(entry__withdrawal=None)


class Review(Stateful):
    """One evaluator's review of one entry, on behalf of a city that does not lead the proposal.

    The text opens with the declaration that there is no conflict; a conflict recuses, with its
    reason. Only a submitted review counts in the ranking. `version` counts the saves; `revision`
    is the text that it judges, as it was sent in when the evaluator opened it.
    """

    class State(models.TextChoices):
        """Where the review stands."""

        ASSIGNED = "assigned", "Not begun"
        DECLARED = "declared", "Begun"
        SUBMITTED = "submitted", "Sent in"
        RECUSED = "recused", "Recused"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="reviews")
    evaluator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    city = models.ForeignKey(City, models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField(default=0, editable=False)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, editable=False, related_name="reviews"
    )
    comment = models.TextField(blank=True, max_length=5000)
    conflict = models.TextField("reason of the conflict", blank=True, max_length=1000)
    assigned_at = models.DateTimeField(editable=False)
    declared_at = models.DateTimeField(null=True, editable=False)
    saved_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    recused_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Review]] = models.Manager.from_queryset(ReviewQuerySet)()

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "evaluator"], name="review_once_an_evaluator"),
            models.CheckConstraint(
                condition=Q(state="assigned", declared_at=None, submitted_at=None)
                | Q(state="declared", declared_at__isnull=False, submitted_at=None)
                | Q(state="submitted", declared_at__isnull=False, submitted_at__isnull=False)
                | Q(state="recused", declared_at__isnull=False, submitted_at=None),
                name="review_state_has_its_dates",
            ),
            models.CheckConstraint(
                condition=(Q(state="recused", recused_at__isnull=False) & ~Q(conflict=""))
                | (~Q(state="recused") & Q(recused_at=None, conflict="")),
                name="review_recused_with_date_and_reason",
            ),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.ASSIGN, Right.DECLARE, Right.MARK, Right.CHANGE_MARKS),
                rounds="SELECT round_id FROM initiatives_entry "
                "WHERE id IN (NEW.entry_id, OLD.entry_id)",
                name="review_stands_once_frozen",
            ),
            refuse_when(
                "SELECT FROM initiatives_entry JOIN initiatives_proposal "
                "ON initiatives_proposal.id = initiatives_entry.proposal_id "
                "WHERE initiatives_entry.id = NEW.entry_id "
                "AND initiatives_proposal.city_id = NEW.city_id",
                name="review_by_another_city",
                sentence="A city does not review the proposal that it leads.",
            ),
            refuse_when(
                "SELECT FROM initiatives_declaration AS said WHERE said.entry_id = NEW.entry_id "
                "AND said.person_id = NEW.evaluator_id AND said.is_conflict "
                "AND NEW.state <> 'recused'",
                name="review_without_a_conflict",
                sentence="Whoever declared a conflict of interest does not review.",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.entry.proposal} for {self.city}"

    def get_absolute_url(self) -> str:
        """The page on which its evaluator works."""
        return reverse("initiatives:review", args=[self.pk])


class KeptReview(models.Model):
    """What an evaluator typed that came too late to count; never changed.

    Nobody but its writer reads it. `marks` and `remarks` are by criterion key; a mark is None
    where the evaluator could not judge.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="kept")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marks = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["review", "pk"]
        triggers = [guards.never_emptied(), written_once()]

    def __str__(self) -> str:
        return f"{self.review}, typed after the close"
