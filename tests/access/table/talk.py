"""Rows of what is said about a proposal, and of what invited colleagues may do."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN

SPEAKERS = "author: ok, liaison: ok, clerk: ok, facilitator: ok, nobody: sign-in, else: hidden"
AUTHOR = "author: ok, nobody: sign-in, else: hidden"
SAID = ("submitted", "submitted-said-to-authors")
NOTHING = ("nowhere", "0")

TALK = {
    "initiatives:talk": Row(get=SPEAKERS, post=SPEAKERS, args=("submitted",), missing=("nowhere",)),
    "initiatives:thread": Row(get=AUTHOR, post=AUTHOR, args=SAID, missing=NOTHING),
    "initiatives:edit_comment": Row(get=AUTHOR, post=AUTHOR, args=SAID, missing=NOTHING),
    "initiatives:wordings": Row(get=AUTHOR, post=NO_FORM_SIGNED_IN, args=SAID, missing=NOTHING),
    "initiatives:resolve_thread": Row(
        get=NO_FORM_SIGNED_IN, post=AUTHOR, args=SAID, missing=NOTHING
    ),
    "initiatives:reopen_thread": Row(
        get=NO_FORM_SIGNED_IN, post=AUTHOR, args=SAID, missing=NOTHING
    ),
    "initiatives:change_role": Row(
        get=NO_FORM_SIGNED_IN,
        post="author: ok, staff_elsewhere: refused, nobody: sign-in, else: hidden",
        args=("draft", "colleague"),
        missing=NOTHING,
        data={"role": "comment_draft"},
    ),
}
"""A thread among the authors is found by nobody else, whoever reads the proposal."""
