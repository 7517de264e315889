"""Whether an event still concerns somebody to whom a message of it is owed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from collaborative.models import Event
from notifications.catalogue.audiences import contains
from notifications.catalogue.kinds import NOTICES
from notifications.catalogue.shapes import Notice
from notifications.catalogue.subjects import Thing, thing
from notifications.models import Message

BY_KIND: Mapping[str, Notice] = MappingProxyType(
    {str(kind): notice for kind, notice in NOTICES.items()}
)
"""What is said about each kind of event, by its plain name."""


def concerned(event: Event, message: Message, on: date) -> Thing | None:
    """Return what an event is about, as it stands now, while it concerns a message's addressee.

    None when the thing is gone, or is no longer this person's. Costs two to four queries.
    """
    about = thing(event)
    audience = list(BY_KIND[event.kind].audience(event, on))
    is_theirs = contains(audience, message.recipient, message.address)
    return about if is_theirs else None
