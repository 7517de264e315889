"""Rows of what follows the sending in: the document, bringing back, announcing a round."""

from tests.access.outcomes import Row
from tests.access.table.ideas import DRAFT_READERS, OPEN_TO_OFFICES
from tests.access.table.lines import NO_FORM, NO_FORM_SIGNED_IN, NOWHERE

AFTER = {
    "initiatives:proposal_document": Row(
        get=DRAFT_READERS, post=NO_FORM, args=("draft",), missing=NOWHERE
    ),
    "initiatives:bring_back": Row(
        get=NO_FORM_SIGNED_IN,
        post="author: ok, liaison: refused, clerk: refused, facilitator: refused, "
        "nobody: sign-in, else: hidden",
        args=("taken_back",),
        missing=NOWHERE,
    ),
    "initiatives:begin_declarations": Row(
        get=NO_FORM_SIGNED_IN,
        post="facilitator: ok, nobody: sign-in, else: hidden",
        args=("preparing",),
        missing=NOWHERE,
    ),
    "initiatives:freeze_round": Row(
        get=OPEN_TO_OFFICES,
        post="facilitator: ok, no_office: hidden, nobody: sign-in, else: refused",
        args=("open",),
        missing=NOWHERE,
    ),
    "initiatives:announce_round": Row(
        get=NO_FORM_SIGNED_IN,
        post="facilitator: refused, nobody: sign-in, else: hidden",
        args=("preparing",),
        missing=NOWHERE,
    ),
}
"""The round of the table has weights that do not sum to 100, so that nobody announces it."""
