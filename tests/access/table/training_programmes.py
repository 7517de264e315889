"""Rows of shared courses under study, of the demand, and of what they become."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

ANALYST = "analyst: ok, nobody: sign-in, else: refused"
READERS = (
    "liaison: ok, liaison_elsewhere: ok, facilitator: ok, analyst: ok, nobody: sign-in, "
    "else: refused"
)
DRAFT = (
    "analyst: ok, liaison: hidden, liaison_elsewhere: hidden, facilitator: hidden, "
    "nobody: sign-in, else: refused"
)


def read(name: str) -> dict[str, Row]:
    """A page or a file of the judged programme, with nothing to send in."""
    row = Row(get=READERS, post=NO_FORM_SIGNED_IN, args=("judged_programme",), missing=NOWHERE)
    return {f"training:{name}": row}


PROGRAMMES = {
    "training:demand": Row(get=ANALYST, post=NO_FORM_SIGNED_IN),
    "training:programmes": Row(get=READERS, post=NO_FORM_SIGNED_IN),
    "training:new_programme": Row(get=ANALYST, post=ANALYST),
    **read("programme"),
    **read("programme_what_if"),
    **read("programme_sensitivity"),
    **read("programme_memo_pdf"),
    **read("programme_memo_docx"),
    **read("programme_plan"),
    "training:edit_programme": Row(
        get=DRAFT, post=DRAFT, args=("draft_programme",), missing=NOWHERE
    ),
    "training:judge_programme": Row(
        get=DRAFT, post=DRAFT, args=("draft_programme",), missing=NOWHERE, data={"revision": "1"}
    ),
    "training:drop_programme": Row(
        get=DRAFT, post=DRAFT, args=("draft_programme",), missing=NOWHERE
    ),
    "training:propose_programme": Row(
        get=NO_FORM_SIGNED_IN,
        post="liaison: ok, nobody: sign-in, else: refused",
        args=("judged_programme",),
        missing=NOWHERE,
        data={"city": "raytown"},
    ),
    "training:take_back_programme": Row(
        get=NO_FORM_SIGNED_IN,
        post=ANALYST,
        args=("proposed_programme",),
        missing=NOWHERE,
    ),
    "agreements:draft_programme": Row(
        get=NO_FORM_SIGNED_IN,
        post="facilitator: ok, nobody: sign-in, else: refused",
        args=("judged_programme",),
        missing=NOWHERE,
    ),
}
"""A liaison makes it a proposal of the own city, a facilitator drafts an agreement of it."""
