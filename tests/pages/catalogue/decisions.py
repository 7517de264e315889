"""Decisions of a round, later ones that follow them, and the notices that tell of them."""

from tests.pages.states import faulty, filled

DECISIONS = "initiatives:decisions"
DECISION = "initiatives:decision"
CHANGE = "initiatives:change_decision"
NOTICES = "notifications:notices"
WORDING = "notifications:notice_wording"
NOTICE = "notifications:notice"
HOLD = "notifications:hold_notice"
KIND = ("decided_round", "authors", "recommended")
OTHER_KIND = ("decided_round", "evaluators", "all")
ONE = ("decided_round", "authors", "decided_entry", "told_author")

FILLED = (
    filled("initiatives/decisions.html", "facilitator", DECISIONS, "weighed"),
    filled("initiatives/decisions.html", "facilitator", DECISIONS, "decided_round"),
    filled("initiatives/decisions.html", "nobody", DECISIONS, "done"),
    filled("initiatives/decision.html", "facilitator", DECISION, "decided_round", "decided_entry"),
    filled("initiatives/decision_change.html", "facilitator", CHANGE, "weighed", "told_entry"),
    filled("initiatives/decision_change.html", "facilitator", CHANGE, "done", "released"),
    faulty(
        "initiatives/decision_change.html",
        "facilitator",
        CHANGE,
        "weighed",
        "told_entry",
        press="Record the later decision",
    ),
    filled("notifications/notices.html", "facilitator", NOTICES, "decided_round"),
    filled("notifications/notices.html", "facilitator", NOTICES, "weighed"),
    filled("notifications/notices_sent.html", "facilitator", NOTICES, "done"),
    filled("notifications/notice_wording.html", "facilitator", WORDING, *KIND),
    filled("notifications/notice_wording.html", "facilitator", WORDING, *OTHER_KIND),
    faulty(
        "notifications/notice_wording.html",
        "facilitator",
        WORDING,
        *OTHER_KIND,
        fill={"subject": "On {titel}", "text": "A { stands alone."},
        press="Keep this wording",
    ),
    filled("notifications/notice.html", "facilitator", NOTICE, *ONE),
    faulty(
        "notifications/notice.html",
        "facilitator",
        NOTICE,
        *ONE,
        fill={"text": "Dear {nobody}"},
        press="Keep these words",
    ),
    filled("notifications/notice_hold.html", "facilitator", HOLD, *ONE),
    faulty(
        "notifications/notice_hold.html",
        "facilitator",
        HOLD,
        *ONE,
        fill={"because": ""},
        press="Hold it back",
    ),
)
EMPTY = ()
