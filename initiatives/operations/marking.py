"""What an evaluator says of a proposal, and how it is added to what was said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Manager

from initiatives.models import Criterion, Mark, Remark, Review
from initiatives.results.own_marks import last_words
from initiatives.rules.reviews import why_not_mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """All that an evaluator says: marks and remarks by criterion key, and a comment.

    A gate's mark is 1 for yes and 0 for no. `unjudged` are the criteria of which the evaluator
    said that they cannot be judged; one that is in neither has no answer.
    """

    marks: Mapping[str, int] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    unjudged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Some answers of a review, by criterion key; what is absent is not touched.

    A mark of None says that the evaluator cannot judge; an empty text takes one back. `read` is
    what a page showed of each text before it was typed over: by criterion key, "" the comment's.
    """

    marks: Mapping[str, int | None] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    comment: str | None = None
    read: Mapping[str, str] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        """Whether there is any answer at all."""
        return bool(self.marks or self.remarks or self.comment is not None)

    def without(self, keys: Collection[str]) -> Answers:
        """Return the same without what is said of some criteria."""
        return replace(
            self,
            marks={key: mark for key, mark in self.marks.items() if key not in keys},
            remarks={key: text for key, text in self.remarks.items() if key not in keys},
        )


def opinion_of(review: Review) -> Opinion:
    """Return what stands in the rows. Two queries."""
    words = last_words([review]).get(review.pk, {})
    remarks = Remark.objects.standing().filter(review=review).order_by("pk")
    return Opinion(
        marks={key: word.value for key, word in words.items() if word.value is not None},
        remarks=dict(remarks.values_list("criterion__key", "text")),
        comment=review.comment,
        unjudged=frozenset(key for key, word in words.items() if word.value is None),
    )


def laid_over(before: Opinion, answers: Answers) -> Opinion:
    """Return what is said once the answers are in."""
    words = {**before.marks, **dict.fromkeys(before.unjudged), **answers.marks}
    remarks = {**before.remarks, **answers.remarks}
    return Opinion(
        marks={key: mark for key, mark in words.items() if mark is not None},
        remarks={key: text for key, text in remarks.items() if text},
        comment=before.comment if answers.comment is None else answers.comment,
        unjudged=frozenset(key for key, mark in words.items() if mark is None),
    )


def in_full(before: Opinion, after: Opinion) -> Answers:
    """Return the answers that make one opinion of another; what is not said any more goes."""
    return Answers(
        marks={**dict.fromkeys(before.marks), **dict.fromkeys(after.unjudged), **after.marks},
        remarks={**dict.fromkeys(before.remarks, ""), **after.remarks},
        comment=after.comment,
    )


def criteria_of(review: Review) -> dict[str, Criterion]:
    """Return what the review's round asks, by key."""
    return {criterion.key: criterion for criterion in review.entry.round.criteria.all()}


def add(current: Review, before: Opinion, answers: Answers, *, at: datetime) -> bool:
    """Add marks and remarks that say something new; tell whether anything does.

    The caller holds the review and has read what stands; a comment is the caller's to write.
    """
    criteria = criteria_of(current)
    given = {key: mark for key, mark in answers.marks.items() if mark is not None}
    if reason := why_not_mark(criteria, given):
        raise PermissionDenied(reason)
    stands = {**before.marks, **dict.fromkeys(before.unjudged)}
    marked, spoken = _counted(current.marks), _counted(current.remarks)
    marks = [
        Mark(review=current, criterion=criteria[key], number=marked[key] + 1, value=mark, at=at)
        for key, mark in answers.marks.items()
        if key not in stands or stands[key] != mark
    ]
    remarks = [
        Remark(review=current, criterion=criteria[key], number=spoken[key] + 1, text=text, at=at)
        for key, text in answers.remarks.items()
        if before.remarks.get(key, "") != text
    ]
    Mark.objects.bulk_create(marks)
    Remark.objects.bulk_create(remarks)
    return bool(marks or remarks) or answers.comment not in {None, before.comment}


def _counted(rows: Manager[Any]) -> Counter[str]:
    """Return how often something was said about each criterion."""
    return Counter(rows.order_by().values_list("criterion__key", flat=True))
