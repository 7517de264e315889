"""The HTML side of a letter: made from its text, with the styles put into each element.

Mail programs drop style sheets, so css-inline writes the rules where they apply; only those for
dark screens stay in the head, where the programs that know them look.
"""

from __future__ import annotations

from functools import cache

from css_inline import CSSInliner
from django.conf import settings
from django.template.loader import render_to_string

from notifications.operations.blocks import blocks
from notifications.operations.letters import Letter


def as_html(letter: Letter) -> str:
    """Return the letter as a page of HTML that needs nothing from elsewhere."""
    body = letter.text.removesuffix(letter.foot)
    page = render_to_string(
        "notifications/mail/letter.html",
        {
            "subject": letter.subject,
            "site_name": settings.SITE_NAME,
            "blocks": list(blocks(body, letter.button)),
            "foot": list(blocks(letter.foot)),
        },
    )
    return _inliner().inline(page)


@cache
def _inliner() -> CSSInliner:
    """Read the styles once; nothing is ever fetched from the network."""
    styles = render_to_string("notifications/mail/letter.css")
    return CSSInliner(extra_css=styles, keep_at_rules=True, load_remote_stylesheets=False)
