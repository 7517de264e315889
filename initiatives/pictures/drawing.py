"""The paper that every picture is drawn on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

INK, QUIET, NAVY, LINE, PAPER = "#1b2733", "#4f5d6b", "#14304f", "#dde3e9", "#ffffff"
BAND = "#b9d3ec"
"""Of an interval: seen against paper, with ink upon it."""
FONTS = "Public Sans, Source Sans Pro Web, Helvetica, Arial, sans-serif"
ROW = 34
"""Pixels from one line of a picture to the next."""
WIDTH = 760
LABELS = 300
"""Pixels that names take on the left."""
BOLD, SMALL = 7.3, 6
"""Pixels of a bold letter of size 13 and of a plain one of size 11 or 12, on the wide side."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing and the table of the same numbers.

    `name` is good for an address and a file; `svg` is a whole file that may also stand in a page,
    once under each name. The first column of `rows` names its row.
    """

    name: str
    title: str
    description: str
    svg: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


class Drawing:
    """A sheet of so many pixels, with a title and a description for those who do not see it."""

    def __init__(self, name: str, *, title: str, description: str, height: float) -> None:
        """Begin with clean paper."""
        self.root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "role": "img",
                "aria-labelledby": f"{name}-title {name}-desc",
                "viewBox": f"0 0 {WIDTH} {_number(height)}",
                "width": str(WIDTH),
                "height": _number(height),
                "font-family": FONTS,
                "font-size": "13",
                "fill": INK,
            },
        )
        ET.SubElement(self.root, "title", id=f"{name}-title").text = _writable(title)
        ET.SubElement(self.root, "desc", id=f"{name}-desc").text = _writable(description)
        self.box(0, 0, WIDTH, height, fill=PAPER)

    def box(self, x: float, y: float, width: float, height: float, **look: str) -> None:
        """Draw a rectangle."""
        at = {"x": x, "y": y, "width": width, "height": height}
        self._draw("rect", at, look)

    def line(self, x1: float, y1: float, x2: float, y2: float, **look: str) -> None:
        """Draw a straight line."""
        self._draw("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, {"stroke": LINE} | look)

    def dot(self, x: float, y: float, radius: float, **look: str) -> None:
        """Draw a filled circle."""
        self._draw("circle", {"cx": x, "cy": y, "r": radius}, look)

    def path(self, points: Sequence[tuple[float, float]], **look: str) -> None:
        """Draw a line through points."""
        through = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._draw("polyline", {}, {"points": through, "fill": "none"} | look)

    def text(self, x: float, y: float, words: str, **look: str) -> None:
        """Write one line; `y` is its middle."""
        element = self._draw("text", {"x": x, "y": y + 4.5}, look)
        element.text = _writable(words)

    def svg(self) -> str:
        """Return the sheet as a file."""
        return ET.tostring(self.root, encoding="unicode")

    def _draw(self, kind: str, at: dict[str, float], look: dict[str, str]) -> ET.Element:
        said = {key: _number(value) for key, value in at.items()}
        given = {key.replace("_", "-"): value for key, value in look.items()}
        return ET.SubElement(self.root, kind, said | given)


def cut(words: str, width: float = LABELS - 16, *, letter: float = BOLD) -> str:
    """Return words that fit a width in pixels; the table beside has them in full."""
    most = int(width / letter)
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _number(value: float) -> str:
    """Write a coordinate, to a tenth of a pixel at most."""
    return f"{round(value, 1):g}"


def _writable(words: str) -> str:
    """Leave out what XML cannot hold."""
    return _UNWRITABLE.sub("", words)
