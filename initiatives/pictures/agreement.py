"""How far the evaluators agree: Krippendorff's alpha of each criterion, with its n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from initiatives.pictures.drawing import (
    BAND,
    LABELS,
    NAVY,
    QUIET,
    ROW,
    WIDTH,
    Drawing,
    Picture,
    cut,
)

NAME = "agreement"
UNDEFINED = "Not defined"
_TOP = 40
_RIGHT = 120
_TICKS = (0, 0.2, 0.4, 0.6, 0.8, 1)
_APART = 0.1
"""Of alpha; nearer to 0 the least alpha gets no tick of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """One criterion: alpha in two decimals, "" where it is not defined, and the marks compared."""

    key: str
    label: str
    alpha: str
    n: int


def agreement_picture(alphas: Sequence[Alpha], *, title: str) -> Picture:
    """Draw a bar from 0, which is chance, to each criterion's alpha; full agreement is 1."""
    description = (
        "Each line is a criterion. The bar goes from 0, where evaluators agree no more than "
        "chance would, to its alpha; at 1 all agree. Below 0 they agree less than by chance."
    )
    sheet = Drawing(
        NAME, title=title, description=description, height=_TOP + ROW * len(alphas) + 12
    )
    known = [float(one.alpha) for one in alphas if one.alpha]
    least = min([0.0, *known])
    _axis(sheet, least, bottom=_TOP + ROW * len(alphas))
    for number, one in enumerate(alphas):
        _line(sheet, one, y=_TOP + ROW * (number + 0.5), least=least)
    return Picture(
        name=NAME,
        title=title,
        description=description,
        svg=sheet.svg(),
        headings=("Criterion", "Alpha", "Marks compared"),
        rows=[(one.label, one.alpha or UNDEFINED, f"{one.n:,}") for one in alphas],
    )


def _x(alpha: float, least: float) -> float:
    left, right = LABELS + 10, WIDTH - _RIGHT
    return left + (right - left) * (alpha - least) / (1 - least)


def _axis(sheet: Drawing, least: float, *, bottom: float) -> None:
    sheet.text(8, 20, "Criterion", fill=QUIET)
    sheet.text(WIDTH - 8, 20, "Alpha, marks", fill=QUIET, text_anchor="end")
    for alpha in (*((least,) if least <= -_APART else ()), *_TICKS):
        x = _x(alpha, least)
        sheet.line(x, _TOP - 6, x, bottom, **({"stroke": NAVY} if alpha == 0 else {}))
        sheet.text(x, 20, f"{alpha:.2g}".replace("-", "−"), fill=QUIET, text_anchor="middle")


def _line(sheet: Drawing, one: Alpha, *, y: float, least: float) -> None:
    sheet.text(8, y, cut(one.label), font_weight="600")
    if one.alpha:
        zero, end = _x(0, least), _x(float(one.alpha), least)
        sheet.box(min(zero, end), y - 8, abs(end - zero), 16, fill=BAND, stroke=NAVY)
    said = f"{(one.alpha or UNDEFINED).replace('-', '−')} ({one.n:,})"
    sheet.text(WIDTH - 8, y, said, text_anchor="end")
