"""A letter's text: tidied, and read into what its HTML side is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Button:
    """The one link that a letter is about: what its button says, and where it leads."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, or a link: its first line, and what is said besides.

    `url` where its last line is the address of one of our pages: the first line leads there.
    """

    words: str
    url: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a list, the button, a link or a paragraph of a letter, for its HTML side."""

    heading: str = ""
    items: tuple[Item, ...] = ()
    lines: tuple[str, ...] = ()
    button: Button | None = None
    link: Item | None = None


def one_line(text: str) -> str:
    """Return the text on one line, without control characters: safe in a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def tidy(text: str) -> str:
    """Return the text without trailing blanks and with single empty lines between its blocks."""
    return "\n\n".join("\n".join(lines) for lines in _paragraphs(text)) + "\n"


def blocks(text: str, button: Button | None = None) -> Iterator[Block]:
    """Read a letter's text into its blocks.

    A line above a rule of hyphens is a heading; a block that starts with "- " is a list, whose
    indented lines belong to the item above; the first block that is nothing but the button's
    address is the button; a line that ends in a colon above the address of one of our pages is a
    link; anything else is a paragraph.
    """
    for block in _paragraphs(text):
        is_headed = len(block) > 1 and set(block[1]) == {"-"}
        if is_headed:
            yield Block(heading=block[0])
        lines = block[2:] if is_headed else block
        if lines and lines[0].startswith("- "):
            yield Block(items=tuple(_items(lines)))
        elif button and lines == [button.url]:
            yield Block(button=button)
            button = None
        elif link := _link(lines):
            yield Block(link=link)
        elif lines:
            yield Block(lines=tuple(lines))


def _paragraphs(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield block
            block = []


def _items(lines: list[str]) -> Iterator[Item]:
    item: list[str] = []
    for line in lines:
        if line.startswith("- ") and item:
            yield _item(item)
            item = []
        item.append(line.removeprefix("- ").strip())
    yield _item(item)


def _item(lines: list[str]) -> Item:
    """Words become a link only to a page of the portal: nobody's words hide another address."""
    is_linked = len(lines) > 1 and _is_ours(lines[-1])
    words = lines[:-1] if is_linked else lines
    return Item(words[0], lines[-1] if is_linked else "", " ".join(words[1:]))


def _link(lines: list[str]) -> Item | None:
    match lines:
        case [words, url] if words.endswith(":") and _is_ours(url):
            return Item(words.removesuffix(":"), url)
        case _:
            return None


def _is_ours(url: str) -> bool:
    return url.startswith(f"{settings.SITE_URL}/")
