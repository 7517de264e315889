"""When a review's page was opened: a signed word in its form, for the grace after the close.

Nobody can make a page look older than it is, nor use another person's or another review's.
"""

from datetime import datetime

from django.core import signing
from django.utils import timezone

from collaborative.http import Request
from initiatives.models import Review

FIELD = "opened"
_SALT = "initiatives.review.opened"


def stamp(request: Request, review: Review) -> str:
    """Return the word for the form: that of the page that sent this, else a new one."""
    if opened_at(request, review) is not None:
        return request.POST[FIELD]
    facts = [review.pk, request.user.pk, timezone.now().isoformat()]
    return signing.dumps(facts, salt=_SALT)


def opened_at(request: Request, review: Review) -> datetime | None:
    """Read when the page was opened that sent this; nothing without a good word."""
    try:
        of, person, opened = signing.loads(request.POST.get(FIELD, ""), salt=_SALT)
    except signing.BadSignature:
        return None
    if (of, person) != (review.pk, request.user.pk):
        return None
    return datetime.fromisoformat(opened)
