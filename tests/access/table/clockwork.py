"""Rows of the clockwork: what works behind the pages, and letting mail go."""

from tests.access.outcomes import Row
from tests.access.table.lines import ADMINISTRATOR, NO_FORM_SIGNED_IN

CLOCKWORK = {
    "notifications:clockwork": Row(get=ADMINISTRATOR, post=NO_FORM_SIGNED_IN),
    "notifications:release": Row(get=ADMINISTRATOR, post=ADMINISTRATOR),
    "notifications:send_all_again": Row(
        get=NO_FORM_SIGNED_IN,
        post="facilitator: ok, administrator: ok, nobody: sign-in, else: refused",
        data={"error": "550 No such mailbox"},
    ),
}
