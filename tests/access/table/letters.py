"""Rows of the words of letters, and of addresses that mail came back from."""

from tests.access.outcomes import Row
from tests.access.table.lines import (
    FACILITATOR,
    MISSING,
    NO_FORM,
    NO_FORM_SIGNED_IN,
    NOWHERE,
)
from tests.access.table.promises import LEDGER, ONE_OF_THE_LEDGER

ONE_LETTER = ("proposal_returned",)

LETTERS = {
    "notifications:letters": Row(get=FACILITATOR, post=NO_FORM_SIGNED_IN),
    "notifications:letter": Row(
        get=FACILITATOR, post=FACILITATOR, args=ONE_LETTER, missing=NOWHERE
    ),
    "notifications:standard_letter": Row(
        get=NO_FORM_SIGNED_IN, post=FACILITATOR, args=ONE_LETTER, missing=NOWHERE
    ),
    "notifications:addresses": Row(get=LEDGER, post=NO_FORM_SIGNED_IN),
    "notifications:try_address": Row(
        get=NO_FORM_SIGNED_IN, post=ONE_OF_THE_LEDGER, args=("refusal",), missing=MISSING
    ),
    "notifications:bounces": Row(
        get=NO_FORM, post="everybody: hidden", args=("postmark",), missing=NOWHERE
    ),
}
"""No provider is in use here, so that nobody's reports are taken."""
