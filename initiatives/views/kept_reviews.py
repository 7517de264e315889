"""Keeping what arrives from a review's page whose evaluator is not there any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from initiatives.forms.reviews import ReviewForm
from initiatives.models import Review
from initiatives.operations import reviews as operations
from initiatives.operations.marking import laid_over, opinion_of
from initiatives.rules import reviews as rules
from initiatives.views import opened
from initiatives.views.made_for import GOOD_FOR
from initiatives.views.signed_out import NOT_KEPT, Place

A_DAY = timedelta(days=1)
KEPT_A_DAY = 200
"""Times that one review keeps something in a day from pages without a session."""


def _owner(request: HttpRequest) -> int | None:
    found = opened.read(request)
    return None if found is None else found.person


def _keep(request: HttpRequest, where: dict[str, Any], at: datetime) -> str | None:
    """Keep what was typed for a page's evaluator, who puts it in with one press."""
    found = opened.read(request)
    if found is None or found.review != where["pk"] or found.at < at - GOOD_FOR:
        return NOT_KEPT
    person = User.objects.filter(pk=found.person, is_active=True).first()
    review = _review(found.review)
    if person is None or review is None:
        return NOT_KEPT
    actor = Office.objects.actor(person, on=timezone.localdate(at))
    if reason := rules.why_not_submit(actor, review, at=at, opened=found.at):
        return reason
    if review.kept.filter(at__gt=at - A_DAY).count() >= KEPT_A_DAY:
        return (
            "So much has arrived from this page without a sign-in that no more is kept. Copy what "
            "you typed, sign in, and put it in."
        )
    criteria = list(review.entry.round.criteria.all())
    form = ReviewForm.of(request.POST, review=review, criteria=criteria)
    opinion = laid_over(opinion_of(review), form.answers())
    operations.keep(review, opinion=opinion, by=actor, at=at)
    return None


def _review(pk: int) -> Review | None:
    return (
        Review.objects.select_related("city", "entry__round", "entry__withdrawal")
        .filter(pk=pk)
        .first()
    )


REVIEW = Place(
    page="initiatives:review",
    autosave="initiatives:autosave_review",
    owner=_owner,
    keep=_keep,
)
