"""Letters that tell of an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from agreements.models import Act
from cities.models import Invitation
from collaborative.models import Event
from collaborative.roles import Role
from initiatives.models import Proposal, Review, Round
from initiatives.results.history import by_section
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
    context = {
        "event": event,
        "detail": event.detail,
        **_context(about, event.detail, message, on=on),
    }
    secrets = (context["secret_url"],) if "secret_url" in context else ()
    return compose(notice.template, message, context, at=at, secrets=secrets)


_BESIDE = ("reference", "took_in", "split_off")
"""What an event calls another proposal that it is about as well."""


def _of_proposal(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked by section, and the pages of the proposals that are concerned as well."""
    named = {key: detail[key] for key in _BESIDE if key in detail}
    pages = {f"{key}_url": link("initiatives:proposal", other) for key, other in named.items()}
    return {"sections": by_section(detail.get("sections", {})), **pages}


def _context(
    about: Thing, detail: Mapping[str, Any], message: Message, *, on: date
) -> dict[str, Any]:
    """What the letter's template may use: the thing by its own name, and where it is found."""
    name = str(about._meta.model_name)
    match about:
        case Invitation():
            return {
                name: about,
                "office": f"{Role(about.role).label}, {about.organisation}",
                "secret_url": link("cities:invitation", about.token),
            }
        case Round():
            return {
                name: about,
                "round_url": absolute(about),
                **reviews_of(message.recipient, about, on=on),
            }
        case Review():
            round_ = about.entry.round
            return {
                name: about,
                "round": round_,
                "round_url": absolute(round_),
                **reviews_of(message.recipient, round_, on=on),
            }
        case Proposal():
            return {name: about, "url": absolute(about), **_of_proposal(detail)}
        case Act():
            agreement = about.party.agreement
            return {name: about, "agreement": agreement, "url": absolute(agreement)}
        case _:
            return {name: about, "url": absolute(about)}
