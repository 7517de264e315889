"""The ledger of mail, one's own mail, and how often the digest comes."""

from tests.pages.states import bare, done, filled

LEDGER = "notifications:ledger"
MESSAGE = "notifications:message"
WAY_OUT = "notifications:unsubscribe"

FILLED = (
    filled("notifications/ledger.html", "facilitator", LEDGER),
    filled("notifications/ledger.html", "administrator", LEDGER, query="?state=failed"),
    filled("notifications/message.html", "facilitator", MESSAGE, "message"),
    filled("notifications/message.html", "administrator", MESSAGE, "held_message"),
    filled("notifications/message.html", "liaison", MESSAGE, "sent_message"),
    filled("notifications/mine.html", "liaison", "notifications:mine"),
    bare("notifications/mine.html", "clerk", "notifications:mine"),
    filled("notifications/preferences.html", "liaison", "notifications:preferences"),
    filled("notifications/preferences.html", "staff", "notifications:preferences"),
    done(
        "notifications/preferences.html",
        "liaison",
        "notifications:preferences",
        fill={"digest": "weekly"},
        press="Keep this choice",
    ),
    filled("notifications/unsubscribe.html", "nobody", WAY_OUT, "way_out"),
    done("notifications/unsubscribe.html", "nobody", WAY_OUT, "way_out", press="End the digest"),
)
EMPTY = (
    bare("notifications/ledger.html", "facilitator", LEDGER),
    bare("notifications/ledger.html", "facilitator", LEDGER, query="?state=failed"),
    bare("notifications/mine.html", "liaison", "notifications:mine"),
)
