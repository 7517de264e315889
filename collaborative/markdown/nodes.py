"""Markdown into plain nodes, with nothing in them but text and structure.

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
    nodes = _nodes(SyntaxTreeNode(_PARSER.parse(source)).children)
    _deepen(nodes, above=[])
    return nodes


def _deepen(nodes: list[Node], *, above: list[int]) -> None:
    """Turn the headings' levels into depths, each at most one deeper than the heading before it.

    ``above`` are the levels of the headings that the next one stands under. A heading without a
    letter in it is none.
    """
    for node in nodes:
        inside = node.get("inside")
        if not isinstance(inside, list):
            continue
        level = node.pop("level", None)
        if not isinstance(level, int):
            _deepen(inside, above=above)
        elif not _has_letters(inside):
            node["kind"] = "paragraph"
        else:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            node["depth"] = min(len(above), _DEEPEST_HEADING)


def _has_letters(nodes: list[Node]) -> bool:
    words = "".join(str(node.get("text", "")) for node in nodes)
    inner = (node["inside"] for node in nodes if "inside" in node)
    return any(letter.isprintable() and not letter.isspace() for letter in words) or any(
        isinstance(inside, list) and _has_letters(inside) for inside in inner
    )


def _nodes(children: Sequence[SyntaxTreeNode]) -> list[Node]:
    return [node for child in children for node in _node(child)]


def _node(tree: SyntaxTreeNode) -> Iterator[Node]:
    if tree.type in _LEAVES:
        yield _leaf(tree)
        return
    if tree.type == "table":
        yield _table(tree)
        return
    inside = _nodes(tree.children)
    match tree.type:
        case "link":
            yield from _link(str(tree.attrs.get("href", "")), inside)
        case "heading":
            yield {"kind": "heading", "level": int(tree.tag[1:]), "inside": inside}
        case "ordered_list":
            start = int(tree.attrs.get("start", 1))
            yield {"kind": "numbers", "start": start, "mark": tree.markup, "inside": inside}
        case "inline":
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
    """Yield a link; for an address that no reader could open, its words and the address."""
    if address.lower().startswith(_SAFE_LINKS):
        words = inside if _has_letters(inside) else [{"kind": "text", "text": address}]
        yield {"kind": "link", "to": address, "inside": words}
    else:
        yield from inside
        yield {"kind": "text", "text": f" ({address})"}


def _table(tree: SyntaxTreeNode) -> Node:
    rows = [row.children for part in tree.children for row in part.children]
    head, *body = ([_nodes(cell.children) for cell in row] for row in rows)
    align = [_ALIGNMENTS.get(str(cell.attrs.get("style", "")), "left") for cell in rows[0]]
    return {"kind": "table", "head": head, "rows": body, "align": align}
