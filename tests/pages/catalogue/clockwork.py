"""The clockwork behind the pages, and letting held mail go (once, so nobody presses it here)."""

from tests.pages.states import bare, faulty, filled

CLOCKWORK = "notifications:clockwork"
RELEASE = "notifications:release"

FILLED = (
    filled("notifications/clockwork.html", "administrator", CLOCKWORK),
    filled("notifications/release.html", "administrator", RELEASE),
    faulty("notifications/release.html", "administrator", RELEASE, press="Let mail go"),
    filled("notifications/ledger.html", "facilitator", "notifications:ledger", query="?state=held"),
)
EMPTY = (
    bare("notifications/clockwork.html", "administrator", CLOCKWORK),
    bare("notifications/release.html", "administrator", RELEASE),
)
