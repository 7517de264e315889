"""Rows of assigning evaluators, and of what evaluators say before any text opens."""

from tests.access.outcomes import Row
from tests.access.table.ideas import KNOWN_TO_FACILITATORS
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

EVALUATORS = "evaluator: ok, evaluator_elsewhere: ok, nobody: sign-in, else: refused"

ASSIGNING = {
    "initiatives:round_assignment": Row(
        get=KNOWN_TO_FACILITATORS, post=KNOWN_TO_FACILITATORS, args=("preparing",), missing=NOWHERE
    ),
    "initiatives:round_progress": Row(
        get=KNOWN_TO_FACILITATORS, post=NO_FORM_SIGNED_IN, args=("preparing",), missing=NOWHERE
    ),
    "initiatives:declarations": Row(
        get=EVALUATORS, post=EVALUATORS, args=("open",), missing=NOWHERE
    ),
    "initiatives:expertise": Row(get=EVALUATORS, post=EVALUATORS),
}
