"""Who signs in, and how much the person has not read: told on every page."""

from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone

from cities.models import Office
from cities.signin import ActorMiddleware
from collaborative.models import User
from notifications.models import Message


class InboxMiddleware(ActorMiddleware):
    """Gives every request its actor, and `unread`: how many messages the person has not read.

    Both come with the one statement that reads the offices, so that no page costs another. Somebody
    without an office is written to no more, and has no number.
    """

    def offices(self, request: HttpRequest, user: User) -> Iterable[Office]:
        """Read the offices of the person who is signed in, each with the number of the unread."""
        unread = Message.objects.unread().filter(recipient=OuterRef("person")).order_by()
        number = unread.values("recipient").annotate(number=Count("pk")).values("number")
        held = Office.objects.of(user, on=timezone.localdate())
        offices = list(held.annotate(unread=Subquery(number)))
        request.unread = max((one.unread or 0 for one in offices), default=0)  # type: ignore[attr-defined] # Request declares it
        return offices
