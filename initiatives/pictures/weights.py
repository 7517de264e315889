"""What one criterion's weight does to the ranks, as it goes from nothing to double."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from initiatives.pictures.drawing import (
    LINE,
    NAVY,
    PAPER,
    QUIET,
    SMALL,
    WIDTH,
    Drawing,
    Picture,
    cut,
)

_TOP = 52
_STEP = 26
"""Pixels from one rank to the next."""
_LEFT, _RIGHT = 120, WIDTH - 250
_DASHES = ("", "7 3", "2 3", "10 3 2 3")
"""The lines differ in more than their places, so that one can follow them where they cross."""
_INKS = (NAVY, "#8a4a00", "#1c5e35", "#9b1c1f", "#5a3696", "#00616b")
NOT_RANKED = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One proposal's ranks, one for each weight; None where it would not be ranked."""

    reference: str
    title: str
    ranks: Sequence[int | None]


def weights_picture(
    paths: Sequence[Path], *, key: str, label: str, weights: Sequence[str], title: str
) -> Picture:
    """Draw how ranks move; `weights` are the criterion's weights as written, the middle one real.

    The proposals are given best first by the real weight; ranks below the last that is reached by
    one of them are not drawn.
    """
    description = (
        f"From left to right the weight of “{label}” goes from {weights[0]} to {weights[-1]} of "
        f"100, and the other weights are scaled to make up the rest; in the middle it is "
        f"{weights[len(weights) // 2]}, as the round has it. Each line is a proposal, at its rank."
    )
    lowest = max([1, *(rank for path in paths for rank in path.ranks if rank is not None)])
    sheet = Drawing(
        name := f"weight-{key}",
        title=title,
        description=description,
        height=_TOP + _STEP * lowest + 12,
    )
    _axis(sheet, weights, bottom=_TOP + _STEP * lowest)
    for number, path in enumerate(paths):
        _path(sheet, path, number)
    _labels(sheet, paths)
    return Picture(
        name=name,
        title=title,
        description=description,
        svg=sheet.svg(),
        headings=("Proposal", "Reference", *(f"Rank at weight {weight}" for weight in weights)),
        rows=[
            (path.title, path.reference, *(str(rank or NOT_RANKED) for rank in path.ranks))
            for path in paths
        ],
    )


def _x(step: int, of: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * step / max(of - 1, 1)


def _y(rank: float) -> float:
    return _TOP + _STEP * (rank - 0.5)


def _axis(sheet: Drawing, weights: Sequence[str], *, bottom: float) -> None:
    sheet.text(8, 16, "Weight", fill=QUIET)
    sheet.text(WIDTH - 8, 16, "Rank there", fill=QUIET, text_anchor="end")
    for step, weight in enumerate(weights):
        x, is_real = _x(step, len(weights)), step == len(weights) // 2
        sheet.line(x, _TOP - 12, x, bottom, stroke=NAVY if is_real else LINE)
        look = {"font_weight": "700"} if is_real else {"fill": QUIET}
        sheet.text(x, 16, weight, text_anchor="middle", **look)
        if is_real:
            sheet.text(x, 32, "as it is", fill=QUIET, font_size="11", text_anchor="middle")


def _path(sheet: Drawing, path: Path, number: int) -> None:
    ink, dashes = _INKS[number % len(_INKS)], _DASHES[number // len(_INKS) % len(_DASHES)]
    points = [
        (_x(step, len(path.ranks)), _y(rank))
        for step, rank in enumerate(path.ranks)
        if rank is not None
    ]
    dashed = {"stroke_dasharray": dashes} if dashes else {}
    sheet.path(points, stroke=ink, stroke_width="2", **dashed)
    for x, y in points:
        sheet.dot(x, y, 4, fill=ink, stroke=PAPER)


def _labels(sheet: Drawing, paths: Sequence[Path]) -> None:
    """Name each line at both ends; those that share a rank there share a label."""
    for step, x, anchor, width in ((0, _LEFT - 12, "end", 104), (-1, _RIGHT + 12, "start", 236)):
        at: dict[int, list[Path]] = {}
        for path in paths:
            if (rank := path.ranks[step]) is not None:
                at.setdefault(rank, []).append(path)
        for rank, those in at.items():
            references = ", ".join(path.reference for path in those)
            title = f" {those[0].title}" if step and len(those) == 1 else ""
            named = f"{rank} · {references}{title}"
            sheet.text(
                x, _y(rank), cut(named, width, letter=SMALL), font_size="12", text_anchor=anchor
            )
