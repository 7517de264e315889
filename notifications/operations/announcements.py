"""Letters that tell of an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from agreements.models import Act
from cities.models import Invitation
from collaborative.assets import document_fonts
from collaborative.models import Event
from collaborative.roles import Role
from initiatives.models import Comment, Proposal, Review, Round, Sponsorship, Submission
from initiatives.receipts import typeset_receipt
from initiatives.results.history import NEXT, by_section
from initiatives.results.receipts import receipt_of
from initiatives.rules.proposals import role_of
from notifications.catalogue import Thing
from notifications.catalogue.concerning import BY_KIND, concerned
from notifications.catalogue.groups import group_of
from notifications.catalogue.wholes import whole
from notifications.models import Message
from notifications.models.people import unsubscribe_token
from notifications.operations.letters import (
    Enclosure,
    Letter,
    Unwanted,
    absolute,
    compose,
    link,
)
from notifications.operations.muting import MUTED, mute_of
from notifications.operations.preferences import kept_because
from notifications.operations.reminders.reviews import reviews_of
from training.models import Assessment

PAST = "It was done meanwhile, or is no longer this person's concern."


def letter(message: Message, *, at: datetime) -> Letter:
    """Write the letter that tells of an event. Raises Unwanted where it no longer concerns them."""
    event = Event.objects.select_related("by").get(pk=message.context["event"])
    on = timezone.localdate(at)
    about = concerned(event, message, on)
    if about is None:
        raise Unwanted(PAST)
    context = {
        "event": event,
        "detail": event.detail,
        **_context(about, event.detail, message, on=on, at=at),
    }
    wish = _wish(message, about)
    secrets = (context["secret_url"],) if "secret_url" in context else ()
    return compose(
        BY_KIND[event.kind].template,
        message,
        context,
        at=at,
        secrets=secrets,
        private=("words",) if isinstance(about, Comment) else (),
        enclosures=_enclosures(about),
        unsubscribe=wish.unsubscribe,
        kept_because=wish.kept_because,
    )


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a person chose about mail: why it is kept and not sent, and the link that ends it."""

    unsubscribe: str = ""
    kept_because: str = ""


def _wish(message: Message, about: Thing) -> _Wish:
    """What the person chose, where there is a choice. Raises Unwanted where the thing is muted."""
    person, group, which = message.recipient, group_of(message.kind), whole(about)
    if person is None or group is None:
        return _Wish()
    if which and mute_of(which, person):
        raise Unwanted(MUTED)
    unsubscribe = link("notifications:unsubscribe", unsubscribe_token(person, group))
    return _Wish(unsubscribe, kept_because(person, group))


def _enclosures(about: Thing) -> tuple[Enclosure, ...]:
    """What goes with the letter: with a receipt, what was sent in."""
    if not isinstance(about, Submission):
        return ()
    sponsors = about.proposal.sponsorships.standing().for_list()
    document = typeset_receipt(receipt_of(about, sponsors=sponsors), fonts=document_fonts())
    name = f"{about.proposal.reference}, as sent in.pdf"
    return (Enclosure(name, document, "application/pdf"),)


_BESIDE = ("reference", "took_in", "split_off")
"""What an event calls another proposal that it is about as well."""


def _of_proposal(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked by section, and the pages of the proposals that are concerned as well."""
    named = {key: detail[key] for key in _BESIDE if key in detail}
    pages = {f"{key}_url": link("initiatives:proposal", other) for key, other in named.items()}
    return {"sections": by_section(detail.get("sections", {})), **pages}


def _days(detail: Mapping[str, Any]) -> dict[str, date]:
    """The days that an event names, as days again."""
    return {key: date.fromisoformat(detail[key]) for key in ("on", "until") if detail.get(key)}


def _context(
    about: Thing, detail: Mapping[str, Any], message: Message, *, on: date, at: datetime
) -> dict[str, Any]:
    """What the letter's template may use: the thing by its own name, and where it is found."""
    more: dict[str, Any]
    match about:
        case Invitation():
            more = {
                "office": f"{Role(about.role).label}, {about.organisation}",
                "secret_url": link("cities:invitation", about.token),
            }
        case Round():
            more = {
                "start_url": link("initiatives:new_proposal"),
                **_of_round(about, message, on=on),
            }
        case Submission():
            more = {
                "proposal": about.proposal,
                "url": absolute(about.proposal),
                "next": NEXT[about.proposal.state],
                "rounds": Round.objects.taking_proposals(at),
            }
        case Review():
            more = {"round": about.entry.round, **_of_round(about.entry.round, message, on=on)}
        case Proposal():
            more = {
                "role": role_of(message.recipient, about) if message.recipient else None,
                "next": NEXT[about.state],
                "url": absolute(about),
                **_of_proposal(detail),
            }
        case Comment():
            more = {"proposal": about.proposal, "words": about.wording.text, "url": absolute(about)}
        case Sponsorship():
            more = {
                "proposal": about.proposal,
                "answer_url": f"{absolute(about)}?city={about.city.slug}",
                "sponsors_url": link("initiatives:sponsors", about.proposal.reference),
            }
        case Act():
            agreement = about.party.agreement
            more = {"agreement": agreement, "url": absolute(agreement)}
        case Assessment():
            more = {"url": absolute(about), "answer_url": link("training:answer", about.slug)}
        case _:
            more = {"url": absolute(about), **_days(detail)}
    return {str(about._meta.model_name): about, **more}


def _of_round(round_: Round, message: Message, *, on: date) -> dict[str, Any]:
    return {"round_url": absolute(round_), **reviews_of(message.recipient, round_, on=on)}
