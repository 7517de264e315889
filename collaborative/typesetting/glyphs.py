"""Letters that can be shown, and a visible stand-in for those that cannot.

PDF/A wants a glyph for every letter, and a reader wants no letter to vanish: what the fonts lack,
and what is invisible and could turn a line around, stands on the page as its code, "[U+1F600]".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

Faults = Callable[[str], frozenset[str]]
"""Says which pieces of a text the fonts cannot show: none when all of it can be shown."""

# Controls, formats and private letters, and what Unicode has no letter for.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_HARMLESS = "\n\u00ad\u200b\u200c\u200d\u2060"
_ALWAYS = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA1, 0x180)])) | set(_HARMLESS)
_PLAINER = str.maketrans(
    {"\t": "    ", "\r": "\n", "\v": "\n", "\f": "\n", "\u2028": "\n", "\u2029": "\n"}
)
# A run without a blank may not leave the page, nor be longer than a string in a PDF may be.
_LONG_RUN = re.compile(r"\S{80}(?=\S)")


def showable(value: object, *, faults: Faults) -> object:
    """Return a value of dicts, lists and texts with nothing in its texts that cannot be shown."""
    words = sorted({word for text in _texts(value) for word in _plainer(text).split()})
    doubtful = [word for word in words if not _ALWAYS.issuperset(word)]
    return _replaced(value, _stand_ins(doubtful, faults))


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


def _stand_ins(words: Sequence[str], faults: Faults) -> dict[str, str]:
    """Return what stands for each word that cannot be shown.

    A letter that the fonts lack becomes its code in every word: one question finds all of them,
    in a text of any length. Where letters only fail together, the word loses all unusual ones.
    """
    lacking = {piece for piece in faults(" ".join(words)) if len(piece) == 1} - _ALWAYS
    spelled = {word: _spelled(word, lacking) for word in words if lacking & {*word}}
    by_letters = {spelled.get(word, word): word for word in words}
    still = [by_letters[word] for word in _missing(list(by_letters), faults)]
    return spelled | {word: _spelled(word, {*word} - _ALWAYS) for word in still}


def _spelled(word: str, letters: Iterable[str]) -> str:
    return word.translate({ord(letter): _code(letter) for letter in letters})


def _missing(words: Sequence[str], faults: Faults) -> list[str]:
    """Return the words that cannot be shown: asks for all at once, then for halves."""
    if not words or not faults(" ".join(words)):
        return []
    if len(words) == 1:
        return list(words)
    middle = len(words) // 2
    return _missing(words[:middle], faults) + _missing(words[middle:], faults)


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
