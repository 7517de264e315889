"""Markdown as HTML for a page, safe by two hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

import nh3

from collaborative.markdown.nodes import Cell, Node, read_markdown

_LAST_HEADING = 6
_WRITTEN = {
    "text": "{}",
    "code": "<code>{}</code>",
    "listing": "<pre><code>{}</code></pre>\n",
    "break": "<br>\n",
    "rule": "<hr>\n",
    "strong": "<strong>{}</strong>",
    "emphasis": "<em>{}</em>",
    "link": '<a href="{to}">{}</a>',
    "paragraph": "<p>{}</p>\n",
    "heading": "<h{level}{anchor}>{}</h{level}>\n",
    "quote": "<blockquote>\n{}</blockquote>\n",
    "bullets": "<ul>\n{}</ul>\n",
    "numbers": '<ol start="{start}">\n{}</ol>\n',
    "item": "<li>{}</li>\n",
}
_TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *(f"h{level}" for level in range(2, _LAST_HEADING + 1)),
}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "th": {"class", "scope"},
    "td": {"class"},
    **{f"h{level}": {"id"} for level in range(2, _LAST_HEADING + 1)},
}
# A wide table moves by itself, by finger or by key, and not the page.
_ROUND_TABLE = (
    '<div class="portal-scroll" tabindex="0" role="group" aria-label="Table">\n{}</div>\n'
)
_SCHEMES = {"http", "https", "mailto"}
_LISTS = frozenset({"bullets", "numbers"})
_NO_ANCHORS: Mapping[int, str] = MappingProxyType({})


def rendered(
    markdown: str,
    *,
    first_heading: int,
    exact: bool = False,
    anchors: Mapping[int, str] = _NO_ANCHORS,
) -> str:
    """Return a text as HTML that holds nothing but its own words and structure.

    No HTML of the text gets through the reader, and the cleaner would take it out again. The
    text's headings begin at the level ``first_heading``, from 2 on, and never skip one. ``exact``
    is ``read_markdown``'s. ``anchors`` names headings, counted from 0 as ``headings`` lists them,
    so that a link can lead to them.
    """
    nodes = read_markdown(markdown, exact=exact)
    own_headings = (node for node in nodes if node["kind"] == "heading")
    for number, node in enumerate(own_headings):
        if number in anchors:
            node["anchor"] = anchors[number]
    return nh3.clean(
        _all(nodes, first_heading),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )


def _all(nodes: Sequence[Node], first: int) -> str:
    return "".join(_one(node, first) for node in nodes)


def _one(node: Node, first: int) -> str:
    if node["kind"] == "table":
        return _table(node, first)
    inside = node.get("inside", [])
    words = _all(_bare(inside) if node["kind"] == "item" else inside, first)
    return _WRITTEN[node["kind"]].format(
        escape(node.get("text", "")) + words,
        to=escape(node.get("to", "")),
        level=min(first + node.get("depth", 1) - 1, _LAST_HEADING),
        start=node.get("start", 1),
        anchor=f' id="{escape(node["anchor"])}"' if "anchor" in node else "",
    )


def _bare(inside: Sequence[Node]) -> Sequence[Node]:
    """Let an item's words stand bare when they are one paragraph, with or without lists below."""
    if not inside or inside[0]["kind"] != "paragraph":
        return inside
    is_simple = _LISTS.issuperset(node["kind"] for node in inside[1:])
    return [*inside[0]["inside"], *inside[1:]] if is_simple else inside


def _table(node: Node, first: int) -> str:
    """Write a table; a column that its author set to the right is one of figures."""
    marks = [' class="portal-number"' if side == "right" else "" for side in node["align"]]
    head = _row("th", node["head"], [f'{mark} scope="col"' for mark in marks], first)
    rows = "".join(_row("td", row, marks, first) for row in node["rows"])
    body = f"<tbody>\n{rows}</tbody>\n" if rows else ""
    return _ROUND_TABLE.format(f"<table>\n<thead>\n{head}</thead>\n{body}</table>\n")


def _row(tag: str, cells: Sequence[Cell], marks: Sequence[str], first: int) -> str:
    written = (
        f"<{tag}{mark}>{_all(cell, first)}</{tag}>" for cell, mark in zip(cells, marks, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>\n"
