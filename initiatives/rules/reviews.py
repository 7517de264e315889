"""Who may say what in a review now, and why not."""

from collections.abc import Mapping
from datetime import datetime

from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import moment
from initiatives.models import Criterion, Review, Round
from initiatives.phases import Right
from initiatives.rules.closing import why_closed, withdrawal_of

State = Review.State


def why_not_take_part(actor: Actor, review: Review) -> str | None:
    """A review is its evaluator's, in office, while its proposal stands in the round."""
    if actor.user is None or actor.user.pk != review.evaluator_id:
        return "This review belongs to another evaluator."
    if not actor.may(Permission.EVALUATE, review.city_id):
        return f"You no longer hold the office of evaluator of {review.city}."
    if withdrawn := withdrawal_of(review.entry):
        return (
            f"Its authors withdrew this proposal on {moment(withdrawn.at)}. There is nothing more "
            "to review; what you marked counts for nothing."
        )
    return None


def why_not_review(
    actor: Actor, review: Review, *, at: datetime, opened: datetime | None = None
) -> str | None:
    """Marks are given while scoring is open; what was sent in is changed in the discussion, too.

    `opened` is when the page was opened; see `why_closed`.
    """
    if reason := why_not_take_part(actor, review):
        return reason
    if review.entry.round.allows(Right.CHANGE_MARKS) and review.state == State.SUBMITTED:
        return None
    return why_closed(review.entry.round, at=at, opened=opened)


def why_not_declare(actor: Actor, review: Review, *, at: datetime) -> str | None:
    """Who stepped back does not return; otherwise the declaration is taken until the close."""
    if reason := why_not_take_part(actor, review):
        return reason
    if not review.entry.round.allows(Right.DECLARE) or _is_over(review.entry.round, at=at):
        return why_closed(review.entry.round, at=at)
    return _recused(review) if review.state == State.RECUSED else None


def why_not_recuse(actor: Actor, review: Review, *, at: datetime) -> str | None:
    """A conflict can be declared until the results are frozen, also after marks were given."""
    if reason := why_not_take_part(actor, review):
        return reason
    if not review.entry.round.allows(Right.RECUSE):
        return why_closed(review.entry.round, at=at)
    return None


def why_not_without(reason: str) -> str | None:
    """A recusal has its reason on record."""
    return None if reason.strip() else "Say what the conflict is; a few words are enough."


def why_not_save(
    actor: Actor, review: Review, *, at: datetime, opened: datetime | None = None
) -> str | None:
    """Work in progress is kept until the review is sent in."""
    if reason := why_not_submit(actor, review, at=at, opened=opened):
        return reason
    if review.state != State.SUBMITTED or review.submitted_at is None:
        return None
    return (
        f"You sent this review in on {moment(review.submitted_at)}. "
        "To change it, send in your changes."
    )


def why_not_submit(
    actor: Actor, review: Review, *, at: datetime, opened: datetime | None = None
) -> str | None:
    """Marks follow the declaration; a review that was sent in may be changed until the close."""
    if reason := why_not_review(actor, review, at=at, opened=opened):
        return reason
    if review.state == State.ASSIGNED:
        return "First say whether you have a conflict of interest; then the text opens."
    return _recused(review) if review.state == State.RECUSED else None


def why_not_mark(criteria: Mapping[str, Criterion], marks: Mapping[str, int]) -> str | None:
    """Every mark is a whole number on the scale of a criterion of the round (by key)."""
    for key, mark in marks.items():
        if key not in criteria:
            return f"This round has no criterion with the short name “{key}”."
        criterion = criteria[key]
        if mark not in criterion.scale:
            return outside(criterion, mark)
    return None


def why_not_complete(criteria: Mapping[str, Criterion], marks: Mapping[str, int]) -> str | None:
    """A review that is sent in has at least one mark that counts."""
    if any(not criterion.is_gate and key in marks for key, criterion in criteria.items()):
        return None
    return (
        "This review has no mark yet. Give at least one mark before you send it in; if you "
        "cannot judge the proposal at all, recuse yourself."
    )


def outside(criterion: Criterion, mark: object) -> str:
    """Say that a mark is not on a criterion's scale, and what is."""
    if criterion.is_gate:
        return f"“{criterion}”: “{mark}” is no answer to a gate. Choose yes or no."
    return (
        f"“{criterion}”: “{mark}” is outside the scale. Marks are whole numbers from "
        f"{criterion.minimum} to {criterion.maximum}."
    )


def _is_over(round_: Round, *, at: datetime) -> bool:
    """Whether the closing time has passed, seen or not."""
    return round_.state == Round.State.SCORING and at >= round_.closes_at


def _recused(review: Review) -> str:
    assert review.recused_at is not None
    return f"You recused yourself on {moment(review.recused_at)}. This review stays closed."
