"""Rows of what the parties put on paper: signatures, filings, terms and notices."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, NOWHERE
from tests.access.table.promises import CLERK, DRAFTERS, IN_OFFICE, NOT_YET
from tests.access.table.promises import PAPERS as PARTIES_PAPERS

PAPERS = {
    "agreements:signatures": Row(
        get=IN_OFFICE, post=NO_FORM, args=("circulated",), missing=NOWHERE
    ),
    "agreements:sign": Row(
        get=CLERK,
        post=CLERK,
        args=("circulated", "raytown", "signature"),
        missing=("nowhere", "raytown", "signature"),
    ),
    "agreements:filing": Row(get=IN_OFFICE, post=NO_FORM, args=("circulated",), missing=NOWHERE),
    "agreements:file": Row(
        get=PARTIES_PAPERS,
        post=PARTIES_PAPERS,
        args=("circulated", "state", "missouri"),
        missing=("nowhere", "state", "missouri"),
    ),
    "cities:add_body": Row(
        get="facilitator: ok, administrator: ok, nobody: sign-in, else: refused",
        post="facilitator: ok, administrator: ok, nobody: sign-in, else: refused",
    ),
    "agreements:term": Row(get=IN_OFFICE, post=NO_FORM, args=("circulated",), missing=NOWHERE),
    "agreements:write_term": Row(
        get=DRAFTERS, post=DRAFTERS, args=("draft_agreement",), missing=NOWHERE
    ),
    "agreements:leave": Row(
        get=NOT_YET, post=NOT_YET, args=("circulated", "raytown"), missing=("nowhere", "raytown")
    ),
}
"""The own clerk signs for the own party; a facilitator only for a body without a clerk."""
