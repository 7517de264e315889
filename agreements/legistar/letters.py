"""Mend what a print's text layer breaks: look-alike letters, labels and values in pieces."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

# A PDF's fonts may map a Latin letter to the Cyrillic one of the same shape.
# One letter for one letter, so that places in the folded text are places in the text.
_CYRILLIC = "АВЕЅІЈКМНОРСТУХаеоѕіјрсухһԁ"
_LATIN = "ABESIJKMHOPCTYXaeosijpcyxhd"
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_FOLDED = str.maketrans(
    _CYRILLIC + _SPACES + "\uff1a\u2010\u2011\ufeff", _LATIN + " " * len(_SPACES) + ":-- "
)
_WORD = re.compile(r"[^\W\d_]+")
_CELL_EDGE = re.compile(r"\t+| {2,}")
_LONGEST_WORD = 60
_GLUED = re.compile(r"[a-z/.,;:)]|-\S")


def folded(text: str) -> str:
    """Return the text, as long as it was, with look-alike letters and blanks made plain."""
    return text.translate(_FOLDED)


def compact(text: str) -> str:
    """Return the text folded, in lower case, without any blanks."""
    return "".join(folded(text).lower().split())


def pieces(text: str) -> list[str]:
    """Return the parts of a value that tabs, or two blanks and more, hold apart."""
    return [part for part in (cut.strip() for cut in _CELL_EDGE.split(text)) if part]


def vocabulary(text: str) -> frozenset[str]:
    """Return the words of a text in lower case: what a mended word may be."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def mended(parts: Sequence[str], *, known: Collection[str]) -> str:
    """Return a value's pieces put together again.

    Two pieces are one word when together, or together but for one letter that both carry
    ("Se" + "ession"), they make a ``known`` word; else when the second goes on in lower case.
    Otherwise a blank stands between them.
    """
    whole: list[str] = []
    tail = ""
    for part in parts:
        joint, rest = _joint(tail, part, known) if whole else ("", part)
        whole.append(joint + rest)
        tail = (tail + whole[-1])[-_LONGEST_WORD:]
    return "".join(whole)


def _joint(left: str, right: str, known: Collection[str]) -> tuple[str, str]:
    """Return what stands between two pieces, and the right one without a letter it repeats."""
    tail, head = _last_word(left), _first_word(right)
    if tail and head:
        if (tail + head).lower() in known:
            return "", right
        if tail[-1] == head[0] and (tail + head[1:]).lower() in known:
            return "", right[1:]
    return ("" if _GLUED.match(right) else " "), right


def _last_word(text: str) -> str:
    found = _WORD.match(text[::-1])
    return found.group()[::-1] if found else ""


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found.group() if found else ""
