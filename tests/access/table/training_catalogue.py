"""Rows of the catalogue: everybody in office reads it, the analyst keeps it."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

READERS = "nobody: sign-in, no_office: refused, else: ok"
KEEPERS = "analyst: ok, nobody: sign-in, else: refused"
READING = {"get": READERS, "post": NO_FORM_SIGNED_IN}
KEEPING = {"get": KEEPERS, "post": KEEPERS}
TURNING = {"get": NO_FORM_SIGNED_IN, "post": KEEPERS}

TRAINING_CATALOGUE = {
    "training:courses": Row(**READING),
    "training:courses_csv": Row(**READING),
    "training:courses_xlsx": Row(**READING),
    "training:new_course": Row(**KEEPING),
    "training:load_courses": Row(**KEEPING),
    "training:course": Row(**READING, args=("course",), missing=NOWHERE),
    "training:edit_course": Row(**KEEPING, args=("course",), missing=NOWHERE),
    "training:retire_course": Row(**TURNING, args=("course",), missing=NOWHERE),
    "training:resume_course": Row(**TURNING, args=("retired_course",), missing=NOWHERE),
    "training:topics": Row(**READING),
    "training:new_topic": Row(**KEEPING),
    "training:edit_topic": Row(**KEEPING, args=("topic",), missing=NOWHERE),
    "training:new_family": Row(**KEEPING),
    "training:edit_family": Row(**KEEPING, args=("family",), missing=NOWHERE),
    "training:requirements": Row(**READING),
    "training:new_requirement": Row(**KEEPING),
    "training:edit_requirement": Row(**KEEPING, args=("requirement",), missing=NOWHERE),
}
