"""An evaluator's own marks in one round, beside each other: proposals by criteria."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from collaborative.models import Actor
from initiatives import ranking
from initiatives.models import Criterion, Declaration, KeptReview, Mark, Remark, Review, Round
from initiatives.models.proposals import TEXTS
from initiatives.results.tallies import terms

OWN = "own"
"""Stands for the one evaluator's city where a mean is worked out."""
_READ = (Review.State.DECLARED, Review.State.SUBMITTED)


class Word(NamedTuple):
    """The last word on one criterion: which one it is, and the mark; None says "cannot judge"."""

    number: int
    value: int | None


Words = Mapping[str, Word]
"""An evaluator's last words of one review, by criterion key; absent is not answered."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One proposal in one criterion: the mark as it is said, and whether it is still missing."""

    label: str
    said: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal: its review, the marks in the criteria's order, and their mean from 0 to 100."""

    review: Review
    words: Words
    remarks: Mapping[str, str]
    cells: Sequence[Cell]
    mean: str | None


def own_reviews(actor: Actor, round_: Round) -> list[Review]:
    """Return the actor's reviews in a round, by reference, with what rules ask. One query."""
    own = Review.objects.visible_to(actor).filter(entry__round=round_)
    found = own.select_related("city", "entry__proposal__city", "entry__withdrawal").defer(
        *(f"entry__proposal__{text}" for text in TEXTS)
    )
    reviews = list(found.order_by("entry__proposal__reference", "pk"))
    for review in reviews:
        review.entry.round = round_
    return reviews


def declared_free(actor: Actor, reviews: Collection[Review]) -> list[Review]:
    """Keep the reviews not begun of whose title no conflict was declared. One query."""
    waiting = [one for one in reviews if one.state == Review.State.ASSIGNED]
    said = Declaration.objects.by(actor).standing().filter(is_conflict=False)
    free = set(said.filter(entry__reviews__in=waiting).values_list("entry_id", flat=True))
    return [one for one in waiting if one.entry_id in free]


def last_words(
    reviews: Collection[Review], *, until: datetime | None = None
) -> dict[int, dict[str, Word]]:
    """Return the last word on each criterion by review; as it was at a time, if one is given.

    One query.
    """
    said = Mark.objects.filter(review__in=reviews)
    if until is not None:
        said = said.filter(at__lte=until)
    last = said.order_by("review_id", "criterion_id", "-number").distinct(
        "review_id", "criterion_id"
    )
    words: dict[int, dict[str, Word]] = {}
    for review, key, number, value in last.values_list(
        "review_id", "criterion__key", "number", "value"
    ):
        words.setdefault(review, {})[key] = Word(number, value)
    return words


def last_remarks(
    reviews: Collection[Review], *, until: datetime | None = None
) -> dict[int, dict[str, str]]:
    """Return the last remark on each criterion by review, "" where it was taken back. One query."""
    said = Remark.objects.filter(review__in=reviews)
    if until is not None:
        said = said.filter(at__lte=until)
    last = said.order_by("review_id", "criterion_id", "-number")
    remarks: dict[int, dict[str, str]] = {}
    for review, key, text in last.distinct("review_id", "criterion_id").values_list(
        "review_id", "criterion__key", "text"
    ):
        remarks.setdefault(review, {})[key] = text
    return remarks


def waiting_in(review: Review) -> KeptReview | None:
    """Return what was kept of a page whose evaluator was signed out, until the next save.

    While scoring is open only: what came too late waits for nothing. One query.
    """
    if review.entry.round.state != Round.State.SCORING:
        return None
    return review.kept.filter(at__gt=review.saved_at or review.assigned_at).last()


def not_put_in(review: Review) -> QuerySet[KeptReview]:
    """What was kept and got into no review: it came after the close, or after the last save."""
    last = review.saved_at or review.assigned_at
    return review.kept.filter(Q(at__gt=last) | Q(at__gte=review.entry.round.closes_at))


def own_marks(round_: Round, reviews: Sequence[Review]) -> list[Row]:
    """Return the rows of an evaluator's reviews in a round. Six queries at most."""
    criteria = list(round_.criteria.all())
    asked = terms(round_)
    words, remarks = last_words(reviews), last_remarks(reviews)
    return [
        _row(asked, review, criteria, words.get(review.pk, {}), remarks.get(review.pk, {}))
        for review in reviews
    ]


def in_order(rows: Sequence[Row], criterion: str, *, is_upward: bool) -> list[Row]:
    """Return rows by their mark of one criterion, "mean" by their mean; without one they are last.

    Equal marks keep their order.
    """
    marked = [row for row in rows if _place(row, criterion) is not None]
    rest = [row for row in rows if _place(row, criterion) is None]
    return [
        *sorted(marked, key=lambda row: _place(row, criterion) or 0, reverse=not is_upward),
        *rest,
    ]


def _place(row: Row, criterion: str) -> float | None:
    if row.review.state not in _READ:
        return None
    if criterion == "mean":
        return None if row.mean is None else float(row.mean)
    word = row.words.get(criterion)
    return None if word is None else word.value


def _row(
    asked: ranking.Terms,
    review: Review,
    criteria: Iterable[Criterion],
    words: Words,
    remarks: Mapping[str, str],
) -> Row:
    is_recused = review.state == Review.State.RECUSED
    return Row(
        review=review,
        words=words,
        remarks=remarks,
        cells=[] if is_recused else [_cell(review, one, words.get(one.key)) for one in criteria],
        mean=None if is_recused else _mean(asked, words),
    )


def _cell(review: Review, criterion: Criterion, word: Word | None) -> Cell:
    if word is None and review.state != Review.State.SUBMITTED:
        return Cell(criterion.label, "not yet", is_missing=True)
    if word is None or word.value is None:
        return Cell(criterion.label, "cannot judge", is_missing=False)
    named = ("no", "yes")[word.value] if criterion.is_gate else str(word.value)
    return Cell(criterion.label, named, is_missing=False)


def _mean(asked: ranking.Terms, words: Words) -> str | None:
    """Work out the score that these marks alone would give, as the ranking does."""
    marks = {
        one.key: {OWN: ranking.Marks(total=word.value, number=1)}
        for one in asked.criteria
        if (word := words.get(one.key)) is not None and word.value is not None
    }
    own = ranking.assess(asked, ranking.Tally(reviews=1, marks=marks))
    return ranking.two_places(own.score)
