"""Councils' calendars."""

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

FILLED = CALENDAR
EMPTY = (
    bare("cities/meetings.html", "nobody", MEETINGS, "raytown"),
    bare("cities/meetings.html", "clerk", MEETINGS, "raytown"),
)
