"""How evaluators answer bit by bit: one answer at once, a whole scoresheet, all that is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor
from initiatives.events import ReviewEvent
from initiatives.lifecycle import REVIEW
from initiatives.models import Review
from initiatives.operations.marking import (
    Answers,
    Opinion,
    add,
    criteria_of,
    laid_over,
    opinion_of,
)
from initiatives.operations.reviews import StaleReview, declare, held, keep
from initiatives.results.own_marks import last_remarks, last_words
from initiatives.rules import reviews as rules
from initiatives.rules.criteria import unexplained
from initiatives.rules.scoring import why_not_whole

State = Review.State


@dataclass(frozen=True, slots=True)
class Recorded:
    """A review with its answers after some were recorded, and texts that nobody had read.

    `replaced` holds what stood in a text's place and was not what its writer had read, by
    criterion key, "" the comment.
    """

    review: Review
    opinion: Opinion
    replaced: Mapping[str, str]


@transaction.atomic
def record(
    review: Review, *, answers: Answers, by: Actor, at: datetime, opened: datetime | None = None
) -> Recorded:
    """Write single answers; each is the last word on its own, whatever else was saved meanwhile.

    In a review that was sent in they count at once. What stands there already is not written
    again. `opened` is when the page was opened; see `why_closed`.
    """
    current = held(review)
    if reason := rules.why_not_submit(by, current, at=at, opened=opened):
        raise PermissionDenied(reason)
    before = opinion_of(current)
    after = laid_over(before, answers)
    replaced = _replaced(before, after, answers)
    if add(current, before, answers, at=at):
        _advance(current, after, by=by, at=at)
    if "" in replaced:  # a remark that gave way has its row; a comment has none
        keep(current, opinion=before, by=by, at=at)
    return Recorded(current, after, replaced)


@transaction.atomic
def record_all(
    found: Iterable[tuple[Review, int, Answers]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write the answers of several reviews, each over the version that was read, or none of them.

    Raises StaleReview where one was saved elsewhere meanwhile.
    """
    for review, version, answers in found:
        current = held(review)
        if current.version != version:
            raise StaleReview(current)
        record(review, answers=answers, by=by, at=at)


@transaction.atomic
def send_in(reviews: Sequence[Review], *, by: Actor, at: datetime) -> None:
    """Send in reviews that are whole, as they are saved, all in one act."""
    for review in reviews:
        current = held(review)
        words, said = last_words([current]), last_remarks([current])
        refused = rules.why_not_submit(by, current, at=at) or why_not_whole(
            criteria_of(current).values(), words.get(current.pk, {}), said.get(current.pk, {})
        )
        if refused:
            raise PermissionDenied(refused)
        if current.state != State.SUBMITTED:
            _advance(current, opinion_of(current), by=by, at=at, is_sending_in=True)


@transaction.atomic
def begin(reviews: Sequence[Review], *, by: Actor, at: datetime) -> None:
    """Open the texts of reviews of which their evaluator has declared no conflict."""
    for review in reviews:
        declare(review, by=by, at=at)


def _replaced(before: Opinion, after: Opinion, answers: Answers) -> dict[str, str]:
    """Return texts that stood there, differ from the new ones, and are not what was read."""
    stood = {**before.remarks, "": before.comment}
    new = {**after.remarks, "": after.comment}
    return {
        key: text
        for key, read in answers.read.items()
        if (text := stood.get(key, "")) not in {"", read, new.get(key, "")}
    }


def _advance(
    current: Review, after: Opinion, *, by: Actor, at: datetime, is_sending_in: bool = False
) -> None:
    """Count one more save; of a review that is or will be sent in, one more sending in."""
    saved: dict[str, Any] = {
        "version": current.version + 1,
        "comment": after.comment,
        "saved_at": at,
    }
    if current.state != State.SUBMITTED and not is_sending_in:
        REVIEW.advance(current, ReviewEvent.SAVED, by=by, at=at, **saved)
        return
    criteria = criteria_of(current)
    if reason := rules.why_not_complete(criteria, after.marks):
        raise PermissionDenied(reason)
    if missing := unexplained(criteria, after.marks, after.remarks):
        raise PermissionDenied(" ".join(missing.values()))
    again = {"again": current.state == State.SUBMITTED}
    REVIEW.advance(
        current, ReviewEvent.SUBMITTED, by=by, at=at, detail=again, submitted_at=at, **saved
    )
