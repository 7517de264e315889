"""City by proposal: each city's own score of each proposal, written in its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from initiatives.pictures.drawing import (
    LABELS,
    LINE,
    PAPER,
    QUIET,
    ROW,
    SMALL,
    WIDTH,
    Drawing,
    Picture,
    cut,
)

NAME = "cities"
LEADS = "leads"
"""What stands in the cell of the city that leads a proposal, and so does not judge it."""
SILENT = "–"
_TOP = 56
_LIGHT, _DEEP = (234, 241, 248), (20, 48, 79)
BLACK = "#000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One proposal: its name, its whole score, and each city's own, from 0 to 100 in two decimals.

    A city that is absent from `scores` gave no mark; `lead` is the city that leads it.
    """

    reference: str
    title: str
    score: str
    lead: str
    scores: Mapping[str, str]

    def cell(self, city: str) -> str:
        """What stands in the cell of a city."""
        if city in self.scores:
            return self.scores[city]
        return LEADS if city == self.lead else SILENT


def grid_picture(rows: Sequence[Row], *, cities: Sequence[str], title: str) -> Picture:
    """Draw the grid: proposals down, cities across; the deeper the colour, the higher the score."""
    description = (
        "Each line is a proposal and each column a city. The number is that city’s own score, "
        f"from 0 to 100; deeper colour stands for a higher score, “{LEADS}” for the city that "
        "leads the proposal and does not judge it, a dash for no mark."
    )
    sheet = Drawing(NAME, title=title, description=description, height=_TOP + ROW * len(rows) + 12)
    width = (WIDTH - LABELS - 8) / max(len(cities) + 1, 1)
    sheet.text(8, _TOP - 16, "Proposal", fill=QUIET)
    for number, city in enumerate([*cities, "All cities"]):
        _head(sheet, city, x=LABELS + width * (number + 0.5), width=width)
    for number, row in enumerate(rows):
        _row(sheet, row, cities, y=_TOP + ROW * number, width=width)
    return Picture(
        name=NAME,
        title=title,
        description=description,
        svg=sheet.svg(),
        headings=("Proposal", "Reference", *cities, "All cities alike"),
        rows=[
            (row.title, row.reference, *(row.cell(city) for city in cities), row.score)
            for row in rows
        ],
    )


def _head(sheet: Drawing, city: str, *, x: float, width: float) -> None:
    """Write a city's name, on two lines where it has two words."""
    first, _, rest = city.partition(" ")
    for number, words in enumerate(filter(None, (first, rest))):
        shown = cut(words, width, letter=SMALL)
        sheet.text(x, 18 + 16 * number, shown, fill=QUIET, font_size="11", text_anchor="middle")


def _row(sheet: Drawing, row: Row, cities: Sequence[str], *, y: float, width: float) -> None:
    sheet.text(8, y + ROW / 2 - 7, cut(row.title), font_weight="600")
    sheet.text(8, y + ROW / 2 + 8, row.reference, fill=QUIET, font_size="11")
    for number, city in enumerate(cities):
        _cell(sheet, row.cell(city), x=LABELS + width * number, y=y, width=width)
    x = LABELS + width * (len(cities) + 0.5)
    sheet.text(x, y + ROW / 2, row.score or SILENT, font_weight="700", text_anchor="middle")


def _cell(sheet: Drawing, words: str, *, x: float, y: float, width: float) -> None:
    is_score = words not in {LEADS, SILENT}
    ground = colour(float(words)) if is_score else PAPER
    look = {"fill": ground, "stroke": LINE}
    dashed = {} if is_score else {"stroke_dasharray": "3 3"}
    sheet.box(x + 1, y + 1, width - 2, ROW - 2, **look, **dashed)
    ink = letters_on(ground)
    sheet.text(x + width / 2, y + ROW / 2, words, fill=ink, text_anchor="middle")


def colour(score: float) -> str:
    """Return the ground of a score from 0 to 100."""
    mixed = [round(a + (b - a) * score / 100) for a, b in zip(_LIGHT, _DEEP, strict=True)]
    return "#" + "".join(f"{one:02x}" for one in mixed)


def letters_on(ground: str) -> str:
    """Return the letters that are read better: on any ground one of the two has 4.58 or more."""
    return max((BLACK, PAPER), key=lambda letters: contrast(letters, ground))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(hexadecimal: str) -> float:
    parts = (int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG
        for part in parts
    ]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
