"""The list of proposals in what it can show: hits, filters, orders, pages, and nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from initiatives.models.ordering import LATEST, Place
from tests.access.world import World
from tests.conftest import NOON
from tests.pages.states import bare, done, faulty, filled

LIST, PAGE = "initiatives:proposals", "initiatives/proposals.html"
BEGINNING = Place(LATEST, NOON.replace(year=2000), 1)
"""Behind everything, the latest first."""


@contextmanager
def short_pages(_: World) -> Iterator[None]:
    """Three proposals fill a page."""
    with patch("initiatives.results.finding.PAGE", 3):
        yield


FILLED = (
    filled(PAGE, "facilitator", LIST, query="?q=truck", says="Leave out", name="hits"),
    filled(PAGE, "administrator", LIST, query="?q=truck", name="hits in titles alone"),
    filled(
        PAGE,
        "liaison",
        LIST,
        query="?state=submitted&state=returned&city=raytown&sent_from=2026-01-01&needs=on",
        says="Waits for my city",
        name="filtered",
    ),
    filled(PAGE, "author", LIST, query="?mine=on&sort=-title", name="mine, turned round"),
    filled(
        PAGE, "administrator", LIST, query="?sort=-saving", says="Not open to you", name="by saving"
    ),
    bare(PAGE, "facilitator", LIST, query="?q=ladder+truk", says="Titles that come near"),
    bare(
        PAGE,
        "facilitator",
        LIST,
        query=f"?after={BEGINNING}",
        says="Nothing comes after this place",
    ),
    faulty(
        PAGE,
        "facilitator",
        LIST,
        query="?after=nowhere",
        press="",
        says="names a place that is not in this order",
    ),
    done(PAGE, "facilitator", LIST, press="Show", meanwhile=short_pages, says="Next", name="pages"),
)
EMPTY = ()
