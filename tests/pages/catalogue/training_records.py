"""Training records, requests for seats, and safety at work."""

from tests.pages.states import bare, done, faulty, filled

LISTS = (
    filled("training/records.html", "liaison", "training:records"),
    filled("training/records.html", "analyst", "training:records"),
    filled("training/people.html", "liaison", "training:people"),
    filled("training/trainee.html", "liaison", "training:trainee", "trainee"),
    filled(
        "training/requirement_people.html",
        "liaison",
        "training:requirement_people",
        "bound_requirement",
    ),
    filled("training/own_training.html", "staff", "training:own_training"),
    filled("training/requests.html", "liaison", "training:requests"),
    filled("training/requests.html", "analyst", "training:requests"),
    filled("training/safety.html", "liaison", "training:safety", query="?year=2026"),
    filled("training/safety.html", "facilitator", "training:safety", query="?year=2026"),
)
FORMS = (
    filled("training/bind.html", "analyst", "training:bind", "yearly-rule"),
    filled("training/bind.html", "liaison", "training:bind", "bound_requirement", name="nobody"),
    faulty(
        "training/bind.html",
        "analyst",
        "training:bind",
        "yearly-rule",
        press="Bind these people",
    ),
    filled("training/count_hours.html", "analyst", "training:count_hours", "yearly-rule"),
    filled("training/trainee_new.html", "liaison", "training:enter_trainee"),
    faulty(
        "training/trainee_new.html",
        "liaison",
        "training:enter_trainee",
        press="Enter this person",
    ),
    filled("training/trainee_change.html", "liaison", "training:change_trainee", "trainee"),
    filled("training/completion.html", "liaison", "training:record_training", "trainee"),
    faulty(
        "training/completion.html",
        "liaison",
        "training:record_training",
        "trainee",
        press="Put it on record",
    ),
    filled("training/completion_put_right.html", "liaison", "training:put_right", "completion"),
    filled("training/request_new.html", "liaison", "training:ask_seats"),
    faulty(
        "training/request_new.html",
        "analyst",
        "training:ask_seats",
        press="Ask for these seats",
    ),
    filled("training/request_answer.html", "analyst", "training:answer_request", "seat_request"),
    faulty(
        "training/request_answer.html",
        "analyst",
        "training:answer_request",
        "seat_request",
        press="Send this answer",
    ),
    filled("training/incident.html", "liaison", "training:report_incident"),
    faulty(
        "training/incident.html",
        "liaison",
        "training:report_incident",
        press="Put it on record",
    ),
    filled(
        "training/incident_put_right.html", "liaison", "training:put_right_incident", "incident"
    ),
    filled("training/hours.html", "liaison", "training:report_hours"),
    faulty("training/hours.html", "liaison", "training:report_hours", press="Put them on record"),
    filled("training/sheet.html", "liaison", "training:records_from_sheet"),
    faulty(
        "training/sheet.html",
        "liaison",
        "training:hours_from_sheet",
        press="Show what would be written",
        status=422,
    ),
)
SHEETS = (
    done(
        "training/sheet_shown.html",
        "liaison",
        "training:records_from_sheet",
        fill={"file": "records_sheet"},
        press="Show what would be written",
    ),
    faulty(
        "training/sheet.html",
        "liaison",
        "training:incidents_from_sheet",
        fill={"file": "records_sheet"},
        press="Show what would be written",
        status=422,
        name="with errors in lines",
    ),
)
FILLED = LISTS + FORMS + SHEETS
EMPTY = (
    bare("training/records.html", "liaison", "training:records"),
    bare("training/people.html", "liaison", "training:people"),
    bare("training/requests.html", "liaison", "training:requests"),
    bare("training/safety.html", "liaison", "training:safety"),
    bare("training/own_training.html", "staff", "training:own_training"),
)
