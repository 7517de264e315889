"""Letters that can be shown, and a visible stand-in for those that cannot.

PDF/A wants a glyph for every letter, and a reader wants no letter to vanish: what the fonts lack,
and what is invisible and could turn a line around, stands on the page as its code, "[U+1F600]".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

CanShow = Callable[[str], bool]

# Controls, formats and private letters, and what Unicode has no letter for.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_HARMLESS = "\n\u00ad\u200b\u200c\u200d\u2060"
_ALWAYS = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x180)])) | set(_HARMLESS)
_PLAINER = str.maketrans(
    {"\t": "    ", "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n"}
)
# A run without a blank may not leave the page, nor be longer than a string in a PDF may be.
_LONG_RUN = re.compile(r"\S{80}(?=\S)")


def showable(value: object, *, can_show: CanShow) -> object:
    """Return a value of dicts, lists and texts with nothing in its texts that cannot be shown.

    ``can_show`` says whether the fonts have every letter of a text.
    """
    words = sorted({word for text in _texts(value) for word in _plainer(text).split()})
    doubtful = [word for word in words if not _ALWAYS.issuperset(word)]
    stand_ins = {word: _spelled(word, can_show=can_show) for word in _missing(doubtful, can_show)}
    return _replaced(value, stand_ins)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _plainer(text: str) -> str:
    """Return a text with plain blanks, and a code for each letter that is never shown."""
    return "".join(
        _code(letter)
        if letter not in _ALWAYS and unicodedata.category(letter) in _NEVER
        else letter
        for letter in text.replace("\r\n", "\n").translate(_PLAINER)
    )


def _code(letter: str) -> str:
    return f"[U+{ord(letter):04X}]"


def _missing(words: Sequence[str], can_show: CanShow) -> list[str]:
    """Return the words that cannot be shown: asks for all at once, then for halves."""
    if not words or can_show(" ".join(words)):
        return []
    if len(words) == 1:
        return list(words)
    middle = len(words) // 2
    return _missing(words[:middle], can_show) + _missing(words[middle:], can_show)


def _spelled(word: str, *, can_show: CanShow) -> str:
    """Return a word with codes for the letters the fonts lack; for all unusual ones if need be."""
    unusual = sorted(set(word) - _ALWAYS)
    lacking = {ord(letter): _code(letter) for letter in unusual if not can_show(letter)}
    spelled = word.translate(lacking)
    if can_show(spelled):
        return spelled
    return word.translate({ord(letter): _code(letter) for letter in unusual})


def _replaced(value: object, stand_ins: dict[str, str]) -> object:
    if isinstance(value, str):
        words = re.split(r"(\s+)", _plainer(value))
        text = "".join(stand_ins.get(word, word) for word in words)
        return _LONG_RUN.sub(lambda run: f"{run[0]}\u200b", text)
    if isinstance(value, dict):
        return {key: _replaced(inner, stand_ins) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, stand_ins) for inner in value]
    return value
