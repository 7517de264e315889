"""An agreement's text on a page, below the page's own headings."""

from __future__ import annotations

from django.utils.safestring import SafeString

from agreements.operations.outlines import BLANK
from collaborative import markdown

FIRST_HEADING = 3
"""The text stands under the page's title and a section's heading."""


def rendered(text: str) -> SafeString:
    """Return a text as HTML; what is still to be agreed is marked."""
    html = markdown.rendered(text, first_heading=FIRST_HEADING, exact=True)
    return SafeString(html.replace(BLANK, f"<mark>{BLANK}</mark>"))
