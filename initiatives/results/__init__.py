"""What the rows add up to."""

from initiatives.results.account import Account, account
from initiatives.results.changes import changed_after_close, changed_since, changes_after_close
from initiatives.results.closing import Outcome, close, digest
from initiatives.results.comparing import (
    before_and_after,
    raw_rank_in_words,
    without_in_words,
)
from initiatives.results.invariants import invariants
from initiatives.results.progress import (
    Progress,
    declarations_by_round,
    progress_by_city,
    progress_by_round,
)
from initiatives.results.publishing import published, stored, streamed
from initiatives.results.reasons import in_words
from initiatives.results.rounds import round_history

__all__ = [
    "Account",
    "Outcome",
    "Progress",
    "account",
    "before_and_after",
    "changed_after_close",
    "changed_since",
    "changes_after_close",
    "close",
    "declarations_by_round",
    "digest",
    "in_words",
    "invariants",
    "progress_by_city",
    "progress_by_round",
    "published",
    "raw_rank_in_words",
    "round_history",
    "stored",
    "streamed",
    "without_in_words",
]
