"""Rows of councils: everybody reads what they are, the own clerk keeps it and records for them."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM, NOWHERE, PUBLIC

CLERK = "clerk: ok, nobody: sign-in, else: refused"

COUNCILS = {
    "cities:meetings": Row(get=PUBLIC, post=NO_FORM, args=("city",), missing=NOWHERE),
    "cities:enter_meeting": Row(get=CLERK, post=CLERK, args=("city",), missing=NOWHERE),
    "cities:plan_meetings": Row(get=CLERK, post=CLERK, args=("city",), missing=NOWHERE),
    "cities:change_meeting": Row(
        get=CLERK, post=CLERK, args=("city", "council_meeting"), missing=("nowhere", "0")
    ),
    "cities:cancel_meeting": Row(
        get=CLERK, post=CLERK, args=("city", "council_meeting"), missing=("nowhere", "0")
    ),
    "agreements:composition": Row(get=PUBLIC, post=NO_FORM, args=("city",), missing=NOWHERE),
    "agreements:state_composition": Row(get=CLERK, post=CLERK, args=("city",), missing=NOWHERE),
    "agreements:session": Row(get=CLERK, post=CLERK, args=("city",), missing=NOWHERE),
    "agreements:add_action": Row(
        get=CLERK, post=CLERK, args=("adopted", "act"), missing=("nowhere", "0")
    ),
}
