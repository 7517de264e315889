"""Cohorts: what is offered, who has a place, who was there, and what they say of it."""

from tests.pages.states import bare, faulty, filled

LIST, ONE, NEW = "training:cohorts", "training:cohort", "training:new_cohort"
ENROL, SHEET, MINE = "training:enrol", "training:attendance", "training:mine"

FILLED = (
    filled("training/venues.html", "analyst", "training:venues"),
    filled("training/venues.html", "staff", "training:venues"),
    filled("training/venue.html", "analyst", "training:venue", "venue"),
    filled("training/venue.html", "analyst", "training:new_venue"),
    faulty("training/venue.html", "analyst", "training:new_venue", press="Add this venue"),
    filled("training/cohorts.html", "analyst", LIST),
    filled("training/cohorts.html", "liaison", LIST),
    filled("training/cohorts.html", "staff", LIST, query="?show=past"),
    filled("training/cohort.html", "analyst", ONE, "planned_cohort", says="Open it for enrolment"),
    filled("training/cohort.html", "analyst", ONE, "open_cohort"),
    filled("training/cohort.html", "liaison", ONE, "open_cohort", says="Enrol people"),
    filled("training/cohort.html", "staff", ONE, "open_cohort", says="Give up the place"),
    filled("training/cohort.html", "analyst", ONE, "running_cohort", says="Close the records"),
    filled("training/cohort.html", "analyst", ONE, "held_cohort", says="Certificates"),
    filled("training/cohort_course.html", "analyst", NEW),
    filled("training/cohort_edit.html", "analyst", "training:change_cohort", "open_cohort"),
    faulty(
        "training/cohort_edit.html",
        "analyst",
        "training:change_cohort",
        "open_cohort",
        fill={"session-0-on": ""},
        press="Save the change",
    ),
    filled("training/cohort_cancel.html", "analyst", "training:cancel_cohort", "open_cohort"),
    faulty(
        "training/cohort_cancel.html",
        "analyst",
        "training:cancel_cohort",
        "open_cohort",
        press="Cancel this cohort",
    ),
    filled("training/enrol.html", "liaison", ENROL, "open_cohort"),
    filled("training/enrol.html", "analyst", ENROL, "open_cohort"),
    faulty("training/enrol.html", "liaison", ENROL, "open_cohort", press="Enrol them"),
    filled("training/attendance.html", "analyst", SHEET, "running_cohort"),
    filled("training/certificate.html", "nobody", "training:certificate", "certificate"),
    filled("training/certificate.html", "analyst", "training:certificate", "certificate"),
    filled(
        "training/certificate_withdraw.html",
        "analyst",
        "training:withdraw_certificate",
        "certificate",
    ),
    faulty(
        "training/certificate_withdraw.html",
        "analyst",
        "training:withdraw_certificate",
        "certificate",
        press="Withdraw it",
    ),
    filled("training/mine.html", "staff", MINE, says="What you can do"),
    bare("training/mine.html", "clerk", MINE),
    filled("training/evaluate.html", "nobody", "training:evaluate", "evaluation"),
    faulty(
        "training/evaluate.html",
        "nobody",
        "training:evaluate",
        "evaluation",
        press="Send my answers",
    ),
    filled(
        "training/evaluate_closed.html",
        "nobody",
        "training:evaluate",
        "answered",
        says="You have answered these questions",
    ),
    filled("training/evaluation.html", "analyst", "training:evaluation", "held_cohort"),
    filled("training/cohort_slips.html", "analyst", "training:cohort_slips", "held_cohort"),
)
EMPTY = (
    bare("training/venues.html", "analyst", "training:venues"),
    bare("training/cohorts.html", "analyst", LIST),
    bare("training/cohorts.html", "staff", LIST, query="?show=past"),
)
