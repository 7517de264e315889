"""Rows of the library of criteria sets, and of the way from it into a round and back."""

from tests.access.outcomes import Row
from tests.access.table.lines import (
    FACILITATOR,
    NO_FORM,
    NO_FORM_SIGNED_IN,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
)

RUNNERS = "facilitator: ok, nobody: sign-in, else: hidden"
KEEPERS = "facilitator: ok, no_office: hidden, nobody: sign-in, else: refused"

LIBRARY = {
    "initiatives:criteria_sets": Row(get=SIGNED_IN, post=NO_FORM_SIGNED_IN),
    "initiatives:criteria_set": Row(
        get=SIGNED_IN, post=NO_FORM_SIGNED_IN, args=("set", "2"), missing=("set", "9")
    ),
    "initiatives:compare_sets": Row(
        get=SIGNED_IN, post=NO_FORM_SIGNED_IN, args=("set", "2", "1"), missing=("set", "2", "9")
    ),
    "initiatives:revise_set": Row(
        get=FACILITATOR, post=FACILITATOR, args=("set", "2"), missing=("set", "9")
    ),
    "initiatives:take_criteria_set": Row(
        get=RUNNERS, post=RUNNERS, args=("preparing",), missing=NOWHERE
    ),
    "initiatives:weights": Row(get=PUBLIC, post=NO_FORM, args=("done",), missing=NOWHERE),
    "initiatives:weigh_again": Row(
        get="nobody: sign-in, else: refused",
        post="nobody: sign-in, else: refused",
        args=("done",),
        missing=NOWHERE,
    ),
    "initiatives:keep_criteria": Row(get=KEEPERS, post=KEEPERS, args=("open",), missing=NOWHERE),
}
"""A round in preparation is the facilitators' alone; the open one everybody's in office.

The released round's results are frozen, so that nobody changes its weights any more.
"""
