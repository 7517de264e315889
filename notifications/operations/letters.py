"""A letter: what one message says, made at the moment it is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.models import Message
from notifications.operations.blocks import Button, one_line, tidy
from notifications.operations.wordings import words_in

LATE_AFTER = timedelta(hours=1)
LEFT_OUT = "(this link is left out of the copy)"
WITHHELD = "(What was said is left out of the copy; the page has it for those who may read it.)"
SUBJECT_LENGTH = 200


class Unwanted(Exception):
    """The message is not to be sent after all; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter; the ledger keeps its name only in the letter's words."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What one message says.

    `secrets` are links that let their holder act without signing in: the reader needs them,
    the copy in the ledger must not have them. `withheld` is the text for the ledger where the
    letter holds what its reader may not be allowed to read tomorrow. `unsubscribe` is the link
    that ends this kind of mail, "" where the kind is no matter of choice. `foot` is the end of the
    text: why it is sent, and by whom; `button` the one link that it is about. `kept_because` says
    why it is not mailed but only kept in the inbox, "" where it is; `tells` are the keys of the
    messages in whose place it tells.
    """

    subject: str
    text: str
    secrets: tuple[str, ...] = ()
    withheld: str = ""
    unsubscribe: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    foot: str = ""
    button: Button | None = None
    kept_because: str = ""
    tells: tuple[int, ...] = ()

    @property
    def copy(self) -> str:
        """The text as the ledger keeps it."""
        text = self.withheld or self.text
        for secret in self.secrets:
            text = text.replace(secret, LEFT_OUT)
        return text


def link(name: str, *args: object) -> str:
    """Return the full address of a page."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


class Linkable(Protocol):
    """A thing with a page."""

    def get_absolute_url(self) -> str:
        """The path of its page."""


def absolute(thing: Linkable) -> str:
    """Return the full address of a thing's page."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def compose(
    template: str,
    message: Message,
    context: Mapping[str, Any],
    *,
    at: datetime,
    secrets: tuple[str, ...] = (),
    private: Collection[str] = (),
    unsubscribe: str = "",
    enclosures: tuple[Enclosure, ...] = (),
    kept_because: str = "",
    tells: tuple[int, ...] = (),
) -> Letter:
    """Write a letter from `templates/notifications/mail/<template>.txt`.

    What the context holds under the `private` names is in the letter and not in its copy.
    """
    known = _known(message, {"unsubscribe": unsubscribe, **context}, at=at)
    own = words_in(template, known)
    known |= {"opening": own.opening, "closing": own.closing}
    path = f"notifications/mail/{template}.txt"
    public = {**known, **dict.fromkeys(private, WITHHELD)}
    subject = own.subject or _part(path, "subject", known)
    return Letter(
        subject=one_line(subject)[:SUBJECT_LENGTH],
        text=tidy(_part(path, "text", known)),
        secrets=tuple(filter(None, (*secrets, unsubscribe))),
        withheld=tidy(_part(path, "text", public)) if private else "",
        unsubscribe=unsubscribe,
        enclosures=enclosures,
        foot=tidy(_part(path, "foot", known)),
        button=_button(_part(path, "button", known)),
        kept_because=kept_because,
        tells=tells,
    )


def _known(message: Message, context: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
    """What every letter's template may use, and what this one's may besides."""
    return {
        "name": message.recipient.name if message.recipient else "",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "late_since": message.due_at if at - message.due_at > LATE_AFTER else None,
        **context,
    }


def _part(path: str, part: str, known: Mapping[str, Any]) -> str:
    return render_to_string(path, {**known, "part": part})


def _button(text: str) -> Button | None:
    """Read the words and the address, a line each; a letter without an address has no button."""
    words, _, url = text.strip().partition("\n")
    return Button(words, url.strip()) if url else None
