"""When people are reminded: a round's ladders, absences, a body's days off."""

from tests.pages.states import bare, done, faulty, filled

LADDERS = "notifications:ladders"
LADDER = "notifications:ladder"
AWAY = "notifications:away"
DAYS_OFF = "cities:holidays"

FILLED = (
    filled("notifications/ladders.html", "facilitator", LADDERS, "open"),
    filled("notifications/ladder.html", "facilitator", LADDER, "open", "reviews"),
    filled("notifications/ladder.html", "facilitator", LADDER, "open", "sponsorships"),
    done(
        "notifications/ladders.html",
        "facilitator",
        LADDER,
        "open",
        "reviews",
        press="Keep these days",
    ),
    filled("notifications/away.html", "liaison", AWAY),
    filled("notifications/away.html", "clerk", AWAY),
    faulty("notifications/away.html", "liaison", AWAY, press="Keep this"),
    filled("cities/holidays.html", "nobody", DAYS_OFF, "city"),
    filled("cities/holidays.html", "liaison", DAYS_OFF, "city"),
    faulty("cities/holidays.html", "liaison", DAYS_OFF, "city", press="Put it on the list"),
    done(
        "cities/holidays.html",
        "facilitator",
        DAYS_OFF,
        "city",
        fill={
            "on": "2097-11-29",
            "name": "Day after Thanksgiving",
            "source": "Personnel policy (sample)",
        },
        press="Put it on the list",
    ),
)
EMPTY = (bare("notifications/away.html", "staff", AWAY),)
