"""Markdown into plain nodes that the template can set, with nothing in them but text and structure.

A node is a dict with ``kind`` and, by kind:

* ``text`` and ``code``: ``text``; ``break``, ``rule``: nothing more;
* ``strong``, ``emphasis``, ``paragraph``, ``quote``, ``item``: ``inside``, a list of nodes;
* ``link``: ``inside`` and ``to``; ``heading``: ``inside`` and ``depth`` from 1;
* ``bullets``: ``inside``, items; ``numbers``: the same, with ``start`` and ``mark`` ("." or ")");
* ``listing``: ``text``; ``table``: ``head``, a list of cells, ``rows``, lists of cells, and
  ``align``, a word for each column; a cell is a list of nodes.

Headings never skip a level, whatever the author wrote: PDF/UA forbids it. HTML stays text, and a
picture becomes its description in square brackets: the words of a text are all there, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

Node = dict[str, object]

_DEEPEST_HEADING = 5
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_SAFE_LINKS = ("https://", "http://", "mailto:")
_INSIDE = {
    "strong": "strong",
    "em": "emphasis",
    "paragraph": "paragraph",
    "blockquote": "quote",
    "list_item": "item",
    "bullet_list": "bullets",
}
_LEAVES = {
    "text": "text",
    "softbreak": "text",
    "image": "text",
    "code_inline": "code",
    "fence": "listing",
    "code_block": "listing",
    "hardbreak": "break",
    "hr": "rule",
}
# Quotes within quotes are told apart no further; nobody could, and the typesetter gives up.
_MOST_QUOTES = 5
_ALIGNMENTS = {"text-align:right": "right", "text-align:center": "center"}


def read_markdown(source: str) -> list[Node]:
    """Return the nodes of a Markdown text."""
    root = SyntaxTreeNode(_PARSER.parse(source))
    return _nodes(root.children, depths=_depths(root))


def _depths(root: SyntaxTreeNode) -> dict[int, int]:
    """Return a depth for each heading, by the line it stands on: one deeper than its parent's."""
    depths: dict[int, int] = {}
    above: list[int] = []
    for heading in (node for node in root.walk() if _is_heading(node)):
        level = int(heading.tag[1:])
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        depths[_line(heading)] = min(len(above), _DEEPEST_HEADING)
    return depths


def _is_heading(node: SyntaxTreeNode) -> bool:
    """Say whether a node is a heading with something to read in it; another is none."""
    if node.type != "heading" or not node.children:
        return False
    return any(letter.isprintable() and not letter.isspace() for letter in node.children[0].content)


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] if node.map else 0


def _nodes(children: Sequence[SyntaxTreeNode], *, depths: dict[int, int]) -> list[Node]:
    return [node for child in children for node in _node(child, depths=depths)]


def _node(tree: SyntaxTreeNode, *, depths: dict[int, int]) -> Iterator[Node]:
    if tree.type in _LEAVES:
        yield _leaf(tree)
        return
    if tree.type == "table":
        yield _table(tree, depths=depths)
        return
    inside = _nodes(tree.children, depths=depths)
    match tree.type:
        case "link":
            yield from _link(str(tree.attrs.get("href", "")), inside)
        case "heading" if _is_heading(tree):
            yield {"kind": "heading", "depth": depths[_line(tree)], "inside": inside}
        case "ordered_list":
            start = int(tree.attrs.get("start", 1))
            yield {"kind": "numbers", "start": start, "mark": tree.markup, "inside": inside}
        case "inline" | "heading":
            yield from inside
        case "blockquote" if _quotes_around(tree) >= _MOST_QUOTES:
            yield from inside
        case _:
            yield {"kind": _INSIDE[tree.type], "inside": inside}


def _leaf(tree: SyntaxTreeNode) -> Node:
    """Return a node that holds a text, or nothing at all."""
    kind = _LEAVES[tree.type]
    match tree.type:
        case "hardbreak" | "hr":
            return {"kind": kind}
        case "softbreak":
            return {"kind": kind, "text": " "}
        case "image":
            return {"kind": kind, "text": f"[Picture: {tree.content or 'without a description'}]"}
        case _:
            return {"kind": kind, "text": tree.content.rstrip("\n")}


def _quotes_around(tree: SyntaxTreeNode) -> int:
    around, above = 0, tree.parent
    while above is not None:
        around += above.type == "blockquote"
        above = above.parent
    return around


def _link(address: str, inside: list[Node]) -> Iterator[Node]:
    """Yield a link, or for an address that no reader could open, its words and the address."""
    if address.lower().startswith(_SAFE_LINKS):
        yield {"kind": "link", "to": address, "inside": inside}
    else:
        yield from inside
        yield {"kind": "text", "text": f" ({address})"}


def _table(tree: SyntaxTreeNode, *, depths: dict[int, int]) -> Node:
    rows = [row.children for part in tree.children for row in part.children]
    head, *body = ([_nodes(cell.children, depths=depths) for cell in row] for row in rows)
    align = [_ALIGNMENTS.get(str(cell.attrs.get("style", "")), "left") for cell in rows[0]]
    return {"kind": "table", "head": head, "rows": body, "align": align}
