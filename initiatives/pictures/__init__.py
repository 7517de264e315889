"""The results of a round as pictures: SVG that is read aloud as well as seen, and prints.

Each function takes plain values and returns a ``Picture``: the drawing, and the table of the same
numbers that stands beside it. Colours are never the only carrier of a meaning, nothing needs a
style sheet or a script, and the same values give the same bytes.
"""

from initiatives.pictures.agreement import Alpha, agreement_picture
from initiatives.pictures.drawing import Picture
from initiatives.pictures.grid import LEADS, Row, grid_picture
from initiatives.pictures.ranks import Line, ranking_picture
from initiatives.pictures.weights import Path, weights_picture

__all__ = [
    "LEADS",
    "Alpha",
    "Line",
    "Path",
    "Picture",
    "Row",
    "agreement_picture",
    "grid_picture",
    "ranking_picture",
    "weights_picture",
]
