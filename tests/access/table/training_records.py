"""Rows of training records, requests for seats, and safety at work."""

from tests.access.outcomes import Row
from tests.access.table.lines import MISSING, NO_FORM_SIGNED_IN, NOWHERE

OFFICES = "nobody: sign-in, no_office: refused, else: ok"
KEEPERS = "liaison: ok, liaison_elsewhere: ok, analyst: ok, nobody: sign-in, else: refused"
OWN = "liaison: ok, analyst: ok, liaison_elsewhere: hidden, nobody: sign-in, else: refused"
OWN_OR_HIDDEN = "liaison: ok, analyst: ok, nobody: sign-in, else: hidden"
READERS = (
    "liaison: ok, liaison_elsewhere: ok, analyst: ok, facilitator: ok, "
    "nobody: sign-in, else: refused"
)
ANALYST = "analyst: ok, nobody: sign-in, else: refused"
PERSON = {"args": ("trainee",), "missing": MISSING}
DONE = {"args": ("completion",), "missing": MISSING}
DUTY = {"args": ("duty",), "missing": MISSING}
RULE = {"args": ("bound_requirement",), "missing": NOWHERE}
INCIDENT = {"args": ("incident",), "missing": MISSING}
ASKED = {"args": ("seat_request",), "missing": MISSING}
TAKEN = {"args": ("accepted_request",), "missing": MISSING}

TRAINING_RECORDS = {
    "training:safety": Row(get=READERS, post=NO_FORM_SIGNED_IN),
    "training:safety_csv": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:safety_xlsx": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:report_incident": Row(get=KEEPERS, post=KEEPERS),
    "training:put_right_incident": Row(get=OWN, post=OWN, **INCIDENT),
    "training:report_hours": Row(get=KEEPERS, post=KEEPERS),
    "training:incidents_from_sheet": Row(get=KEEPERS, post=KEEPERS),
    "training:hours_from_sheet": Row(get=KEEPERS, post=KEEPERS),
    "training:own_training": Row(get=OFFICES, post=NO_FORM_SIGNED_IN),
    "training:records": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:records_csv": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:records_xlsx": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:records_from_sheet": Row(get=KEEPERS, post=KEEPERS),
    "training:people": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:enter_trainee": Row(get=KEEPERS, post=KEEPERS),
    "training:trainee": Row(get=OWN, post=NO_FORM_SIGNED_IN, **PERSON),
    "training:change_trainee": Row(get=OWN, post=OWN, **PERSON),
    "training:record_training": Row(get=OWN, post=OWN, **PERSON),
    "training:put_right": Row(get=OWN, post=OWN, **DONE),
    "training:free": Row(get=NO_FORM_SIGNED_IN, post=OWN_OR_HIDDEN, **DUTY),
    "training:requirement_people": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN, **RULE),
    "training:bind": Row(get=KEEPERS, post=KEEPERS, **RULE),
    "training:count_hours": Row(get=ANALYST, post=ANALYST, **RULE),
    "training:requests": Row(get=KEEPERS, post=NO_FORM_SIGNED_IN),
    "training:ask_seats": Row(get=KEEPERS, post=KEEPERS),
    "training:answer_request": Row(get=ANALYST, post=ANALYST, **ASKED),
    "training:meet_request": Row(
        get=NO_FORM_SIGNED_IN,
        post="analyst: ok, liaison: refused, nobody: sign-in, else: hidden",
        **TAKEN,
    ),
    "training:withdraw_request": Row(get=NO_FORM_SIGNED_IN, post=OWN_OR_HIDDEN, **ASKED),
}
