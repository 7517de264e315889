"""An evaluator's scoresheet of a round, and what one that comes back would change."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from collaborative import wording
from initiatives.models import Criterion, Review, Round
from initiatives.results.own_marks import Word, last_remarks, last_words
from initiatives.results.weights import plain
from initiatives.scoresheets import Answer, Asked, Line, Scoresheet, Subject

DIGITS = 12
"""Hexadecimal digits that tell one text or one set of criteria from another."""
_UNSAID = object()


@dataclass(frozen=True, slots=True)
class Change:
    """One answer of a scoresheet that differs from what is saved.

    `is_newer` says that what is saved was changed after the scoresheet was downloaded.
    """

    review: Review
    answer: Answer
    label: str
    before: str
    after: str
    is_newer: bool


@dataclass(frozen=True, slots=True)
class Said:
    """All that was saved in some reviews at one time, by review."""

    marks: Mapping[int, Mapping[str, Word]]
    remarks: Mapping[int, Mapping[str, str]]

    def of(self, review: Review, subject: Subject, key: str) -> object:
        """Return a mark, None for "cannot judge", a remark's text; `_UNSAID` where no mark is."""
        if subject == Subject.MARK:
            word = self.marks.get(review.pk, {}).get(key)
            return _UNSAID if word is None else word.value
        return self.remarks.get(review.pk, {}).get(key, "")


def said(reviews: Sequence[Review], *, until: datetime | None = None) -> Said:
    """Read what is saved, or was saved at a time. Two queries."""
    return Said(last_words(reviews, until=until), last_remarks(reviews, until=until))


def scoresheet(
    round_: Round, reviews: Sequence[Review], *, whose: str, stamp: str, at: datetime
) -> Scoresheet:
    """Return what an evaluator is asked, with what is saved. Four queries."""
    now = said(reviews)
    return Scoresheet(
        round=round_.title,
        whose=whose,
        closes=wording.moment(round_.closes_at),
        criteria=[_asked(one) for one in round_.criteria.prefetch_related("anchors")],
        lines=[_line(review, now) for review in reviews],
        stamp=stamp,
        at=at,
    )


def changes(
    answers: Sequence[Answer],
    reviews: Mapping[str, Review],
    criteria: Sequence[Asked],
    *,
    was: Said,
    comments: Mapping[str, str],
) -> list[Change]:
    """List the answers that say something new: neither what stood in the file nor what is saved.

    `reviews` are by reference, `was` is what the file was made from, `comments` the digests of
    the comments that were in it, by reference. Two queries.
    """
    now = said(list(reviews.values()))
    by_key = {one.key: one for one in criteria}
    found = []
    for answer in answers:
        review, asked = reviews[answer.reference], by_key.get(answer.key)
        before: object
        if answer.subject == Subject.COMMENT:
            stood, before = comments.get(answer.reference, ""), review.comment
            is_old, is_newer = digest(answer.value) == stood, digest(before) != stood
        else:
            stands = was.of(review, answer.subject, answer.key)
            before = now.of(review, answer.subject, answer.key)
            is_old, is_newer = answer.value == stands, before != stands
        if not is_old and answer.value != before:
            found.append(
                Change(
                    review,
                    answer,
                    label="Comment" if asked is None else asked.label,
                    before=_in_words(asked, answer.subject, before),
                    after=_in_words(asked, answer.subject, answer.value),
                    is_newer=is_newer,
                )
            )
    return found


def digest(text: object) -> str:
    """Return a few letters that tell one text from another, "" for none."""
    return hashlib.sha256(str(text).encode()).hexdigest()[:DIGITS] if text else ""


def digest_of_criteria(criteria: Sequence[Asked]) -> str:
    """Return a few letters that change when what a mark means changes; weights do not count."""
    return digest(
        [
            (one.key, one.label, one.minimum, one.maximum, one.is_gate, sorted(one.anchors.items()))
            for one in criteria
        ]
    )


def _in_words(asked: Asked | None, subject: Subject, value: Any) -> str:
    if subject != Subject.MARK or asked is None:
        return str(value) or "nothing"
    if value is _UNSAID:
        return "not yet"
    return "cannot judge" if value is None else asked.names[value]


def _line(review: Review, now: Said) -> Line:
    proposal = review.entry.proposal
    words = now.marks.get(review.pk, {})
    return Line(
        reference=proposal.reference,
        title=proposal.title,
        city=proposal.city.name,
        marks={key: word.value for key, word in words.items()},
        remarks=now.remarks.get(review.pk, {}),
        comment=review.comment,
    )


def _asked(criterion: Criterion) -> Asked:
    return Asked(
        key=criterion.key,
        label=criterion.label,
        guidance=criterion.guidance,
        weight="" if criterion.weight is None else plain(criterion.weight),
        minimum=criterion.minimum,
        maximum=criterion.maximum,
        anchors={anchor.mark: anchor.text for anchor in criterion.anchors.all()},
    )
