"""Letters that tell of an event."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from agreements.models import Act
from cities.models import Invitation
from collaborative.models import Event
from collaborative.roles import Role
from initiatives.models import Comment, Proposal, Review, Round
from initiatives.rules.proposals import role_of
from notifications.catalogue import NOTICES, Thing, thing
from notifications.catalogue.audiences import contains
from notifications.models import Message
from notifications.operations.letters import Letter, Unwanted, absolute, compose, link
from notifications.operations.reminders import reviews_of

_NOTICES = MappingProxyType({str(kind): notice for kind, notice in NOTICES.items()})

PAST = "It was done meanwhile, or is no longer this person's concern."


def letter(message: Message, *, at: datetime) -> Letter:
    """Write the letter that tells of an event. Raises Unwanted where it no longer concerns them."""
    event = Event.objects.select_related("by").get(pk=message.context["event"])
    notice = _NOTICES[event.kind]
    on = timezone.localdate(at)
    about = thing(event)
    audience = list(notice.audience(event, on))
    if about is None or not contains(audience, message.recipient, message.address):
        raise Unwanted(PAST)
    context = {"event": event, "detail": event.detail, **_context(about, message, on=on)}
    secrets = (context["secret_url"],) if "secret_url" in context else ()
    private = ("words",) if isinstance(about, Comment) else ()
    return compose(notice.template, message, context, at=at, secrets=secrets, private=private)


def _context(about: Thing, message: Message, *, on: date) -> dict[str, Any]:
    """What the letter's template may use: the thing by its own name, and where it is found."""
    more: dict[str, Any]
    match about:
        case Invitation():
            more = {
                "office": f"{Role(about.role).label}, {about.organisation}",
                "secret_url": link("cities:invitation", about.token),
            }
        case Round():
            more = _of_round(about, message, on=on)
        case Review():
            more = {"round": about.entry.round, **_of_round(about.entry.round, message, on=on)}
        case Proposal():
            role = role_of(message.recipient, about) if message.recipient else None
            more = {"role": role, "url": absolute(about)}
        case Comment():
            more = {"proposal": about.proposal, "words": about.wording.text, "url": absolute(about)}
        case Act():
            agreement = about.party.agreement
            more = {"agreement": agreement, "url": absolute(agreement)}
        case _:
            more = {"url": absolute(about)}
    return {str(about._meta.model_name): about, **more}


def _of_round(round_: Round, message: Message, *, on: date) -> dict[str, Any]:
    return {"round_url": absolute(round_), **reviews_of(message.recipient, round_, on=on)}
