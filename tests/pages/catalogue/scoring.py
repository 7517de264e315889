"""An evaluator's own marks beside each other, and the scoresheet that comes back."""

from tests.pages.states import bare, done, faulty, filled

MINE = "initiatives:my_marks"
UPLOAD = "initiatives:upload_scoresheet"
WHO = "evaluator_elsewhere"

FILLED = (
    filled("initiatives/my_marks.html", WHO, MINE, "marking"),
    filled("initiatives/my_marks.html", WHO, MINE, "marking", query="?sort=mean", name="in order"),
    filled("initiatives/my_marks.html", WHO, MINE, "weighed"),
    bare("initiatives/my_marks.html", "evaluator", MINE, "marking"),
    filled("initiatives/scoresheet.html", WHO, UPLOAD, "marking"),
    faulty(
        "initiatives/scoresheet.html",
        WHO,
        UPLOAD,
        "marking",
        press="Show what will change",
        status=422,
    ),
    faulty(
        "initiatives/scoresheet.html",
        WHO,
        UPLOAD,
        "marking",
        fill={"file": "faulty_scoresheet"},
        press="Show what will change",
        status=422,
        says="Marks!E2: “9” is outside the scale 0 to 5.",
        name="with errors in cells",
    ),
    done(
        "initiatives/scoresheet_shown.html",
        WHO,
        UPLOAD,
        "marking",
        fill={"file": "filled_scoresheet"},
        press="Show what will change",
    ),
    done(
        "initiatives/scoresheet_shown.html",
        WHO,
        UPLOAD,
        "marking",
        fill={"file": "untouched_scoresheet"},
        press="Show what will change",
        name="nothing differs",
    ),
)
EMPTY = ()
