"""What parties, versions and acts add up to: who adopted what, and whether it all holds."""

from agreements.results.acts import Sheet, not_on_file, roll_call, sheets
from agreements.results.doubts import BINDING, doubts
from agreements.results.history import Happening, history
from agreements.results.invariants import invariants
from agreements.results.majorities import Poll, compositions, reckoned
from agreements.results.matrix import Box, Row, boxes, matrix, not_adopted_by
from agreements.results.standings import (
    Square,
    Standing,
    standing,
    standing_of,
    standings,
    versions_in_force,
)

__all__ = [
    "BINDING",
    "Box",
    "Happening",
    "Poll",
    "Row",
    "Sheet",
    "Square",
    "Standing",
    "boxes",
    "compositions",
    "doubts",
    "history",
    "invariants",
    "matrix",
    "not_adopted_by",
    "not_on_file",
    "reckoned",
    "roll_call",
    "sheets",
    "standing",
    "standing_of",
    "standings",
    "versions_in_force",
]
