"""An agreement's text on a page, below the page's own headings."""

from __future__ import annotations

from django.utils.safestring import SafeString

from agreements.clauses import Section, anchors, sections
from agreements.operations.outlines import BLANK
from collaborative import markdown

FIRST_HEADING = 3
"""The text stands under the page's title and a section's heading."""


def rendered(text: str) -> SafeString:
    """Return a text as HTML, a link to each section; what is still to be agreed is marked."""
    html = markdown.rendered(text, first_heading=FIRST_HEADING, exact=True, anchors=anchors(text))
    return SafeString(html.replace(BLANK, f"<mark>{BLANK}</mark>"))


def named(text: str) -> list[Section]:
    """The sections that have a heading, and so a place that a link can lead to."""
    return [section for section in sections(text) if section.number]
