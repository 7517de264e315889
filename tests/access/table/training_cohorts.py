"""Rows of cohorts: read by everybody in office, run by the analyst, filled by cities' liaisons."""

from tests.access.outcomes import Row
from tests.access.table.lines import MISSING, NO_FORM, NO_FORM_SIGNED_IN, NOWHERE, PUBLIC

IN_OFFICE = "nobody: sign-in, no_office: refused, else: ok"
SEEN = "nobody: sign-in, no_office: hidden, else: ok"
ANALYST = "analyst: ok, nobody: sign-in, else: refused"
OF_SEEN = "analyst: ok, nobody: sign-in, no_office: hidden, else: refused"
OF_PLANNED = "analyst: ok, nobody: sign-in, else: hidden"
ENROLLERS = (
    "analyst: ok, liaison: ok, liaison_elsewhere: ok, nobody: sign-in, no_office: hidden, "
    "else: refused"
)
RESULTS = (
    "analyst: ok, liaison: ok, liaison_elsewhere: ok, facilitator: ok, nobody: sign-in, "
    "no_office: hidden, else: refused"
)
CONCERNED = "staff: ok, liaison: ok, analyst: ok, nobody: sign-in, else: hidden"


def _one(get: str, post: str, thing: str = "open_cohort") -> Row:
    return Row(get=get, post=post, args=(thing,), missing=NOWHERE)


COHORTS = {
    "training:venues": Row(get=IN_OFFICE, post=NO_FORM_SIGNED_IN),
    "training:new_venue": Row(get=ANALYST, post=ANALYST),
    "training:venue": Row(get=ANALYST, post=ANALYST, args=("venue",)),
    "training:cohorts": Row(get=IN_OFFICE, post=NO_FORM_SIGNED_IN),
    "training:new_cohort": Row(get=ANALYST, post=ANALYST),
    "training:cohort": _one(SEEN, NO_FORM_SIGNED_IN),
    "training:change_cohort": _one(OF_SEEN, OF_SEEN),
    "training:open_cohort": _one(NO_FORM_SIGNED_IN, OF_PLANNED, "planned_cohort"),
    "training:cancel_cohort": _one(OF_SEEN, OF_SEEN),
    "training:enrol": _one(ENROLLERS, ENROLLERS),
    "training:attendance": _one(OF_SEEN, OF_SEEN, "running_cohort"),
    "training:hold_cohort": _one(NO_FORM_SIGNED_IN, OF_SEEN, "running_cohort"),
    "training:evaluation": _one(RESULTS, NO_FORM_SIGNED_IN, "held_cohort"),
    "training:cohort_slips": _one(OF_SEEN, NO_FORM_SIGNED_IN, "held_cohort"),
    "training:give_up": Row(
        get=NO_FORM_SIGNED_IN, post=CONCERNED, args=("enrolment",), missing=MISSING
    ),
    "training:certificate": Row(get=PUBLIC, post=NO_FORM, args=("certificate",), missing=NOWHERE),
    "training:paper": Row(
        get=CONCERNED, post=NO_FORM_SIGNED_IN, args=("certificate",), missing=NOWHERE
    ),
    "training:withdraw_certificate": Row(get=ANALYST, post=ANALYST, args=("certificate",)),
    "training:mine": Row(get=IN_OFFICE, post=NO_FORM_SIGNED_IN),
    "training:evaluate": Row(get=PUBLIC, post=PUBLIC, args=("evaluation",), missing=NOWHERE),
}
"""The address of an evaluation is its own key."""
