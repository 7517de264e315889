"""What is said about one kind of event: how soon, to whom, and in how many messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.timezone import localdate

from collaborative.models import Event
from notifications.catalogue import audiences
from notifications.catalogue.audiences import Audience


class Urgency(StrEnum):
    """How soon people hear of it."""

    AT_ONCE = "at once"
    IN_DIGEST = "in the digest"


def each(event: Event) -> str:
    """One message for each event."""
    return str(event.pk)


def each_act_of_assigning(event: Event) -> str:
    """One message for all reviews that were assigned in one act, however many they are."""
    return f"{event.kind}:{event.at.isoformat()}"


def each_day_of_the_thing(event: Event) -> str:
    """One message a day about a thing, however much of the kind happens to it."""
    return f"{event.kind}:{event.about_key}:{localdate(event.at)}"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said about one kind of event, and to whom.

    `label` is what the ledger calls the message; `template` the letter in
    templates/notifications/mail/; `news` what the digests say of the thing, "" where they say
    nothing, with "{city}" for the city that the event names, "{council}" for whose council acted,
    and "{voted}" for what it did; `once` what of several events makes one message.
    """

    label: str
    audience: Audience = audiences.nobody
    template: str = ""
    news: str = ""
    once: Callable[[Event], str] = each

    @property
    def urgency(self) -> Urgency:
        """At once where somebody is told by a letter of its own."""
        return Urgency.AT_ONCE if self.template else Urgency.IN_DIGEST
