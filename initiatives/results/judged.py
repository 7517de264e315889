"""Which text evaluators judged, and whether another has been sent in since."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from initiatives.models import Entry, Proposal, Review, Revision
from initiatives.questions import Text


@dataclass(frozen=True, slots=True)
class Judged:
    """The revision that was judged, and the one sent in since, where there is one."""

    revision: Revision
    newer: Revision | None


def judged_in_review(review: Review) -> Judged | None:
    """Tell which text a review judges; nothing before its evaluator opened it. One query."""
    if review.revision is None:
        return None
    last = review.entry.proposal.submissions.select_related("revision").latest().revision
    return _judged(review.revision, last)


def judged_in_round(entry: Entry) -> Judged | None:
    """Tell which text the reviews of an entry judged; nothing where none was opened. One query."""
    own = Review.objects.filter(entry=entry, revision=OuterRef("revision"))
    sent = entry.proposal.submissions.select_related("revision").order_by("-at", "-pk")
    marked = list(sent.annotate(is_judged=Exists(own)))
    judged = next((one.revision for one in marked if one.is_judged), None)
    return None if judged is None else _judged(judged, marked[0].revision)


def text_judged(proposal: Proposal, judged: Judged | None) -> Text:
    """Return the text that was judged, whatever was sent in since."""
    text: Text = proposal.answers
    if judged is not None and judged.newer is not None:
        text = Revision.objects.text_at(proposal, judged.revision.number)
    return text


def _judged(revision: Revision, last: Revision) -> Judged:
    return Judged(revision, last if last.number > revision.number else None)
