"""Which letter belongs to which message, after the questions that are asked of every one."""

from datetime import datetime

from django.utils import timezone

from cities.models import Office
from notifications.models import ByClock, ByRelease, Message
from notifications.operations import announcements, digests, notices, refusals, reminders
from notifications.operations.letters import Letter, Unwanted

ACCOUNT_CLOSED = "The account is closed."
OUT_OF_OFFICE = "This person holds no office any more."


def write(message: Message, *, at: datetime) -> Letter:
    """Write the letter of a message as things stand now. Raises Unwanted with the reason."""
    _check_recipient(message, at=at)
    if refusals.is_refusing(message.address):
        raise Unwanted(refusals.REFUSES)
    match message.kind:
        case _ if reminders.is_reminder(message):
            return reminders.letter(message, at=at)
        case ByClock.DIGEST:
            return digests.letter(message, at=at)
        case ByRelease.DECIDED:
            return notices.letter(message, at=at)
        case _:
            return announcements.letter(message, at=at)


def _check_recipient(message: Message, *, at: datetime) -> None:
    person = message.recipient
    if person is None:
        return
    if not person.is_active:
        raise Unwanted(ACCOUNT_CLOSED)
    if not Office.objects.held_on(timezone.localdate(at)).filter(person=person).exists():
        raise Unwanted(OUT_OF_OFFICE)
