"""What evaluators do: declare, recuse themselves, save, send in; until the round closes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor
from initiatives.events import ReviewEvent
from initiatives.lifecycle import REVIEW
from initiatives.models import Criterion, Mark, Remark, Review, Round
from initiatives.rules import reviews as rules
from initiatives.rules.criteria import unexplained

State = Review.State


class StaleReview(Exception):
    """The evaluator saved the review elsewhere since it was read; nothing was written.

    `current` is the review as it stands now.
    """

    def __init__(self, current: Review) -> None:
        """Keep the review as it stands."""
        super().__init__(f"{current} was saved elsewhere since it was read.")
        self.current = current


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """All that an evaluator says: marks and remarks by criterion key, and a comment.

    A criterion without a mark is not judged; a gate's mark is 1 for yes and 0 for no.
    """

    marks: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def opinion_of(review: Review) -> Opinion:
    """Return what stands in the rows. Two queries."""
    return Opinion(
        marks=dict(review.marks.order_by("pk").values_list("criterion__key", "value")),
        remarks=dict(review.remarks.order_by("pk").values_list("criterion__key", "text")),
        comment=review.comment,
    )


@transaction.atomic
def declare(review: Review, *, by: Actor, at: datetime) -> None:
    """Put on record that there is no conflict of interest; the text opens.

    A second time changes nothing.
    """
    current = _hold(review)
    if reason := rules.why_not_declare(by, current, at=at):
        raise PermissionDenied(reason)
    if current.state == State.ASSIGNED:
        judged = current.entry.proposal.submissions.latest().revision
        REVIEW.advance(review, ReviewEvent.DECLARED, by=by, at=at, declared_at=at, revision=judged)


@transaction.atomic
def recuse(review: Review, *, reason: str, by: Actor, at: datetime) -> None:
    """Step back because of a conflict of interest; marks already given are taken out.

    A second time changes nothing.
    """
    current = _hold(review)
    if refused := rules.why_not_recuse(by, current, at=at) or rules.why_not_without(reason):
        raise PermissionDenied(refused)
    if current.state == State.RECUSED:
        return
    current.marks.all().delete()
    current.remarks.all().delete()
    REVIEW.advance(
        review,
        ReviewEvent.RECUSED,
        by=by,
        at=at,
        detail={"reason": reason.strip()},
        conflict=reason.strip(),
        comment="",
        declared_at=current.declared_at or at,
        submitted_at=None,
        recused_at=at,
    )


@transaction.atomic
def save(review: Review, *, opinion: Opinion, version: int, by: Actor, at: datetime) -> None:
    """Keep work in progress over the version that was read; part of the marks is enough.

    What stands there already is not written again. Raises StaleReview when something else was
    saved meanwhile.
    """
    current = _hold(review)
    if reason := rules.why_not_save(by, current, at=at):
        raise PermissionDenied(reason)
    if _write(current, opinion, version=version):
        REVIEW.advance(
            review,
            ReviewEvent.SAVED,
            by=by,
            at=at,
            version=current.version + 1,
            comment=opinion.comment,
            saved_at=at,
        )


@transaction.atomic
def submit(review: Review, *, opinion: Opinion, version: int, by: Actor, at: datetime) -> None:
    """Send the review in; from now on it counts. It may be sent in again until the close.

    The same once more changes nothing. Raises StaleReview like `save`.
    """
    current = _hold(review)
    if reason := rules.why_not_submit(by, current, at=at):
        raise PermissionDenied(reason)
    if reason := rules.why_not_complete(_criteria(current), opinion.marks):
        raise PermissionDenied(reason)
    if missing := unexplained(_criteria(current), opinion.marks, opinion.remarks):
        raise PermissionDenied(" ".join(missing.values()))
    if _write(current, opinion, version=version) or current.state != State.SUBMITTED:
        REVIEW.advance(
            review,
            ReviewEvent.SUBMITTED,
            by=by,
            at=at,
            detail={"again": current.state == State.SUBMITTED},
            version=current.version + 1,
            comment=opinion.comment,
            saved_at=at,
            submitted_at=at,
        )


def _hold(review: Review) -> Review:
    """Read the review anew; its round stays open and nobody else writes until the end."""
    round_ = Round.objects.held(review.entry.round_id)
    current = (
        Review.objects.select_for_update(of=("self",))
        .select_related("city", "entry__proposal")
        .get(pk=review.pk)
    )
    current.entry.round = round_
    return current


def _criteria(review: Review) -> dict[str, Criterion]:
    return {criterion.key: criterion for criterion in review.entry.round.criteria.all()}


def _write(current: Review, opinion: Opinion, *, version: int) -> bool:
    """Bring marks and remarks in line with what was typed; tell whether anything differs."""
    before = opinion_of(current)
    if before == opinion:
        return False
    if current.version != version:
        raise StaleReview(current)
    criteria = _criteria(current)
    if reason := rules.why_not_mark(criteria, opinion.marks):
        raise PermissionDenied(reason)
    _write_marks(current, criteria, before.marks, opinion.marks)
    _write_remarks(current, criteria, before.remarks, opinion.remarks)
    return True


def _write_marks(
    review: Review,
    criteria: Mapping[str, Criterion],
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> None:
    if gone := before.keys() - after.keys():
        review.marks.filter(criterion__key__in=gone).delete()
    Mark.objects.bulk_create(
        (
            Mark(review=review, criterion=criteria[key], value=value)
            for key, value in after.items()
            if before.get(key) != value
        ),
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value"],
    )


def _write_remarks(
    review: Review,
    criteria: Mapping[str, Criterion],
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    if gone := before.keys() - after.keys():
        review.remarks.filter(criterion__key__in=gone).delete()
    Remark.objects.bulk_create(
        (
            Remark(review=review, criterion=criteria[key], text=text)
            for key, text in after.items()
            if before.get(key) != text
        ),
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["text"],
    )
