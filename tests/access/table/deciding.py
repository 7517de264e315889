"""Rows of decisions and of the notices that tell of them."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, NO_FORM_SIGNED_IN, NOWHERE, PUBLIC

JUDGES = "facilitator: ok, nobody: sign-in, else: refused"
KNOWN_TO_FACILITATORS = "facilitator: ok, nobody: sign-in, else: hidden"
OF_A_KIND = ("deciding", "authors", "recommended")
OF_ONE = ("deciding", "authors", "staged", "told")
NO_KIND = ("nowhere", "authors", "recommended")
NO_ONE = ("nowhere", "authors", "nowhere", "0")

DECIDING = {
    "initiatives:decisions": Row(get=PUBLIC, post=NO_FORM, args=("done",), missing=NOWHERE),
    "initiatives:change_decision": Row(
        get=JUDGES, post=JUDGES, args=("done", "released"), missing=("nowhere",) * 2
    ),
    "notifications:notices": Row(
        get=KNOWN_TO_FACILITATORS, post=NO_FORM_SIGNED_IN, args=("deciding",), missing=NOWHERE
    ),
    "notifications:notice_wording": Row(
        get=KNOWN_TO_FACILITATORS, post=KNOWN_TO_FACILITATORS, args=OF_A_KIND, missing=NO_KIND
    ),
    "notifications:standard_wording": Row(
        get=NO_FORM_SIGNED_IN, post=KNOWN_TO_FACILITATORS, args=OF_A_KIND, missing=NO_KIND
    ),
    "notifications:notice": Row(
        get=KNOWN_TO_FACILITATORS, post=KNOWN_TO_FACILITATORS, args=OF_ONE, missing=NO_ONE
    ),
    "notifications:hold_notice": Row(
        get=KNOWN_TO_FACILITATORS, post=KNOWN_TO_FACILITATORS, args=OF_ONE, missing=NO_ONE
    ),
    "notifications:let_go_notice": Row(
        get=NO_FORM_SIGNED_IN, post=KNOWN_TO_FACILITATORS, args=OF_ONE, missing=NO_ONE
    ),
}
"""Until the release decisions and notices are the facilitators'; then everybody reads decisions.

A later decision may follow at any time, but for a facilitator alone.
"""
