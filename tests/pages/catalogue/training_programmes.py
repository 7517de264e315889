"""Shared courses under study, and the demand."""

from tests.pages.states import bare, faulty, filled

JUDGED, DRAFT = "judged_programme", "draft_programme"
FILLED = (
    filled("training/programmes.html", "liaison", "training:programmes"),
    filled("training/programme.html", "liaison", "training:programme", JUDGED),
    filled("training/programme.html", "facilitator", "training:programme", JUDGED),
    filled("training/programme.html", "analyst", "training:programme", DRAFT),
    filled(
        "training/programme.html",
        "analyst",
        "training:programme",
        "proposed_programme",
        says="Take it back from the proposal",
    ),
    filled("training/programme_choose.html", "analyst", "training:new_programme"),
    filled(
        "training/programme_new.html", "analyst", "training:new_programme", query="?course=SMP-SUP1"
    ),
    faulty(
        "training/programme_new.html",
        "analyst",
        "training:new_programme",
        query="?course=SMP-SUP1",
        fill={"title": "", "raytown-shift_seats": "3"},
        press="Begin this study",
    ),
    filled("training/programme_edit.html", "analyst", "training:edit_programme", DRAFT),
    filled("training/programme_judge.html", "analyst", "training:judge_programme", DRAFT),
    filled("training/programme_drop.html", "analyst", "training:drop_programme", DRAFT),
    faulty(
        "training/programme_drop.html",
        "analyst",
        "training:drop_programme",
        DRAFT,
        press="Drop this programme",
    ),
    filled("training/programme_what_if.html", "liaison", "training:programme_what_if", JUDGED),
    filled(
        "training/programme_what_if.html",
        "liaison",
        "training:programme_what_if",
        JUDGED,
        query="?fixed_cost=9000",
        says="Not feasible",
    ),
    filled(
        "training/programme_sensitivity.html", "analyst", "training:programme_sensitivity", JUDGED
    ),
    filled("training/demand.html", "analyst", "training:demand"),
)
EMPTY = (
    bare("training/programmes.html", "liaison", "training:programmes"),
    bare("training/demand.html", "analyst", "training:demand"),
)
