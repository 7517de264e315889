"""Councils: their calendars, what they are made of, recording what they did."""

from tests.pages.states import bare, done, faulty, filled

MEETINGS = "cities:meetings"
ENTER = "cities:enter_meeting"
PLAN = "cities:plan_meetings"
CHANGE = "cities:change_meeting"
CANCEL = "cities:cancel_meeting"
RULE = {
    "body": "Board of Aldermen",
    "first": "2097-01-01",
    "last": "2097-03-31",
    "begins": "18:00",
    "cut_off_time": "12:00",
}

CALENDAR = (
    filled("cities/meetings.html", "nobody", MEETINGS, "city", query="?year=2098"),
    filled("cities/meetings.html", "clerk", MEETINGS, "city", query="?year=2097"),
    filled("cities/meeting.html", "clerk", ENTER, "city"),
    faulty("cities/meeting.html", "clerk", ENTER, "city", press="Enter this meeting"),
    filled("cities/meeting.html", "clerk", CHANGE, "city", "council_meeting"),
    filled("cities/meeting_cancel.html", "clerk", CANCEL, "city", "council_meeting"),
    filled("cities/meetings_plan.html", "clerk", PLAN, "city"),
    faulty("cities/meetings_plan.html", "clerk", PLAN, "city", press="Show the meetings"),
    done(
        "cities/meetings_plan.html",
        "clerk",
        PLAN,
        "city",
        fill={**RULE, "weeks": "1", "cut_off_weekday": "3"},
        press="Show the meetings",
        name="the meetings by a rule",
        says="Nothing is written yet",
    ),
)

RECORD = "agreements:record_act"
AFTER = "agreements:add_action"
SESSION = "agreements:session"
COMPOSITION = "agreements:composition"
STATE = "agreements:state_composition"

COMPOSITIONS = (
    filled("agreements/composition.html", "nobody", COMPOSITION, "city"),
    filled("agreements/composition.html", "clerk", COMPOSITION, "city"),
    filled("agreements/composition_state.html", "clerk", STATE, "city"),
    faulty("agreements/composition_state.html", "clerk", STATE, "city", press="Put it on record"),
)
ACTS = (
    done(
        "agreements/act.html",
        "clerk",
        RECORD,
        "circulated",
        fill={"file_number": "BILL NO. 26-70"},
        press="Add a step",
        name="with a step",
        says="Step 1",
    ),
    done(
        "agreements/act.html",
        "clerk",
        RECORD,
        "circulated",
        fill={
            "instrument": "resolution",
            "file_number": "BILL NO. 26-71",
            "acted_on": "2026-02-24",
            "result": "failed",
            "votes": "Aye: Member 1",
            "tally": "5-0",
        },
        press="Put it on record",
        name="with doubts",
        says="Not on record yet: look at this first",
    ),
    filled("agreements/after.html", "clerk", AFTER, "in_force", "in_force_act"),
    faulty(
        "agreements/after.html",
        "clerk",
        AFTER,
        "in_force",
        "in_force_act",
        press="See what it does",
    ),
    done(
        "agreements/after.html",
        "clerk",
        AFTER,
        "in_force",
        "in_force_act",
        fill={"kind": "vetoed", "on": "day_of_today"},
        press="See what it does",
        name="with its consequence",
        says="Not on record yet: this is what it does",
    ),
)
SESSIONS = (
    filled("agreements/session.html", "clerk", SESSION, "city"),
    faulty("agreements/session.html", "clerk", SESSION, "city", press="Put all of it on record"),
    done(
        "agreements/session.html",
        "clerk",
        SESSION,
        "city",
        fill={
            "on": "2026-02-24",
            "instrument": "resolution",
            "result": "failed",
            "act-0-keep": "on",
            "act-0-file_number": "BILL NO. 26-72",
        },
        press="Look it over first",
        name="looked over",
        says="As it would stand on record",
    ),
)

FILLED = CALENDAR + COMPOSITIONS + ACTS + SESSIONS
EMPTY = (
    bare("cities/meetings.html", "nobody", MEETINGS, "raytown"),
    bare("cities/meetings.html", "clerk", MEETINGS, "raytown"),
    bare("agreements/composition.html", "nobody", COMPOSITION, "raytown"),
    bare("agreements/session.html", "clerk", SESSION, "raytown"),
)
