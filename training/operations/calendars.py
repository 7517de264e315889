"""The secret address under which somebody's calendar program reads the own courses."""

import secrets
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from training import rules
from training.events import CalendarFeedEvent
from training.models import CalendarFeed


@transaction.atomic
def make(*, by: Actor, at: datetime) -> CalendarFeed:
    """Make an address, in place of any before: the old one is worth nothing from now on."""
    if by.user is None or (reason := rules.why_not_read_courses(by)):
        raise PermissionDenied(reason if by.user else "Sign in first.")
    values = {"nonce": secrets.token_urlsafe(32), "made_at": at}
    feed, _ = CalendarFeed.objects.update_or_create(person=by.user, defaults=values)
    Event.objects.record(CalendarFeedEvent.MADE, feed, by=by, at=at)
    return feed


@transaction.atomic
def revoke(feed: CalendarFeed, *, by: Actor, at: datetime) -> None:
    """Give the address up, leaving none."""
    if feed.person != by.user:
        raise PermissionDenied("Only whoever the calendar belongs to gives its address up.")
    Event.objects.record(CalendarFeedEvent.REVOKED, feed, by=by, at=at)
    feed.delete()
