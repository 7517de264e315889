"""Rows of proposals, rounds and reviews."""

from tests.access.outcomes import Row
from tests.access.table.lines import (
    FACILITATOR,
    MISSING,
    NO_FORM,
    NO_FORM_SIGNED_IN,
    NO_KEY,
    NOWHERE,
    PUBLIC,
)

PROPOSERS = (
    "author: ok, staff: ok, staff_elsewhere: ok, liaison: ok, liaison_elsewhere: ok, "
    "nobody: sign-in, else: refused"
)
DRAFT_READERS = "author: ok, staff_elsewhere: ok, nobody: sign-in, else: hidden"
DRAFT_WRITERS = "author: ok, staff_elsewhere: refused, nobody: sign-in, else: hidden"
SENT_IN_WRITERS = (
    "author: ok, liaison: refused, clerk: refused, facilitator: refused, nobody: sign-in, "
    "else: hidden"
)
SCREENERS = (
    "facilitator: ok, author: refused, liaison: refused, clerk: refused, nobody: sign-in, "
    "else: hidden"
)

PROPOSALS = {
    "initiatives:proposals": Row(get=PUBLIC, post=NO_FORM),
    "initiatives:new_proposal": Row(get=PROPOSERS, post=PROPOSERS),
    "initiatives:proposal": Row(get=DRAFT_READERS, post=NO_FORM, args=("draft",), missing=NOWHERE),
    "initiatives:edit_proposal": Row(
        get=DRAFT_WRITERS, post=NO_FORM_SIGNED_IN, args=("draft",), missing=NOWHERE
    ),
    "initiatives:edit_section": Row(
        get=DRAFT_WRITERS,
        post=DRAFT_WRITERS,
        args=("draft", "idea"),
        missing=("nowhere", "idea"),
    ),
    "initiatives:submit_proposal": Row(
        get=DRAFT_WRITERS, post=DRAFT_WRITERS, args=("draft",), missing=NOWHERE
    ),
    "initiatives:withdraw_proposal": Row(
        get=SENT_IN_WRITERS, post=SENT_IN_WRITERS, args=("submitted",), missing=NOWHERE
    ),
    "initiatives:share_proposal": Row(
        get=DRAFT_WRITERS, post=DRAFT_WRITERS, args=("draft",), missing=NOWHERE
    ),
    "initiatives:unshare_proposal": Row(
        get=NO_FORM_SIGNED_IN,
        post=DRAFT_WRITERS,
        args=("draft", "colleague"),
        missing=("nowhere", "0"),
    ),
    "initiatives:screen_proposal": Row(
        get=SCREENERS, post=SCREENERS, args=("submitted",), missing=NOWHERE
    ),
    "initiatives:add_attachment": Row(
        get=DRAFT_WRITERS, post=DRAFT_WRITERS, args=("draft",), missing=NOWHERE
    ),
    "initiatives:attachment": Row(
        get=DRAFT_READERS,
        post=NO_FORM,
        args=("draft", "draft_file"),
        missing=("nowhere", NO_KEY),
    ),
    "initiatives:remove_attachment": Row(
        get=DRAFT_WRITERS,
        post=DRAFT_WRITERS,
        args=("draft", "draft_file"),
        missing=("nowhere", NO_KEY),
    ),
}
"""A draft is its author's and the invited colleague's; `staff_elsewhere` was invited to read."""

KNOWN_TO_FACILITATORS = "facilitator: ok, nobody: sign-in, else: hidden"
OPEN_TO_OFFICES = "facilitator: ok, no_office: hidden, nobody: sign-in, else: refused"
NOT_YET = "no_office: hidden, nobody: sign-in, else: refused"


def _preparing(*more: str, missing: tuple[str, ...] = (), get: str = KNOWN_TO_FACILITATORS) -> Row:
    return Row(
        get=get,
        post=KNOWN_TO_FACILITATORS,
        args=("preparing", *more),
        missing=("nowhere", *missing),
    )


ROUNDS = {
    "initiatives:rounds": Row(get=PUBLIC, post=NO_FORM),
    "initiatives:prepare_round": Row(get=FACILITATOR, post=FACILITATOR),
    "initiatives:round": Row(
        get=KNOWN_TO_FACILITATORS, post=NO_FORM, args=("preparing",), missing=NOWHERE
    ),
    "initiatives:change_round": _preparing(),
    "initiatives:extend_round": Row(
        get=OPEN_TO_OFFICES, post=OPEN_TO_OFFICES, args=("open",), missing=NOWHERE
    ),
    "initiatives:open_round": Row(
        get=NO_FORM_SIGNED_IN,
        post="facilitator: refused, nobody: sign-in, else: hidden",
        args=("preparing",),
        missing=NOWHERE,
    ),
    "initiatives:close_round": Row(
        get=OPEN_TO_OFFICES, post=OPEN_TO_OFFICES, args=("open",), missing=NOWHERE
    ),
    "initiatives:release_round": Row(
        get=OPEN_TO_OFFICES, post=NOT_YET, args=("open",), missing=NOWHERE
    ),
    "initiatives:round_criteria": Row(
        get=KNOWN_TO_FACILITATORS, post=NO_FORM_SIGNED_IN, args=("preparing",), missing=NOWHERE
    ),
    "initiatives:add_criterion": _preparing(),
    "initiatives:change_criterion": _preparing("criterion", missing=("savings",)),
    "initiatives:remove_criterion": _preparing(
        "criterion", missing=("savings",), get=NO_FORM_SIGNED_IN
    ),
    "initiatives:round_entries": _preparing(),
    "initiatives:leave_round": _preparing("entered", missing=("nowhere",), get=NO_FORM_SIGNED_IN),
    "initiatives:round_evaluators": _preparing(),
    "initiatives:assign_everyone": _preparing(get=NO_FORM_SIGNED_IN),
    "initiatives:ranking": Row(get=PUBLIC, post=NO_FORM, args=("done",), missing=NOWHERE),
    "initiatives:ranking_account": Row(
        get=PUBLIC, post=NO_FORM, args=("done", "released"), missing=("nowhere", "nowhere")
    ),
    "initiatives:results_file": Row(get=PUBLIC, post=NO_FORM, args=("done",), missing=NOWHERE),
    "initiatives:decision": Row(
        get=PUBLIC, post="everybody: refused", args=("done", "released"), missing=("nowhere",) * 2
    ),
}
"""A round in preparation is the facilitators'; an open one everybody's in office; then public.

A decision is made once, so that of the released round is closed to everybody.
"""

EVALUATORS = "evaluator: ok, evaluator_elsewhere: ok, nobody: sign-in, else: refused"
OWN_REVIEW = "evaluator_elsewhere: ok, nobody: sign-in, else: hidden"

REVIEWS = {
    "initiatives:reviews": Row(get=EVALUATORS, post=NO_FORM_SIGNED_IN),
    "initiatives:review": Row(get=OWN_REVIEW, post=OWN_REVIEW, args=("review",), missing=MISSING),
    "initiatives:declare": Row(get=OWN_REVIEW, post=OWN_REVIEW, args=("review",), missing=MISSING),
    "initiatives:recuse": Row(get=OWN_REVIEW, post=OWN_REVIEW, args=("review",), missing=MISSING),
}
"""The review of a proposal of the own city, by the other city's evaluator."""
