"""Exhibits as a text names them: at its end, by number, title and SHA-256.

A text that lists its exhibits so is the same text only where the files are the same, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKS = re.compile(r"([\\`*_\[\]<>#|~&!])")


@dataclass(frozen=True, slots=True)
class Listed:
    """One exhibit as the list names it; ``sha256`` is that of the file's bytes."""

    number: int
    title: str
    sha256: str


def with_exhibits(text: str, exhibits: Sequence[Listed]) -> str:
    """Return a text, in its normal form, with the list of its exhibits at its end."""
    return f"{text}{_list(exhibits)}" if exhibits else text


def without_exhibits(text: str, exhibits: Sequence[Listed]) -> str:
    """Return a text without the list of these exhibits that stands at its end."""
    return text.removesuffix(_list(exhibits)) if exhibits else text


def _list(exhibits: Sequence[Listed]) -> str:
    items = "".join(
        f"- Exhibit {each.number}: {_plain(each.title)}, SHA-256 {each.sha256}\n"
        for each in exhibits
    )
    return f"\n## Exhibits\n\n{items}"


def _plain(title: str) -> str:
    """Return a title in one line, as Markdown that marks nothing."""
    return _MARKS.sub(r"\\\1", " ".join(title.split()))
