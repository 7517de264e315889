"""Rows of the packet's pages beside the packet itself."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NO_KEY
from tests.access.table.promises import PAPERS

CLOSED = "clerk: ok, facilitator: ok, nobody: sign-in, else: hidden"

PACKETS = {
    "agreements:council_papers": Row(
        get=PAPERS, post=NO_FORM_SIGNED_IN, args=("circulated",), missing=("nowhere",)
    ),
    "agreements:close_document": Row(
        get=PAPERS, post=PAPERS, args=("circulated", "document"), missing=("nowhere", NO_KEY)
    ),
    "agreements:reopen_document": Row(
        get=CLOSED, post=CLOSED, args=("circulated", "closed_document"), missing=("nowhere", NO_KEY)
    ),
}
"""The facilitator's and the party cities' clerks'; a closed document is there for nobody else."""
