"""What parties, versions and acts add up to: who adopted what, and whether it all holds."""

from agreements.results.acts import Sheet, not_on_file, roll_call, sheets
from agreements.results.doubts import BINDING, doubts
from agreements.results.filings import FilingRow, Log, filings, filings_of
from agreements.results.history import Happening, history
from agreements.results.invariants import invariants
from agreements.results.majorities import Poll, compositions, reckoned
from agreements.results.matrix import Box, Row, boxes, matrix, not_adopted_by
from agreements.results.papers import Papers, papers_of
from agreements.results.signatures import (
    Block,
    Line,
    doubts_of_signatures,
    signature_doubts,
    signatures,
    signatures_of,
    signed_on,
)
from agreements.results.standings import (
    Square,
    Standing,
    standing,
    standing_of,
    standings,
    versions_in_force,
)
from agreements.results.term_words import STATIONS, facts
from agreements.results.terms import Duration, Notice, duration, durations, term_of

__all__ = [
    "BINDING",
    "STATIONS",
    "Block",
    "Box",
    "Duration",
    "FilingRow",
    "Happening",
    "Line",
    "Log",
    "Notice",
    "Papers",
    "Poll",
    "Row",
    "Sheet",
    "Square",
    "Standing",
    "boxes",
    "compositions",
    "doubts",
    "doubts_of_signatures",
    "duration",
    "durations",
    "facts",
    "filings",
    "filings_of",
    "history",
    "invariants",
    "matrix",
    "not_adopted_by",
    "not_on_file",
    "papers_of",
    "reckoned",
    "roll_call",
    "sheets",
    "signature_doubts",
    "signatures",
    "signatures_of",
    "signed_on",
    "standing",
    "standing_of",
    "standings",
    "term_of",
    "versions_in_force",
]
