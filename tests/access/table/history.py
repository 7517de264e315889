"""Rows of the texts that a proposal has had."""

from tests.access.outcomes import Row
from tests.access.table.ideas import DRAFT_READERS, DRAFT_WRITERS
from tests.access.table.lines import NO_FORM, NOWHERE

HISTORY = {
    "initiatives:proposal_history": Row(
        get=DRAFT_READERS, post=NO_FORM, args=("draft",), missing=NOWHERE
    ),
    "initiatives:revision": Row(
        get=DRAFT_READERS, post=NO_FORM, args=("draft", "1"), missing=("nowhere", "1")
    ),
    "initiatives:restore_revision": Row(
        get=DRAFT_WRITERS, post=DRAFT_WRITERS, args=("draft", "1"), missing=("nowhere", "1")
    ),
}
