"""What evaluators say about criteria: marks and remarks, which are added and never changed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from collaborative import guards
from initiatives.models.criteria import Criterion
from initiatives.models.guards import only_while, refuse_when, written_once
from initiatives.models.reviews import Review
from initiatives.phases import Right, with_any

_ROUND = (
    "SELECT round_id FROM initiatives_entry JOIN initiatives_review "
    "ON initiatives_review.entry_id = initiatives_entry.id "
    "WHERE initiatives_review.id IN (NEW.review_id, OLD.review_id)"
)


def _followed(said: type[Mark | Remark]) -> Exists:
    """Say whether the same review has said something later about the same criterion."""
    return Exists(
        said.objects.order_by().filter(
            review=OuterRef("review"),
            criterion=OuterRef("criterion"),
            number__gt=OuterRef("number"),
        )
    )


class MarkQuerySet(models.QuerySet["Mark"]):
    """Reads marks."""

    def standing(self) -> Self:
        """Keep the last word of each review on each criterion, unless it took the mark back."""
        return self.filter(~_followed(Mark), value__isnull=False)


class Mark(models.Model):
    """One mark: a point on a criterion's scale, or a gate's answer, 1 for yes and 0 for no.

    A changed mark is another row with the next `number`, counted from 1; `value` is None where
    the mark was taken back. A criterion that the evaluator never judged has no row. A mark of a
    time after the round's `closed_at` was changed in the discussion.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField(default=1)
    value = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Mark]] = models.Manager.from_queryset(MarkQuerySet)()

    class Meta:
        ordering = ["review", "criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion", "number"], name="mark_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="mark_counts_from_one"),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.MARK, Right.CHANGE_MARKS),
                rounds=_ROUND,
                name="mark_frozen_unless_open",
            ),
            refuse_when(
                "SELECT WHERE NOT EXISTS (SELECT FROM initiatives_review "
                "JOIN initiatives_entry ON initiatives_entry.id = initiatives_review.entry_id "
                "JOIN initiatives_criterion "
                "ON initiatives_criterion.round_id = initiatives_entry.round_id "
                "WHERE initiatives_review.id = NEW.review_id "
                "AND initiatives_review.state IN ('declared', 'submitted') "
                "AND initiatives_criterion.id = NEW.criterion_id AND (NEW.value IS NULL "
                "OR NEW.value BETWEEN initiatives_criterion.minimum "
                "AND initiatives_criterion.maximum))",
                name="mark_is_on_the_scale",
                sentence="The mark is not on the scale of a criterion of the review''s round.",
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {'taken back' if self.value is None else self.value}"


class RemarkQuerySet(models.QuerySet["Remark"]):
    """Reads remarks."""

    def standing(self) -> Self:
        """Keep the last word of each review on each criterion, unless it was taken back."""
        return self.filter(~_followed(Remark)).exclude(text="")


class Remark(models.Model):
    """What an evaluator says about one criterion, with or without a mark.

    A changed remark is another row with the next `number`; an empty `text` took it back.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="remarks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="remarks")
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField()

    objects: ClassVar[models.Manager[Remark]] = models.Manager.from_queryset(RemarkQuerySet)()

    class Meta:
        ordering = ["review", "criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion", "number"], name="remark_number_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="remark_counts_from_one"),
        ]
        triggers = [
            guards.never_emptied(),
            only_while(
                with_any(Right.MARK, Right.CHANGE_MARKS),
                rounds=_ROUND,
                name="remark_frozen_unless_open",
            ),
            written_once(),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.text[:60] or 'taken back'}"
