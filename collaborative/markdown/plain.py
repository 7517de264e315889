"""Markdown as plain text, for mails and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, repeat
from textwrap import indent

from collaborative.markdown.nodes import Node, read_markdown

_LISTS = frozenset({"bullets", "numbers"})


def plain(markdown: str, *, exact: bool = False) -> str:
    """Return a text as people would type it without marks: paragraphs, lists and addresses.

    ``exact`` is ``read_markdown``'s.
    """
    return _blocks(read_markdown(markdown, exact=exact))


def _blocks(nodes: Sequence[Node]) -> str:
    return "\n\n".join(text for text in map(_block, nodes) if text)


def _block(node: Node) -> str:
    match node["kind"]:
        case "rule":
            return "* * *"
        case "quote":
            return indent(_blocks(node["inside"]), "> ", lambda _: True)
        case "bullets" | "numbers":
            items = zip(node["inside"], _marks(node), strict=False)
            return "\n".join(_item(item, mark) for item, mark in items)
        case "table":
            return "\n".join(" | ".join(map(_words, row)) for row in (node["head"], *node["rows"]))
        case _:
            return _words([node])


def _marks(node: Node) -> Iterator[str]:
    """Yield the marks of a list's items, one after the other, without end."""
    if node["kind"] == "bullets":
        return repeat("- ")
    return (f"{number}{node['mark']} " for number in count(node["start"]))


def _item(item: Node, mark: str) -> str:
    """Write an item behind its mark, and what follows below its first letter."""
    inside = item["inside"]
    is_close = _LISTS.issuperset(node["kind"] for node in inside[1:])
    words = "\n".join(map(_block, inside)) if is_close else _blocks(inside)
    return mark + indent(words, " " * len(mark)).lstrip()


def _words(nodes: Sequence[Node]) -> str:
    return "".join(map(_word, nodes))


def _word(node: Node) -> str:
    if node["kind"] == "break":
        return "\n"
    words = node.get("text", "") + _words(node.get("inside", []))
    to = node.get("to", "").removeprefix("mailto:")
    return f"{words} ({to})" if to and to != words else words
