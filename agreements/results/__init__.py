"""What parties, versions and acts add up to: who adopted what, and whether it all holds."""

from agreements.results.acts import Sheet, not_on_file, sheets
from agreements.results.doubts import BINDING, doubts
from agreements.results.history import Happening, history
from agreements.results.invariants import invariants
from agreements.results.standings import Square, Standing, standing, standings

__all__ = [
    "BINDING",
    "Happening",
    "Sheet",
    "Square",
    "Standing",
    "doubts",
    "history",
    "invariants",
    "not_on_file",
    "sheets",
    "standing",
    "standings",
]
