"""Rows of year plans: the analyst prepares them; who reads programmes reads what was found."""

from tests.access.outcomes import Row
from tests.access.table.lines import NO_FORM_SIGNED_IN, NOWHERE

ANALYST = "analyst: ok, nobody: sign-in, else: refused"
FOUND = (
    "analyst: ok, facilitator: ok, liaison: ok, liaison_elsewhere: ok, nobody: sign-in, "
    "else: refused"
)
ONLY_ANALYST = (
    "analyst: ok, facilitator: hidden, liaison: hidden, liaison_elsewhere: hidden, "
    "nobody: sign-in, else: refused"
)
ACT_ON_FOUND = ANALYST


def _draft(get: str, post: str, thing: str = "draft_plan") -> Row:
    return Row(get=get, post=post, args=(thing,), missing=NOWHERE)


TRAINING_PLAN = {
    "training:plans": Row(get=FOUND, post=NO_FORM_SIGNED_IN),
    "training:new_plan": Row(get=ANALYST, post=ANALYST),
    "training:plan": _draft(FOUND, NO_FORM_SIGNED_IN, "ready_plan"),
    "training:plan_progress": _draft(FOUND, "everybody: no-method", "ready_plan"),
    "training:plan_workbook": _draft(FOUND, NO_FORM_SIGNED_IN, "ready_plan"),
    "training:plan_csv": _draft(FOUND, NO_FORM_SIGNED_IN, "ready_plan"),
    "training:plan_compare": Row(
        get=FOUND,
        post=NO_FORM_SIGNED_IN,
        args=("ready_plan", "ready_plan"),
        missing=("nowhere", "nowhere"),
    ),
    "training:plan_frame": _draft(ONLY_ANALYST, ONLY_ANALYST),
    "training:plan_places": _draft(ONLY_ANALYST, ONLY_ANALYST),
    "training:plan_days": _draft(ONLY_ANALYST, ONLY_ANALYST),
    "training:plan_wants": _draft(ONLY_ANALYST, ONLY_ANALYST),
    "training:plan_sheet": _draft(ONLY_ANALYST, ONLY_ANALYST),
    "training:plan_limits": _draft(ONLY_ANALYST, ONLY_ANALYST),
    "training:plan_demand": _draft(NO_FORM_SIGNED_IN, ONLY_ANALYST),
    "training:remove_want": Row(
        get=NO_FORM_SIGNED_IN,
        post=ONLY_ANALYST,
        args=("draft_plan", "plan_want"),
        missing=("nowhere", "0"),
    ),
    "training:remove_limit": Row(
        get=NO_FORM_SIGNED_IN,
        post=ONLY_ANALYST,
        args=("draft_plan", "plan_limit"),
        missing=("nowhere", "0"),
    ),
    "training:ask_plan": _draft(NO_FORM_SIGNED_IN, ONLY_ANALYST),
    "training:cancel_plan": _draft(NO_FORM_SIGNED_IN, ONLY_ANALYST),
    "training:adopt_plan": _draft(NO_FORM_SIGNED_IN, ACT_ON_FOUND, "ready_plan"),
    "training:copy_plan": _draft(NO_FORM_SIGNED_IN, ACT_ON_FOUND, "ready_plan"),
    "training:plan_again": _draft(ANALYST, ANALYST, "ready_plan"),
}
