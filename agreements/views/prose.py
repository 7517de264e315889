"""Markdown on a page: safe, and below the page's own headings."""

from __future__ import annotations

from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agreements.operations.outlines import BLANK

FIRST_HEADING = 3
"""The text stands under the page's title and a section's heading."""
LAST_HEADING = 6

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TAGS = nh3.ALLOWED_TAGS - {"img"}


def rendered(markdown: str) -> SafeString:
    """Return a text as HTML that holds nothing but its own words and structure.

    The parser lets no HTML through and the cleaner would take it out again, so the result is
    safe by two hands. What is still to be agreed is marked.
    """
    tokens = _PARSER.parse(markdown)
    _set_headings(tokens)
    clean = nh3.clean(_PARSER.renderer.render(tokens, _PARSER.options, {}), tags=_TAGS)
    return SafeString(clean.replace(BLANK, f"<mark>{BLANK}</mark>"))


def _set_headings(tokens: Sequence[Token]) -> None:
    """Let the text's headings begin at the third level and never skip one."""
    above: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(FIRST_HEADING + len(above) - 1, LAST_HEADING)}"
