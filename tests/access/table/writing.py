"""Rows of what a section's page sends by itself, and of what is kept beside a text."""

from tests.access.outcomes import Row
from tests.access.table.ideas import DRAFT_READERS, DRAFT_WRITERS
from tests.access.table.lines import NO_FORM, NO_FORM_SIGNED_IN, NOWHERE

WRITING = {
    "initiatives:autosave_section": Row(
        get=NO_FORM, post=DRAFT_WRITERS, args=("draft", "idea"), missing=("nowhere", "idea")
    ),
    "initiatives:let_go": Row(
        get=NO_FORM_SIGNED_IN, post=DRAFT_READERS, args=("draft",), missing=NOWHERE
    ),
}
"""Whoever reads a draft may let go the own kept texts, of which a reader has none."""
