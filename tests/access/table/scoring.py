"""Rows of an evaluator's own marks: saved at once, compared, taken along and brought back."""

from tests.access.outcomes import Row
from tests.access.table.ideas import EVALUATORS, OWN_REVIEW
from tests.access.table.lines import MISSING, NO_FORM, NO_FORM_SIGNED_IN, NOWHERE

WITH_SOMETHING_TO_MARK = "evaluator_elsewhere: ok, nobody: sign-in, else: refused"

SCORING = {
    "initiatives:autosave_review": Row(
        get=NO_FORM, post=OWN_REVIEW, args=("review",), missing=MISSING
    ),
    "initiatives:my_marks": Row(
        get=EVALUATORS, post=NO_FORM_SIGNED_IN, args=("open",), missing=NOWHERE
    ),
    "initiatives:send_in_marks": Row(
        get=NO_FORM_SIGNED_IN, post=WITH_SOMETHING_TO_MARK, args=("open",), missing=NOWHERE
    ),
    "initiatives:scoresheet": Row(
        get=WITH_SOMETHING_TO_MARK, post=NO_FORM_SIGNED_IN, args=("open",), missing=NOWHERE
    ),
    "initiatives:upload_scoresheet": Row(
        get=WITH_SOMETHING_TO_MARK, post=WITH_SOMETHING_TO_MARK, args=("open",), missing=NOWHERE
    ),
}
"""The own city leads the one proposal of the open round, so its evaluator marks nothing there."""
