"""Rows of what a facilitator does with proposals that were sent in."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

READERS = "author: ok, liaison: ok, clerk: ok, facilitator: ok, nobody: sign-in, else: hidden"
ARRANGERS = (
    "facilitator: ok, author: refused, liaison: refused, clerk: refused, nobody: sign-in, "
    "else: hidden"
)
DIVIDERS = (
    "facilitator: ok, author: ok, liaison: refused, clerk: refused, nobody: sign-in, else: hidden"
)

SCREENING = {
    "initiatives:beside_proposal": Row(
        get=READERS,
        post=NO_FORM_SIGNED_IN,
        args=("submitted", "accepted"),
        missing=("nowhere", "nowhere"),
    ),
    "initiatives:merge_proposal": Row(
        get=ARRANGERS, post=ARRANGERS, args=("submitted",), missing=NOWHERE
    ),
    "initiatives:separate_proposal": Row(
        get=ARRANGERS, post=ARRANGERS, args=("submitted",), missing=NOWHERE
    ),
    "initiatives:split_proposal": Row(
        get=DIVIDERS, post=DIVIDERS, args=("submitted",), missing=NOWHERE
    ),
}
"""Two proposals of the own city, and what makes one of two or two of one."""
