"""The inbox, what mail comes, what is muted, and the calendar."""

from tests.pages.states import bare, done, filled

MINE = "notifications:mine"
PREFERENCES = "notifications:preferences"
WAY_OUT = "notifications:unsubscribe"
MUTE = "notifications:mute"
CALENDAR = "notifications:calendar"

FILLED = (
    filled("notifications/mine.html", "liaison", MINE, query="?show=unread"),
    done("notifications/mine.html", "liaison", MINE, press="Mark all as read"),
    bare("notifications/mine.html", "clerk", MINE, query="?show=unread"),
    filled("notifications/message.html", "liaison", "notifications:message", "own_message"),
    filled("notifications/preferences.html", "clerk", PREFERENCES),
    done(
        "notifications/preferences.html",
        "clerk",
        PREFERENCES,
        fill={"comments": "daily", "work": "never"},
        press="Keep this choice",
    ),
    filled("notifications/unsubscribe.html", "nobody", WAY_OUT, "way_out_of_comments"),
    done(
        "notifications/unsubscribe.html",
        "nobody",
        WAY_OUT,
        "way_out_of_comments",
        press="End this mail",
    ),
    filled("notifications/mute.html", "author", MUTE, "proposal", "draft"),
    filled("notifications/mute.html", "liaison", MUTE, "round", "open"),
    done("notifications/mute.html", "author", MUTE, "proposal", "draft", press="Mute it"),
    filled("notifications/calendar.html", "staff", CALENDAR),
    bare("notifications/calendar.html", "clerk", CALENDAR),
)
EMPTY = (
    bare("notifications/mine.html", "liaison", MINE, query="?show=unread"),
    bare("notifications/preferences.html", "liaison", PREFERENCES),
)
