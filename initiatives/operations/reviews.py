"""What evaluators do: declare, recuse themselves, save, send in; marks are only ever added."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor
from initiatives.events import ReviewEvent
from initiatives.lifecycle import REVIEW
from initiatives.models import KeptReview, Review, Round
from initiatives.operations.marking import Opinion, add, criteria_of, in_full, laid_over, opinion_of
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


@transaction.atomic
def declare(review: Review, *, by: Actor, at: datetime) -> None:
    """Put on record that there is no conflict of interest; the text opens.

    A second time changes nothing.
    """
    current = held(review)
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
    current = held(review)
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
    current = held(review)
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
    current = held(review)
    if reason := rules.why_not_submit(by, current, at=at, opened=opened):
        raise PermissionDenied(reason)
    if reason := rules.why_not_complete(criteria_of(current), opinion.marks):
        raise PermissionDenied(reason)
    if missing := unexplained(criteria_of(current), opinion.marks, opinion.remarks):
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
            marks={**opinion.marks, **dict.fromkeys(opinion.unjudged)},
            remarks=dict(opinion.remarks),
            comment=opinion.comment,
            at=at,
        )


def kept_opinion(kept: KeptReview) -> Opinion:
    """Return what came too late."""
    return Opinion(
        marks={key: mark for key, mark in kept.marks.items() if mark is not None},
        remarks=kept.remarks,
        comment=kept.comment,
        unjudged=frozenset(key for key, mark in kept.marks.items() if mark is None),
    )


def held(review: Review) -> Review:
    """Read the review anew; its round stays open and nobody else writes until the end."""
    round_ = Round.objects.held(review.entry.round_id)
    current = (
        Review.objects.select_for_update(of=("self",))
        .select_related("city", "entry__proposal")
        .get(pk=review.pk)
    )
    current.entry.round = round_
    return current


def _write(current: Review, opinion: Opinion, *, version: int, at: datetime) -> bool:
    """Add what differs from what stands there; tell whether anything does."""
    before = opinion_of(current)
    answers = in_full(before, opinion)
    if laid_over(before, answers) == before:
        return False
    if current.version != version:
        raise StaleReview(current)
    return add(current, before, answers, at=at)
