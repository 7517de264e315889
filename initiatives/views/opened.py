"""When a review's page was opened, and for whom: a signed word in its form.

It gives the grace after the close, and keeps what is typed for its evaluator when the session has
ended. Nobody can make a page look older than it is, nor use another person's or another review's.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from collaborative.http import Request
from initiatives.models import Review

FIELD = "opened"
_SALT = "initiatives.review.opened"


@dataclass(frozen=True, slots=True)
class Opened:
    """The keys of the review and the person, and when the page was opened."""

    review: int
    person: int
    at: datetime


def stamp(request: Request, review: Review) -> str:
    """Return the word for the form: that of the page that sent this, else a new one."""
    if opened_at(request, review) is not None:
        return request.POST[FIELD]
    facts = [review.pk, request.user.pk, timezone.now().isoformat()]
    return signing.dumps(facts, salt=_SALT)


def opened_at(request: Request, review: Review) -> datetime | None:
    """Read when the page was opened that sent this; nothing without a good word."""
    found = read(request)
    if found is None or (found.review, found.person) != (review.pk, request.user.pk):
        return None
    return found.at


def read(request: HttpRequest) -> Opened | None:
    """Read for whom and when the page was made that sent this, whoever is signed in by now."""
    try:
        review, person, opened = signing.loads(request.POST.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    return Opened(review, person, datetime.fromisoformat(opened))
