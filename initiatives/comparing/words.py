"""Two texts compared: by paragraphs, then by sentences, and word by word only where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from initiatives.comparing.pieces import Kind, Piece

# A stretch of the text before and what stands for it after: the same when both are equal.
Span = tuple[str, str]

# Each finds units with the white space behind them, and the white space at the very beginning.
_PARAGRAPHS = re.compile(r"\S[^\n]*\s*|\s+")
_SENTENCES = re.compile(r"\S.*?(?:[.!?][\"'”’)\]]*(?=\s)|\Z)\s*|\s+", re.DOTALL)
_WORDS = re.compile(r"\S+\s*|\s+")
_LEVELS = (_PARAGRAPHS, _SENTENCES, _WORDS)


def compare(before: str, after: str) -> list[Piece]:
    """Return the pieces of both texts in the order of reading, what was removed before the new.

    Joined, those that are the same or removed are exactly ``before``, and those that are the same
    or added exactly ``after``; no two neighbours are of one kind.
    """
    spans = _joined(_spans(before, after, _LEVELS))
    return list(_pieces(_joined(part for span in spans for part in _parted(span))))


def _spans(before: str, after: str, levels: Sequence[re.Pattern[str]]) -> Iterator[Span]:
    """Yield the spans of two texts, those that differ compared by smaller and smaller units."""
    if before == after or not before or not after or not levels:
        yield before, after
        return
    unit, *smaller = levels
    spans = _matched(unit.findall(before), unit.findall(after))
    if not smaller:
        yield from _without_confetti(spans)
        return
    for span in _joined(spans):
        yield from _spans(*span, smaller)


def _matched(before: Sequence[str], after: Sequence[str]) -> Iterator[Span]:
    """Yield the units that stand in both lists, and together all those between two such.

    Units are matched without the white space behind them, and the longest runs first. Units that
    are everywhere in a long text ("the") match only beside others: difflib sees to that, and it
    keeps the time short.
    """
    old, new = ([unit.rstrip() for unit in units] for units in (before, after))
    done_old = done_new = 0
    for at_old, at_new, size in SequenceMatcher(None, old, new).get_matching_blocks():
        yield "".join(before[done_old:at_old]), "".join(after[done_new:at_new])
        done_old, done_new = at_old + size, at_new + size
        for pair in zip(before[at_old:done_old], after[at_new:done_new], strict=True):
            same = _common(*pair)
            yield same, same
            yield pair[0].removeprefix(same), pair[1].removeprefix(same)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Return the spans with neighbours of one kind made one, and empty ones left out."""
    joined: list[Span] = []
    for span in spans:
        if span == ("", ""):
            continue
        if joined and _is_same(joined[-1]) == _is_same(span):
            joined[-1] = _together(joined[-1], span)
        else:
            joined.append(span)
    return joined


def _without_confetti(spans: Iterable[Span]) -> list[Span]:
    """Return the spans without words that are the same only by chance.

    A few words between two changes say nothing when each change is longer than they are; they are
    read more easily as a part of what changed.
    """
    kept: list[Span] = []
    for span in _joined(spans):
        kept.append(span)
        while len(kept) > 2 and _is_chance(*kept[-3:]):  # noqa: PLR2004 - a word between two changes
            kept[-3:] = [_together(*kept[-3:])]
    return kept


def _is_chance(first: Span, between: Span, last: Span) -> bool:
    changes = (max(map(len, change)) for change in (first, last))
    return _is_same(between) and not _is_same(last) and len(between[0]) <= min(changes)


def _parted(span: Span) -> Iterator[Span]:
    """Yield a span, and by itself the white space that it ends with before and after."""
    same = _common(*(text[len(text.rstrip()) :][::-1] for text in span))[::-1]
    yield span[0].removesuffix(same), span[1].removesuffix(same)
    yield same, same


def _common(one: str, other: str) -> str:
    """Return what two texts both begin with."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(letter for letter, _ in alike)


def _is_same(span: Span) -> bool:
    return span[0] == span[1]


def _together(*spans: Span) -> Span:
    return "".join(old for old, _ in spans), "".join(new for _, new in spans)


def _pieces(spans: Iterable[Span]) -> Iterator[Piece]:
    for span in spans:
        old, new = span
        if _is_same(span):
            yield Piece(Kind.SAME, old)
            continue
        if old:
            yield Piece(Kind.REMOVED, old)
        if new:
            yield Piece(Kind.ADDED, new)
