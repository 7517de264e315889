"""Rows of the packet's pages beside the packet itself."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN
from tests.access.table.promises import PAPERS

PACKETS = {
    "agreements:council_papers": Row(
        get=PAPERS, post=NO_FORM_SIGNED_IN, args=("circulated",), missing=("nowhere",)
    ),
}
"""Papers for the next council: the facilitator's and the party cities' clerks'."""
