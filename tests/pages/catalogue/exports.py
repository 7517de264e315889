"""Packets in bulk."""

from tests.pages.states import bare, done, faulty, filled

LIST, NEW, ONE = "agreements:exports", "agreements:new_export", "agreements:export"

FILLED = (
    filled("agreements/exports.html", "clerk", LIST),
    filled("agreements/exports.html", "facilitator", LIST),
    filled("agreements/export_new.html", "clerk", NEW),
    filled("agreements/export_new.html", "facilitator", NEW),
    bare(
        "agreements/export_new.html",
        "facilitator",
        NEW,
        query="?begins_on=2001-01-01&ends_on=2001-01-31",
        says="No adopted agreement is found there",
    ),
    faulty(
        "agreements/export_new.html",
        "clerk",
        NEW,
        fill={"begins_on": "2026-03-02", "ends_on": "2026-03-01"},
        press="Show what that is",
    ),
    faulty(
        "agreements/export_new.html",
        "clerk",
        NEW,
        fill={"which": "ticked"},
        press="Export the packets",
        name="nothing ticked",
    ),
    done("agreements/export.html", "facilitator", NEW, press="Export the packets"),
    filled("agreements/export.html", "clerk", ONE, "export", says="Download the file"),
    filled("agreements/export.html", "clerk", ONE, "waiting_export", says="0 of 1 packets"),
    filled("agreements/export.html", "clerk", ONE, "running_export", says="1 of 2 packets"),
    filled("agreements/export.html", "clerk", ONE, "bound_export", says="put into one file"),
    filled("agreements/export.html", "clerk", ONE, "failed_export", says="no room left"),
    filled("agreements/export.html", "facilitator", ONE, "cancelled_export", says="cancelled"),
    filled("agreements/export.html", "clerk", ONE, "expired_export", says="was kept until"),
)
EMPTY = (
    bare("agreements/exports.html", "clerk", LIST),
    bare("agreements/export_new.html", "clerk", NEW),
)
