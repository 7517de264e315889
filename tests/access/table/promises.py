"""Rows of agreements and mail."""

from tests.access.outcomes import Row
from tests.access.table.lines import (
    FACILITATOR,
    MISSING,
    NO_FORM,
    NO_FORM_SIGNED_IN,
    NO_KEY,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
)

DRAFT_READERS = "facilitator: ok, clerk: ok, liaison: ok, nobody: sign-in, else: hidden"
DRAFTERS = "facilitator: ok, clerk: refused, liaison: refused, nobody: sign-in, else: hidden"
IN_OFFICE = "nobody: sign-in, no_office: hidden, else: ok"
CLERK = "clerk: ok, nobody: sign-in, no_office: hidden, else: refused"
NOT_YET = "nobody: sign-in, no_office: hidden, else: refused"
PAPERS = "clerk: ok, facilitator: ok, nobody: sign-in, no_office: hidden, else: refused"


def _circulated(line: str, *more: str, missing: tuple[str, ...] = ()) -> Row:
    return Row(get=line, post=line, args=("circulated", *more), missing=("nowhere", *missing))


AGREEMENTS = {
    "agreements:index": Row(get=PUBLIC, post=NO_FORM),
    "agreements:new": Row(get=FACILITATOR, post=FACILITATOR),
    "agreements:agreement": Row(
        get=DRAFT_READERS, post=NO_FORM, args=("draft_agreement",), missing=NOWHERE
    ),
    "agreements:edit": Row(get=DRAFTERS, post=DRAFTERS, args=("draft_agreement",), missing=NOWHERE),
    "agreements:circulate": Row(
        get=DRAFTERS, post=DRAFTERS, args=("draft_agreement",), missing=NOWHERE
    ),
    "agreements:withdraw": Row(
        get=DRAFTERS, post=DRAFTERS, args=("draft_agreement",), missing=NOWHERE
    ),
    "agreements:end": Row(
        get=NOT_YET,
        post=f"facilitator: ok, {NOT_YET}",
        args=("circulated",),
        missing=NOWHERE,
    ),
    "agreements:record_act": _circulated(CLERK),
    "agreements:complete_act": _circulated(CLERK, "pending_act", missing=MISSING),
    "agreements:correct_act": _circulated(NOT_YET, "pending_act", missing=MISSING),
    "agreements:add_act_document": _circulated(CLERK, "pending_act", missing=MISSING),
    "agreements:add_document": _circulated(PAPERS),
    "agreements:document": Row(
        get=IN_OFFICE, post=NO_FORM, args=("circulated", "document"), missing=("nowhere", NO_KEY)
    ),
    "agreements:text": Row(
        get=IN_OFFICE,
        post=NO_FORM,
        args=("circulated", "circulated_sha"),
        missing=("nowhere", "nowhere"),
    ),
    "agreements:text_file": Row(
        get=IN_OFFICE,
        post=NO_FORM,
        args=("circulated", "circulated_sha"),
        missing=("nowhere", "nowhere"),
    ),
    "agreements:packet": _circulated(PAPERS),
}
"""The draft is the facilitators' and its cities' clerks' and liaisons'; circulated, everybody's."""

LEDGER = "facilitator: ok, administrator: ok, nobody: sign-in, else: refused"
ONE_OF_THE_LEDGER = "facilitator: ok, administrator: ok, nobody: sign-in, else: hidden"

MAIL = {
    "notifications:ledger": Row(get=LEDGER, post=NO_FORM_SIGNED_IN),
    "notifications:message": Row(
        get=ONE_OF_THE_LEDGER, post=NO_FORM_SIGNED_IN, args=("message",), missing=MISSING
    ),
    "notifications:send_again": Row(
        get=NO_FORM_SIGNED_IN, post=ONE_OF_THE_LEDGER, args=("message",), missing=MISSING
    ),
    "notifications:mine": Row(get=SIGNED_IN, post=NO_FORM_SIGNED_IN),
    "notifications:preferences": Row(get=SIGNED_IN, post=SIGNED_IN),
    "notifications:unsubscribe": Row(
        get=PUBLIC, post=PUBLIC, args=("way_out",), missing=("nonsense",)
    ),
}
