"""The heat grid as a picture: topics down, places across, the need of each person in its cell."""

from collections.abc import Sequence
from fractions import Fraction

from initiatives.pictures.drawing import LABELS, LINE, PAPER, QUIET, ROW, SMALL, WIDTH, Drawing, cut
from initiatives.pictures.grid import colour, letters_on
from training.gaps.account import score

NAME = "needs"
UNSHOWN = "–"
_TOP = 56
Row = tuple[str, Sequence[Fraction | None]]
"""A topic, and its need of each person in every column; None where none may be shown."""


def heat_picture(rows: Sequence[Row], *, columns: Sequence[str], title: str) -> str:
    """Draw the grid as an SVG file; the deeper the colour, the greater the need."""
    description = (
        "Each line is a topic and each column a group of people. The number is the need of each "
        "person, importance times gap, from 0 to 1; deeper colour stands for more need, a dash "
        "for groups that are not shown."
    )
    height = _TOP + ROW * len(rows) + 12
    sheet = Drawing(NAME, title=title, description=description, height=height)
    width = (WIDTH - LABELS - 8) / max(len(columns), 1)
    sheet.text(8, _TOP - 16, "Topic", fill=QUIET)
    for number, column in enumerate(columns):
        _head(sheet, column, x=LABELS + width * (number + 0.5), width=width)
    for line, (topic, needs) in enumerate(rows):
        y = _TOP + ROW * line
        sheet.text(8, y + ROW / 2, cut(topic), font_weight="600")
        for number, need in enumerate(needs):
            _cell(sheet, need, x=LABELS + width * number, y=y, width=width)
    return sheet.svg()


def _head(sheet: Drawing, words: str, *, x: float, width: float) -> None:
    """Write a column's name on two lines where it has more than one word."""
    first, _, rest = words.partition(" ")
    for number, part in enumerate(filter(None, (first, rest))):
        shown = cut(part, width, letter=SMALL)
        sheet.text(x, 18 + 16 * number, shown, fill=QUIET, font_size="11", text_anchor="middle")


def _cell(sheet: Drawing, need: Fraction | None, *, x: float, y: float, width: float) -> None:
    ground = PAPER if need is None else colour(float(100 * need))
    dashed = {"stroke_dasharray": "3 3"} if need is None else {}
    sheet.box(x + 1, y + 1, width - 2, ROW - 2, fill=ground, stroke=LINE, **dashed)
    ink = letters_on(ground)
    sheet.text(x + width / 2, y + ROW / 2, _words(need), fill=ink, text_anchor="middle")


def _words(need: Fraction | None) -> str:
    return UNSHOWN if need is None else score(need)
