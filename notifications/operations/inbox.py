"""What a person has read in the portal. It is nobody else's business and on no record."""

from datetime import datetime

from collaborative.models import User
from notifications.models import Message
from notifications.models.ledger import MessageQuerySet


def read(message: Message, *, by: User, at: datetime) -> int:
    """Count a message as read by the person it is for; return how many that were, 0 or 1."""
    return _own(message, by).unread().update(read_at=at)


def unread(message: Message, *, by: User) -> None:
    """Count a message as not read again, for the person it is for."""
    _own(message, by).update(read_at=None)


def read_all(person: User, *, seen_at: datetime, at: datetime) -> int:
    """Count as read what was there when the person looked; return how many that were."""
    there = Message.objects.filter(recipient=person, state_since__lte=seen_at).unread()
    return there.update(read_at=at)


def _own(message: Message, person: User) -> MessageQuerySet:
    return Message.objects.filter(pk=message.pk, recipient=person)
