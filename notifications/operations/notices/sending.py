"""From prepared notices to letters: with the release each goes into the ledger, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from collaborative.models import Event
from initiatives.models import Round
from notifications.models import ByRelease, Message
from notifications.models.ledger import message_id
from notifications.operations.letters import Letter, compose
from notifications.operations.notices.gathering import Draft, drafts

TEMPLATE = "notice"


def messages(event: Event, *, on: date) -> Iterator[Message]:
    """Yield the messages of a released round: every notice that is not held back.

    The words go into the ledger as they were prepared, so that what is sent is what was previewed,
    whatever is decided later. The key makes each of them one.
    """
    round_ = Round.objects.get(pk=event.about_key)
    for draft in drafts(round_, on=on):
        if not draft.held_because:
            yield _message(draft, event)


def _message(draft: Draft, event: Event) -> Message:
    key = f"notice:{draft.round.pk}:{draft.readers}:{draft.about}:{draft.recipient.pk}"
    return Message(
        key=key,
        kind=ByRelease.DECIDED,
        recipient=draft.recipient,
        address=draft.recipient.email,
        about_type=event.about_type,
        about_key=event.about_key,
        context={
            "event": event.pk,
            "readers": draft.readers,
            "subject": draft.subject,
            "words": draft.words,
        },
        due_at=event.at,
        message_id=message_id(key),
    )


def letter(message: Message, *, at: datetime) -> Letter:
    """Write the letter of a notice from the words that it was given."""
    return compose(TEMPLATE, message, message.context, at=at)


def preview(draft: Draft, *, at: datetime) -> Letter:
    """Write the letter that a notice would be now."""
    message = Message(recipient=draft.recipient, address=draft.recipient.email, due_at=at)
    context = {"readers": draft.readers, "subject": draft.subject, "words": draft.words}
    return compose(TEMPLATE, message, context, at=at)
