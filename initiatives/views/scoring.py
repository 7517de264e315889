"""What a review's page saves by itself as marks are given, answered as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collaborative import wording
from collaborative.http import Request
from initiatives.forms.reviews import ReviewForm, in_boxes, progress
from initiatives.models import Criterion, Review
from initiatives.operations import reviews, scoring
from initiatives.operations.marking import Answers, laid_over, opinion_of
from initiatives.rules import reviews as rules
from initiatives.rules.criteria import unexplained
from initiatives.views import signed_out
from initiatives.views.kept_reviews import REVIEW
from initiatives.views.opened import opened_at
from initiatives.views.reviews import find

CONFLICT = 409


# Not for the signed-in alone: what arrives from a page whose session has ended is kept.
@login_not_required
@never_cache
@require_POST
def autosave(request: Request, pk: int) -> HttpResponse:
    """Save the answers that a page sends; with none it asks how things stand."""
    if signed_out.is_foreign(request, REVIEW):
        return signed_out.answer_script(request, REVIEW, pk=pk)
    review = find(request, pk)
    criteria = list(review.entry.round.criteria.prefetch_related("anchors"))
    form = ReviewForm.of(request.POST, review=review, criteria=criteria)
    at, opened = timezone.now(), opened_at(request, review)
    if closed := rules.why_not_submit(request.actor, review, at=at, opened=opened):
        return _too_late(request, review, form, closed=closed, at=at)
    answers, problems = _sendable(review, criteria, form)
    try:
        done = scoring.record(review, answers=answers, by=request.actor, at=at, opened=opened)
    except PermissionDenied as refusal:  # closed, or recused in another window, this very moment
        return _too_late(request, review, form, closed=str(refusal), at=at)
    return JsonResponse(
        {
            "version": done.review.version,
            "saved_at": wording.clock(at),
            "answers": in_boxes(done.review, criteria, done.opinion),
            "replaced": {_box(key): text for key, text in done.replaced.items()},
            "problems": problems,
            "progress": progress(criteria, done.opinion),
        }
    )


def _sendable(
    review: Review, criteria: list[Criterion], form: ReviewForm
) -> tuple[Answers, dict[str, str]]:
    """Part what can be written from what cannot, with the sentence for each box.

    A review that was sent in stays one that could be sent in: it keeps at least one mark, and
    the reasons that its marks need.
    """
    answers, problems = form.answers(), form.problems()
    if review.state != Review.State.SUBMITTED:
        return answers, problems
    after = laid_over(opinion_of(review), answers)
    by_key = {criterion.key: criterion for criterion in criteria}
    wrong = unexplained(by_key, after.marks, after.remarks)
    if reason := rules.why_not_complete(by_key, after.marks):
        wrong = dict.fromkeys(answers.marks, reason)
    for key, sentence in wrong.items():
        problems |= {f"mark_{key}": sentence} if key in answers.marks else {}
        problems |= {f"remark_{key}": sentence} if key in answers.remarks else {}
    return answers.without(wrong), problems


def _too_late(
    request: Request, review: Review, form: ReviewForm, *, closed: str, at: datetime
) -> JsonResponse:
    """Keep for its writer what can be written no more, and say so."""
    said: dict[str, Any] = {"sentence": closed}
    answers = form.answers()
    if answers.says_something and review.state in {Review.State.DECLARED, Review.State.SUBMITTED}:
        opinion = laid_over(opinion_of(review), answers)
        reviews.keep(review, opinion=opinion, by=request.actor, at=at)
        said["sentence"] = f"{closed} What you typed is kept for you, and does not count."
    return JsonResponse(said, status=CONFLICT)


def _box(key: str) -> str:
    return f"remark_{key}" if key else "comment"
