"""Long stretches without a change, folded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from initiatives.comparing.pieces import Kind, Piece

# A sentence, or a line where that is shorter, with the white space behind it.
_UNITS = re.compile(r"\S.*?(?:[.!?][\"'”’)\]]*(?=\s)|(?=\n)|\Z)\s*|\s+", re.DOTALL)


def folded(pieces: Iterable[Piece], *, around: int = 40) -> list[Piece]:
    """Return the pieces with what did not change shortened to what stands beside a change.

    That is ``around`` words or more, to the end of a sentence or line. What is left out becomes a
    piece of its own (FOLDED), of as many words at least, so that it can be unfolded: joined, the
    pieces say what they said before.
    """
    shown = list(pieces)
    last = len(shown) - 1
    return [
        part
        for at, piece in enumerate(shown)
        for part in _parts(piece, around, is_first=at == 0, is_last=at == last)
    ]


def _parts(piece: Piece, around: int, *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """Yield a piece, in up to three parts when it is the same in both texts and long."""
    units = _UNITS.findall(piece.text)
    head = 0 if is_first else _reach(units, around)
    end = len(units) - (0 if is_last else _reach(units[::-1], around))
    middle = Piece(Kind.FOLDED, "".join(units[head:end]))
    if piece.kind != Kind.SAME or middle.words < max(around, 1):
        yield piece
        return
    beside = [Piece(Kind.SAME, "".join(part)) for part in (units[:head], units[end:])]
    yield from (part for part in (beside[0], middle, beside[1]) if part.text)


def _reach(units: Sequence[str], words: int) -> int:
    """Return how many units it takes to have so many words."""
    reached = accumulate(len(unit.split()) for unit in units)
    return next(
        (count for count, so_far in enumerate(reached, start=1) if so_far >= words), len(units)
    )
