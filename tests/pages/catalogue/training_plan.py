"""Year plans."""

from tests.pages.states import bare, faulty, filled

LIST, NEW, ONE = "training:plans", "training:new_plan", "training:plan"

FILLED = (
    filled("training/plans.html", "analyst", LIST),
    filled("training/plans.html", "liaison", LIST),
    filled("training/plan_frame.html", "analyst", NEW),
    faulty("training/plan_frame.html", "analyst", NEW, press="Save and go on"),
    filled("training/plan_frame.html", "analyst", "training:plan_frame", "draft_plan"),
    filled("training/plan_draft.html", "analyst", ONE, "draft_plan", says="Work out the plan"),
    bare("training/plan_draft.html", "analyst", ONE, "empty_plan", says="Say first who wants"),
    filled("training/plan_places.html", "analyst", "training:plan_places", "draft_plan"),
    filled("training/plan_days.html", "analyst", "training:plan_days", "draft_plan"),
    filled(
        "training/plan_days.html",
        "analyst",
        "training:plan_days",
        "draft_plan",
        query="?weekdays=1&every=2",
        name="filled by a series",
    ),
    faulty(
        "training/plan_days.html",
        "analyst",
        "training:plan_days",
        "draft_plan",
        fill={"days": "soon"},
        press="Save these days",
    ),
    filled("training/plan_wants.html", "analyst", "training:plan_wants", "draft_plan"),
    bare("training/plan_wants.html", "analyst", "training:plan_wants", "empty_plan"),
    faulty(
        "training/plan_wants.html",
        "analyst",
        "training:plan_wants",
        "draft_plan",
        press="Add these people",
    ),
    filled("training/plan_sheet.html", "analyst", "training:plan_sheet", "draft_plan"),
    faulty(
        "training/plan_sheet.html",
        "analyst",
        "training:plan_sheet",
        "draft_plan",
        press="Take the sheet",
    ),
    filled("training/plan_limits.html", "analyst", "training:plan_limits", "draft_plan"),
    bare("training/plan_limits.html", "analyst", "training:plan_limits", "empty_plan"),
    faulty(
        "training/plan_limits.html",
        "analyst",
        "training:plan_limits",
        "draft_plan",
        press="Add the limit",
    ),
    filled("training/plan.html", "analyst", ONE, "ready_plan", says="costs less: proven"),
    filled("training/plan.html", "liaison", ONE, "ready_plan", says="Everybody has a seat"),
    filled("training/plan.html", "analyst", ONE, "budget_plan", says="time limit"),
    filled("training/plan.html", "analyst", ONE, "waiting_plan", says="waits for the worker"),
    filled("training/plan.html", "analyst", ONE, "running_plan", says="$11,900.00"),
    filled("training/plan.html", "analyst", ONE, "failed_plan", says="could not be worked out"),
    filled("training/plan.html", "analyst", ONE, "infeasible_plan", says="may be away on one day"),
    filled("training/plan_again.html", "analyst", "training:plan_again", "ready_plan"),
    faulty(
        "training/plan_again.html",
        "analyst",
        "training:plan_again",
        "ready_plan",
        press="Plan again",
    ),
    filled(
        "training/plan_compare.html",
        "analyst",
        "training:plan_compare",
        "budget_plan",
        "ready_plan",
    ),
)
EMPTY = (bare("training/plans.html", "analyst", LIST),)
