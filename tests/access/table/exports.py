"""Rows of packets in bulk: the clerk's of the city they are for, and every facilitator's."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NO_KEY

EXPORTERS = "clerk: ok, clerk_elsewhere: ok, facilitator: ok, nobody: sign-in, else: refused"
OF_THE_CITY = "clerk: ok, facilitator: ok, nobody: sign-in, else: hidden"


def _one(get: str, post: str) -> Row:
    return Row(get=get, post=post, args=("export",), missing=(NO_KEY,))


EXPORTS = {
    "agreements:exports": Row(get=EXPORTERS, post=NO_FORM_SIGNED_IN),
    "agreements:new_export": Row(get=EXPORTERS, post=EXPORTERS),
    "agreements:export": _one(OF_THE_CITY, NO_FORM_SIGNED_IN),
    "agreements:export_progress": _one(OF_THE_CITY, "everybody: no-method"),
    "agreements:export_file": _one(OF_THE_CITY, NO_FORM_SIGNED_IN),
    "agreements:cancel_export": Row(
        get=NO_FORM_SIGNED_IN, post=OF_THE_CITY, args=("waiting_export",), missing=(NO_KEY,)
    ),
    "agreements:export_again": _one(NO_FORM_SIGNED_IN, OF_THE_CITY),
}
