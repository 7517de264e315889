"""Markdown into plain nodes, with nothing in them but text and structure.

Headings never skip a level, whatever the author wrote: PDF/UA forbids it. HTML stays text, and a
picture becomes its description in square brackets: the words of a text are all there, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Required, TypedDict

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.tree import SyntaxTreeNode


class Node(TypedDict, total=False):
    """A piece of a text; its ``kind`` says what else is there.

    * ``text``, ``code``, ``listing``: ``text``; ``break``, ``rule``: nothing more;
    * ``strong``, ``emphasis``, ``paragraph``, ``quote``, ``item``: ``inside``;
    * ``link``: ``inside`` and ``to``; ``heading``: ``inside`` and ``depth`` from 1;
    * ``bullets``: ``inside``, items; ``numbers``: also ``start``, and ``mark``, "." or ")";
    * ``table``: ``head``, ``rows``, and ``align``, a word for each column.
    """

    kind: Required[str]
    text: str
    inside: list[Node]
    to: str
    depth: int
    level: int  # of a heading while it is read: what its author wrote
    anchor: str  # of a heading on a page: what a link to it names
    start: int
    mark: str
    head: list[Cell]
    rows: list[list[Cell]]
    align: list[str]


Cell = list[Node]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text: the line it stands in, from 0, its depth from 1, and its words."""

    line: int
    depth: int
    words: str


_DEEPEST_HEADING = 5
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
# The reader loses what stands deeper than 20 levels of its own; a list takes two, a paragraph one.
_DEEPEST_LEVEL = 16


def _shallow(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """Let a rule apply only where there is room below; deeper down a mark is a letter."""

    def guarded(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - theirs
        return state.level < _DEEPEST_LEVEL and rule(state, first, last, silent)

    return guarded


def _reader(*, without: Sequence[str] = ()) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(without)
    interrupted = ["paragraph", "reference", "blockquote"]
    reader.block.ruler.at("blockquote", _shallow(blockquote), {"alt": [*interrupted, "list"]})
    reader.block.ruler.at("list", _shallow(list_block), {"alt": interrupted})
    return reader


_EXACT = _reader()
# What people do not mean who indent a line, underline one, or put a note's number in brackets.
_AS_TYPED = _reader(without=["code", "lheading", "reference"])


def read_markdown(source: str, *, exact: bool = False) -> list[Node]:
    """Return the nodes of a Markdown text.

    A text typed into a form keeps its lines, and no line is a heading or code only because of the
    line under it or the blanks before it. An ``exact`` text is CommonMark to the letter.
    """
    nodes = _nodes(_parsed(source, exact=exact).children)
    _deepen(nodes, above=[])
    return nodes


def headings(source: str, *, exact: bool = False) -> list[Heading]:
    """Return a text's own headings, those within its lists and quotes left out.

    They are, in their order, the headings among what ``read_markdown`` returns.
    """
    pieces = [(tree, _nodes([tree])) for tree in _parsed(source, exact=exact).children]
    _deepen([node for _, nodes in pieces for node in nodes], above=[])
    return [
        Heading((tree.map or (0, 0))[0], node["depth"], words_of(node["inside"]))
        for tree, nodes in pieces
        for node in nodes
        if node["kind"] == "heading"
    ]


def words_of(nodes: Sequence[Node]) -> str:
    """Return the words of nodes that stand in one line, without what marks them."""
    return "".join(node.get("text", "") + words_of(node.get("inside", [])) for node in nodes)


def _parsed(source: str, *, exact: bool) -> SyntaxTreeNode:
    tokens = (_EXACT if exact else _AS_TYPED).parse(source)
    for inner in (child for token in tokens for child in token.children or ()):
        if inner.type == "softbreak" and not exact:
            inner.type = "hardbreak"
    return SyntaxTreeNode(tokens)


def _deepen(nodes: list[Node], *, above: list[int]) -> None:
    """Turn the headings' levels into depths, each at most one deeper than the heading before it.

    ``above`` are the levels of the headings that the next one stands under. A heading without a
    letter in it is none.
    """
    for node in nodes:
        inside = node.get("inside", [])
        level = node.pop("level", None)
        if level is None:
            _deepen(inside, above=above)
        elif not _has_letters(inside):
            node["kind"] = "paragraph"
        else:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            node["depth"] = min(len(above), _DEEPEST_HEADING)


def _has_letters(nodes: list[Node]) -> bool:
    words = "".join(node.get("text", "") for node in nodes)
    return any(letter.isprintable() and not letter.isspace() for letter in words) or any(
        _has_letters(node.get("inside", [])) for node in nodes
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
        named: list[Node] = [{"kind": "text", "text": address}]
        yield {"kind": "link", "to": address, "inside": inside if _has_letters(inside) else named}
    else:
        yield from inside
        yield {"kind": "text", "text": f" ({address})"}


def _table(tree: SyntaxTreeNode) -> Node:
    rows = [row.children for part in tree.children for row in part.children]
    head, *body = ([_nodes(cell.children) for cell in row] for row in rows)
    align = [_ALIGNMENTS.get(str(cell.attrs.get("style", "")), "left") for cell in rows[0]]
    return {"kind": "table", "head": head, "rows": body, "align": align}
