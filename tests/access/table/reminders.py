"""Rows of reminders: the ladders of a round, absences, days off."""

from tests.access.outcomes import Row
from tests.access.table.ideas import OPEN_TO_OFFICES
from tests.access.table.lines import (
    MISSING,
    NO_FORM_SIGNED_IN,
    NOWHERE,
    PUBLIC,
    SIGNED_IN,
)

KEEPERS = "liaison: ok, clerk: ok, facilitator: ok, nobody: sign-in, else: refused"

REMINDERS = {
    "notifications:ladders": Row(
        get=OPEN_TO_OFFICES, post=NO_FORM_SIGNED_IN, args=("open",), missing=NOWHERE
    ),
    "notifications:ladder": Row(
        get=OPEN_TO_OFFICES,
        post=OPEN_TO_OFFICES,
        args=("open", "reviews"),
        missing=("nowhere", "reviews"),
    ),
    "notifications:standard_ladder": Row(
        get=NO_FORM_SIGNED_IN,
        post=OPEN_TO_OFFICES,
        args=("open", "reviews"),
        missing=("nowhere", "reviews"),
    ),
    "notifications:away": Row(get=SIGNED_IN, post=SIGNED_IN),
    "notifications:back": Row(
        get=NO_FORM_SIGNED_IN,
        post="liaison: ok, nobody: sign-in, else: hidden",
        args=("absence",),
        missing=MISSING,
    ),
    "cities:holidays": Row(
        get=PUBLIC,
        post="liaison: ok, clerk: ok, facilitator: ok, else: refused",
        args=("city",),
        missing=NOWHERE,
    ),
    "cities:remove_holiday": Row(
        get=NO_FORM_SIGNED_IN, post=KEEPERS, args=("city", "holiday"), missing=("nowhere", "0")
    ),
}
