"""What evaluators do: declare, recuse themselves, save, send in; marks are only ever added."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Manager

from collaborative.models import Actor
from initiatives.events import ReviewEvent
from initiatives.lifecycle import REVIEW
from initiatives.models import Criterion, KeptReview, Mark, Remark, Review, Round
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
    marks = Mark.objects.standing().filter(review=review).order_by("pk")
    remarks = Remark.objects.standing().filter(review=review).order_by("pk")
    return Opinion(
        marks={
            key: value
            for key, value in marks.values_list("criterion__key", "value")
            if value is not None
        },
        remarks=dict(remarks.values_list("criterion__key", "text")),
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
    """Step back because of a conflict of interest; marks already given count no more.

    They stay on record. A second time changes nothing.
    """
    current = _hold(review)
    if refused := rules.why_not_recuse(by, current, at=at) or rules.why_not_without(reason):
        raise PermissionDenied(refused)
    if current.state == State.RECUSED:
        return
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
def save(
    review: Review,
    *,
    opinion: Opinion,
    version: int,
    by: Actor,
    at: datetime,
    opened: datetime | None = None,
) -> None:
    """Keep work in progress over the version that was read; part of the marks is enough.

    What stands there already is not written again. `opened` is when the page was opened; see
    `why_closed`. Raises StaleReview when something else was saved meanwhile.
    """
    current = _hold(review)
    if reason := rules.why_not_save(by, current, at=at, opened=opened):
        raise PermissionDenied(reason)
    if _write(current, opinion, version=version, at=at):
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
def submit(
    review: Review,
    *,
    opinion: Opinion,
    version: int,
    by: Actor,
    at: datetime,
    opened: datetime | None = None,
) -> None:
    """Send the review in; from now on it counts. It may be sent in again until the close.

    In the discussion it may be changed once more. The same once more changes nothing. Takes
    `opened` and raises StaleReview like `save`.
    """
    current = _hold(review)
    if reason := rules.why_not_submit(by, current, at=at, opened=opened):
        raise PermissionDenied(reason)
    if reason := rules.why_not_complete(_criteria(current), opinion.marks):
        raise PermissionDenied(reason)
    if missing := unexplained(_criteria(current), opinion.marks, opinion.remarks):
        raise PermissionDenied(" ".join(missing.values()))
    if _write(current, opinion, version=version, at=at) or current.state != State.SUBMITTED:
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


@transaction.atomic
def keep(review: Review, *, opinion: Opinion, by: Actor, at: datetime) -> None:
    """Keep what came too late for its writer to read; it counts for nothing.

    What stands in the review already, or is kept already, is not kept again.
    """
    if by.user is None or by.user.pk != review.evaluator_id:
        raise PermissionDenied("This review belongs to another evaluator.")
    known = [opinion_of(review), *(kept_opinion(kept) for kept in review.kept.all())]
    if opinion not in known:
        KeptReview.objects.create(
            review=review,
            by=by.user,
            marks=dict(opinion.marks),
            remarks=dict(opinion.remarks),
            comment=opinion.comment,
            at=at,
        )


def kept_opinion(kept: KeptReview) -> Opinion:
    """Return what came too late."""
    return Opinion(marks=kept.marks, remarks=kept.remarks, comment=kept.comment)


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


def _write(current: Review, opinion: Opinion, *, version: int, at: datetime) -> bool:
    """Add what differs from what stands there; tell whether anything does."""
    before = opinion_of(current)
    if before == opinion:
        return False
    if current.version != version:
        raise StaleReview(current)
    criteria = _criteria(current)
    if reason := rules.why_not_mark(criteria, opinion.marks):
        raise PermissionDenied(reason)
    given = _counted(current.marks)
    Mark.objects.bulk_create(
        Mark(review=current, criterion=criteria[key], number=given[key] + 1, value=value, at=at)
        for key, value in _changes(before.marks, opinion.marks, taken_back=None)
    )
    said = _counted(current.remarks)
    Remark.objects.bulk_create(
        Remark(review=current, criterion=criteria[key], number=said[key] + 1, text=text, at=at)
        for key, text in _changes(before.remarks, opinion.remarks, taken_back="")
    )
    return True


def _counted(rows: Manager[Any]) -> Counter[str]:
    """Return how often something was said about each criterion."""
    return Counter(rows.order_by().values_list("criterion__key", flat=True))


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], *, taken_back: Any
) -> Iterator[tuple[str, Any]]:
    """Yield each criterion whose answer differs, with the new one."""
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield key, after.get(key, taken_back)
