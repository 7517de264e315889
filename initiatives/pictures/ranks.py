"""The ranking: each proposal's rank, and the ranks within which it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from initiatives.pictures.drawing import (
    BAND,
    INK,
    LABELS,
    NAVY,
    PAPER,
    QUIET,
    ROW,
    WIDTH,
    Drawing,
    Picture,
    cut,
)

NAME = "ranking"
_TOP = 40
_RIGHT = 130
_MOST_TICKS = 10
_LEFT_EDGE, _RIGHT_EDGE = LABELS + 10, WIDTH - _RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One ranked proposal: the reference, the title, the score as written, and the ranks."""

    reference: str
    title: str
    score: str
    rank: int
    low: int
    high: int

    @property
    def interval(self) -> str:
        """Say within which ranks it holds."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


def ranking_picture(lines: Sequence[Line], *, of: int, title: str) -> Picture:
    """Draw ranked proposals, the best on top; `of` is how many are ranked in all."""
    description = (
        f"Each line is a proposal, the best first. The dot is its rank among {of}; the bar "
        "covers the ranks within which it holds when the weights are shaken and each city is "
        "left out once."
    )
    sheet = Drawing(NAME, title=title, description=description, height=_TOP + ROW * len(lines) + 12)
    _axis(sheet, of, bottom=_TOP + ROW * len(lines))
    for number, line in enumerate(lines):
        _line(sheet, line, y=_TOP + ROW * (number + 0.5), of=of)
    return Picture(
        name=NAME,
        title=title,
        description=description,
        svg=sheet.svg(),
        headings=("Proposal", "Reference", "Rank", "Rank holds within", "Score"),
        rows=[
            (line.title, line.reference, str(line.rank), line.interval, line.score)
            for line in lines
        ],
    )


def _x(rank: float, of: int) -> float:
    """Where a rank stands; the first on the left."""
    steps = max(of - 1, 1)
    return _LEFT_EDGE + 14 + (_RIGHT_EDGE - _LEFT_EDGE - 28) * (rank - 1) / steps


def _axis(sheet: Drawing, of: int, *, bottom: float) -> None:
    step = -(-of // _MOST_TICKS)
    sheet.text(8, 20, "Proposal", fill=QUIET)
    sheet.text(WIDTH - 8, 20, "Rank and bounds", fill=QUIET, text_anchor="end")
    for rank in [1, *range(step, of + 1, step)] if step > 1 else range(1, of + 1):
        sheet.line(_x(rank, of), _TOP - 6, _x(rank, of), bottom)
        sheet.text(_x(rank, of), 20, str(rank), fill=QUIET, text_anchor="middle")


def _line(sheet: Drawing, line: Line, *, y: float, of: int) -> None:
    left, right = _x(line.low, of), _x(line.high, of)
    sheet.text(8, y - 7, cut(line.title), font_weight="600")
    sheet.text(8, y + 8, line.reference, fill=QUIET, font_size="11")
    sheet.box(left - 8, y - 7, right - left + 16, 14, rx="7", fill=BAND, stroke=NAVY)
    sheet.dot(_x(line.rank, of), y, 6, fill=NAVY, stroke=PAPER)
    said = f"{line.rank}" if line.low == line.high else f"{line.rank} ({line.interval})"
    sheet.text(WIDTH - 8, y, said, fill=INK, text_anchor="end")
