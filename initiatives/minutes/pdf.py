"""Minutes as an accessible PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from collaborative.typesetting import press, running_title
from initiatives.minutes.shape import Minutes

_TEMPLATE = Path(__file__).with_name("minutes.typ")


def typeset_minutes(minutes: Minutes, *, fonts: Sequence[Path]) -> bytes:
    """Return the minutes as a tagged PDF, the same bytes for the same minutes.

    ``fonts`` are ``collaborative.assets.document_fonts()``. Raises
    ``collaborative.typesetting.Unprintable``.
    """
    words = {
        **{name: said for name, said in minutes.items() if name != "on"},
        "running_title": running_title(minutes["title"]),
        "facts": [list(fact) for fact in minutes["facts"]],
        "items": [
            {
                **item,
                "note": paragraphs(item["note"]),
                "motions": [
                    {**moved, "rationale": paragraphs(moved["rationale"])}
                    for moved in item["motions"]
                ],
            }
            for item in minutes["items"]
        ],
    }
    return press(_TEMPLATE, words=words, fonts=fonts, on=minutes["on"])


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that say something, each a paragraph."""
    return [line.strip() for line in text.splitlines() if line.strip()]
