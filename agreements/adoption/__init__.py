"""Whether an agreement is in force: which councils adopted its text, when, and who is missing.

Pure arithmetic on the councils' acts. An agreement binds when every party's council, or as many as
its own terms say, adopted the same text: the one whose SHA-256 was circulated. What councils took
back again ends that; so it is reckoned on a line of days.
"""

from agreements.adoption.reckoning import adopted, adoption
from agreements.adoption.shapes import (
    AGAINST,
    MISSING,
    Act,
    ActResult,
    Adoption,
    Cell,
    CellState,
    Span,
)
from agreements.adoption.wording import long_date, sentence, summary

__all__ = [
    "AGAINST",
    "MISSING",
    "Act",
    "ActResult",
    "Adoption",
    "Cell",
    "CellState",
    "Span",
    "adopted",
    "adoption",
    "long_date",
    "sentence",
    "summary",
]
