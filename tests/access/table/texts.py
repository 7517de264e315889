"""Rows of versions, exhibits, comments and required terms of agreements."""

from tests.access.outcomes import Row
from tests.access.table.lines import (
    FACILITATOR,
    NO_FORM,
    NO_FORM_SIGNED_IN,
    NO_KEY,
    NOWHERE,
    PUBLIC,
)
from tests.access.table.promises import DRAFT_READERS, DRAFTERS

COMMENTERS = "facilitator: ok, clerk: ok, liaison: ok, nobody: sign-in, else: refused"
ONLY_FACILITATORS = "facilitator: ok, nobody: sign-in, else: hidden"
FIRST = ("nowhere", "1")
SECOND = ("nowhere", "2")

TEXTS = {
    "agreements:versions": Row(get=PUBLIC, post=NO_FORM, args=("shared",)),
    "agreements:compare": Row(get=PUBLIC, post=NO_FORM, args=("shared",)),
    "agreements:begin_version": Row(
        get=FACILITATOR, post=FACILITATOR, args=("adopted",), missing=NOWHERE
    ),
    "agreements:version": Row(
        get=DRAFT_READERS, post=NO_FORM, args=("shared", "2"), missing=SECOND
    ),
    "agreements:share_version": Row(
        get=NO_FORM_SIGNED_IN, post=DRAFTERS, args=("draft_agreement", "1"), missing=FIRST
    ),
    "agreements:drop_version": Row(
        get=ONLY_FACILITATORS, post=ONLY_FACILITATORS, args=("unshared", "2"), missing=SECOND
    ),
    "agreements:exhibit": Row(
        get=ONLY_FACILITATORS,
        post=NO_FORM,
        args=("unshared", "unshared_exhibit"),
        missing=("nowhere", NO_KEY),
    ),
    "agreements:exhibits": Row(
        get=DRAFTERS, post=DRAFTERS, args=("draft_agreement", "1"), missing=FIRST
    ),
    "agreements:change_exhibit": Row(
        get=NO_FORM_SIGNED_IN,
        post=DRAFTERS,
        args=("draft_agreement", "1", "draft_exhibit"),
        missing=(*FIRST, NO_KEY),
    ),
    "agreements:remove_exhibit": Row(
        get=NO_FORM_SIGNED_IN,
        post=DRAFTERS,
        args=("draft_agreement", "1", "draft_exhibit"),
        missing=(*FIRST, NO_KEY),
    ),
    "agreements:comments": Row(
        get=COMMENTERS, post=COMMENTERS, args=("shared", "2"), missing=SECOND
    ),
    "agreements:answer_comment": Row(
        get=FACILITATOR,
        post=FACILITATOR,
        args=("shared", "2", "party_comment"),
        missing=(*SECOND, "0"),
    ),
    "agreements:checklist": Row(
        get=DRAFTERS, post=DRAFTERS, args=("draft_agreement", "1"), missing=FIRST
    ),
}
"""`shared` and `unshared` are public; their second versions are drafts."""
