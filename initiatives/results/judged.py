"""Which text evaluators judged, and whether another has been sent in since."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.models import Entry, Proposal, Review, Revision
from initiatives.questions import Text


@dataclass(frozen=True, slots=True)
class Judged:
    """The revision that was judged, and the one sent in since, where there is one."""

    revision: Revision
    newer: Revision | None


def judged_in_review(review: Review) -> Judged | None:
    """Tell which text a review judges; nothing before its evaluator opened it. Two queries."""
    return None if review.revision is None else _judged(review.entry.proposal, review.revision)


def judged_in_round(entry: Entry) -> Judged | None:
    """Tell which text the reviews of an entry judged; nothing where none was opened."""
    revision = (
        Revision.objects.filter(reviews__entry=entry, reviews__state=Review.State.SUBMITTED)
        .order_by("-number")
        .first()
    )
    return None if revision is None else _judged(entry.proposal, revision)


def text_of_review(review: Review) -> Text:
    """Return the text that a review judges, whatever was sent in since."""
    judged = judged_in_review(review)
    proposal = review.entry.proposal
    text: Text = proposal.answers
    if judged is not None and judged.newer is not None:
        text = Revision.objects.text_at(proposal, judged.revision.number)
    return text


def _judged(proposal: Proposal, revision: Revision) -> Judged:
    last = proposal.submissions.select_related("revision").latest().revision
    return Judged(revision, last if last.number > revision.number else None)
