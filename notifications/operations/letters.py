"""A letter: what one message says, made at the moment it is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from notifications.models import Message

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
    that ends this kind of mail, "" where the kind is no matter of choice.
    """

    subject: str
    text: str
    secrets: tuple[str, ...] = ()
    withheld: str = ""
    unsubscribe: str = ""
    enclosures: tuple[Enclosure, ...] = ()

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
) -> Letter:
    """Write a letter from `templates/notifications/mail/<template>.txt`.

    What the context holds under the `private` names is in the letter and not in its copy.
    """
    known = {
        "name": message.recipient.name if message.recipient else "",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "late_since": message.due_at if at - message.due_at > LATE_AFTER else None,
        "unsubscribe": unsubscribe,
        **context,
    }
    path = f"notifications/mail/{template}.txt"
    public = {**known, **dict.fromkeys(private, WITHHELD)}
    return Letter(
        subject=one_line(render_to_string(path, {**known, "part": "subject"}))[:SUBJECT_LENGTH],
        text=tidy(render_to_string(path, {**known, "part": "text"})),
        secrets=tuple(filter(None, (*secrets, unsubscribe))),
        withheld=tidy(render_to_string(path, {**public, "part": "text"})) if private else "",
        unsubscribe=unsubscribe,
        enclosures=enclosures,
    )


def one_line(text: str) -> str:
    """Return the text on one line, without control characters: safe in a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def tidy(text: str) -> str:
    """Return the text without trailing blanks and with single empty lines between its blocks."""
    return "\n\n".join("\n".join(lines) for lines in _blocks(text)) + "\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a list or a paragraph of a letter, for its HTML side."""

    heading: str = ""
    items: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def blocks(text: str) -> Iterator[Block]:
    """Read a letter's text into its blocks.

    A line above a rule of hyphens is a heading; a block that starts with "- " is a list, whose
    indented lines belong to the item above; anything else is a paragraph.
    """
    for block in _blocks(text):
        is_headed = len(block) > 1 and set(block[1]) == {"-"}
        if is_headed:
            yield Block(heading=block[0])
        lines = block[2:] if is_headed else block
        if lines and lines[0].startswith("- "):
            yield Block(items=tuple(_items(lines)))
        elif lines:
            yield Block(lines=tuple(lines))


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield block
            block = []


def _items(lines: list[str]) -> Iterator[str]:
    item = ""
    for line in lines:
        if line.startswith("- ") and item:
            yield item
            item = ""
        item = f"{item} {line.removeprefix('- ').strip()}".strip()
    yield item
