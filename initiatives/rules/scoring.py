"""Whether a review is whole, and who may take all of a round's marks along."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from collaborative.models import Actor
from collaborative.roles import Permission
from initiatives.models import Criterion, Review
from initiatives.results.own_marks import Row, Words
from initiatives.rules import reviews as rules
from initiatives.rules.criteria import unexplained

State = Review.State


def why_not_compare(actor: Actor) -> str | None:
    """Marks are their evaluator's own until they are published."""
    if actor.may(Permission.EVALUATE):
        return None
    return "Reviews are written by the cities’ evaluators. Ask your city’s liaison who they are."


def why_not_whole(
    criteria: Iterable[Criterion], words: Words, remarks: Mapping[str, str]
) -> str | None:
    """A review is whole when every criterion has an answer, with its reason where one is needed."""
    asked = list(criteria)
    if open_ones := [f"“{one}”" for one in asked if one.key not in words]:
        verb = "has" if len(open_ones) == 1 else "have"
        return f"{_listed(open_ones)} {verb} no answer yet."
    given = {key: word.value for key, word in words.items() if word.value is not None}
    by_key = {one.key: one for one in asked}
    missing = unexplained(by_key, given, remarks)
    return rules.why_not_complete(by_key, given) or " ".join(missing.values()) or None


def why_not_send_in(
    actor: Actor, row: Row, criteria: Iterable[Criterion], *, at: datetime
) -> str | None:
    """Only what is whole goes in with all the others."""
    review = row.review
    if review.state == State.ASSIGNED:
        closed = rules.why_not_review(actor, review, at=at)
        return closed or "You have not begun it yet."
    closed = rules.why_not_submit(actor, review, at=at)
    return closed or why_not_whole(criteria, row.words, row.remarks)


def why_not_fill_in(reviews: Collection[Review]) -> str | None:
    """A scoresheet is about the reviews that its evaluator may write now."""
    if reviews:
        return None
    return (
        "There is nothing to fill in: a scoresheet has the proposals that you may mark now and "
        "have declared no conflict of interest for."
    )


def _listed(names: list[str]) -> str:
    """Join names as one says them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
