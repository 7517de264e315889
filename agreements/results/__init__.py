"""What parties, versions and acts add up to: who adopted what, and whether it all holds."""

from agreements.results.acts import RollCall, Sheet, not_on_file, roll_call, sheets
from agreements.results.agendas import off_agenda
from agreements.results.bodies import council, division, issuer
from agreements.results.checklist import Finding, FindingState, checklist_of, gaps
from agreements.results.doubts import BINDING, doubts, step_doubts
from agreements.results.filed import Filed, documents_of, filed, hidden_names
from agreements.results.filings import FilingRow, Log, filings, filings_of
from agreements.results.history import OF_DRAFTS, Happening, history
from agreements.results.invariants import invariants
from agreements.results.majorities import Compositions, Poll, compositions, reckoned
from agreements.results.matrix import Box, Row, boxes, matrix, not_adopted_by
from agreements.results.papers import Papers, papers_of
from agreements.results.records import council_record, open_civic_data
from agreements.results.rolls import last_called
from agreements.results.sessions import Before, before_council
from agreements.results.signatures import (
    Block,
    Line,
    doubts_of_signatures,
    signature_doubts,
    signatures,
    signatures_of,
    signed_on,
)
from agreements.results.squares import Square, Standing
from agreements.results.standings import (
    standing,
    standing_if,
    standing_of,
    standings,
    versions_in_force,
)
from agreements.results.term_words import STATIONS, facts
from agreements.results.terms import Duration, Notice, duration, durations, term_of
from agreements.results.versions import kept_words, listed, open_comments, own_words, shown

__all__ = [
    "BINDING",
    "OF_DRAFTS",
    "STATIONS",
    "Before",
    "Block",
    "Box",
    "Compositions",
    "Duration",
    "Filed",
    "FilingRow",
    "Finding",
    "FindingState",
    "Happening",
    "Line",
    "Log",
    "Notice",
    "Papers",
    "Poll",
    "RollCall",
    "Row",
    "Sheet",
    "Square",
    "Standing",
    "before_council",
    "boxes",
    "checklist_of",
    "compositions",
    "council",
    "council_record",
    "division",
    "documents_of",
    "doubts",
    "doubts_of_signatures",
    "duration",
    "durations",
    "facts",
    "filed",
    "filings",
    "filings_of",
    "gaps",
    "hidden_names",
    "history",
    "invariants",
    "issuer",
    "kept_words",
    "last_called",
    "listed",
    "matrix",
    "not_adopted_by",
    "not_on_file",
    "off_agenda",
    "open_civic_data",
    "open_comments",
    "own_words",
    "papers_of",
    "reckoned",
    "roll_call",
    "sheets",
    "shown",
    "signature_doubts",
    "signatures",
    "signatures_of",
    "signed_on",
    "standing",
    "standing_if",
    "standing_of",
    "standings",
    "step_doubts",
    "term_of",
    "versions_in_force",
]
