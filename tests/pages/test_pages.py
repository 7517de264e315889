"""Every page, in each of its states, looked at as its readers do."""

from functools import partial
from pathlib import Path

import pytest
from django.core.cache import cache

from tests.pages.browser import Look, Visit
from tests.pages.catalogue import EMPTY, FILLED
from tests.pages.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NO_PAGES = (
    "_parts/",
    "agreements/sections/",
    "training/sections/",
    "forms/",
    "django/",
    "allauth/",
    "notifications/mail/",
    "account/email/",
)
"""Folders of what pages are made of, and of letters."""
FRAMES = {
    "base.html",
    "account/base_reauthenticate.html",
    "notifications/_note.html",
    "notifications/_duties.html",
}
"""What pages extend or include."""


def pages() -> set[str]:
    """Every template that is a page of its own."""
    names = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    return {name for name in names if not name.startswith(NO_PAGES)} - FRAMES


def test_every_page_is_in_the_catalogue():
    assert sorted(pages() - {state.template for state in FILLED + EMPTY}) == []


def test_no_two_entries_say_the_same():
    said = [str(state) for state in FILLED + EMPTY]
    assert sorted({one for one in said if said.count(one) > 1}) == []


@pytest.mark.parametrize("site", [True], indirect=True, ids=["filled"])
@pytest.mark.parametrize("state", FILLED, ids=str)
def test_a_page_is_good_to_read(site, readers, state: State):
    assert faults(site, readers, state) == []


@pytest.mark.parametrize("site", [False], indirect=True, ids=["empty"])
@pytest.mark.parametrize("state", EMPTY, ids=str)
def test_an_empty_page_is_good_to_read(site, readers, state: State):
    assert faults(site, readers, state) == []


def faults(site, readers, state: State) -> list[str]:
    """Everything wrong with one page in one state."""
    cache.clear()  # nobody is turned away for the tries of an earlier visit
    visit = Visit(
        url=site.url + state.path(site.world.things),
        fill=state.typed(site.world.things),
        press=state.press,
        meanwhile=partial(state.meanwhile, site.world),
    )
    with site.drawing() as drawn:
        seen = readers.look(visit, partial(site.cookies, state))
    found = [] if seen.status == state.status else [f"answers {seen.status}"]
    if state.template not in drawn:
        found.append(f"{state.template} was not drawn")
    if state.says not in seen.text:
        found.append(f'"{state.says}" is not said')
    return found + seen.faults + _misnamed(seen, state) + _borrowed(seen, state, site.titles)


def _misnamed(seen: Look, state: State) -> list[str]:
    """A title says first that something is wrong, exactly when something is."""
    marked = seen.title.startswith("Error: ")
    if seen.has_problems == marked == state.has_problems:
        return []
    return [f"problems: {seen.has_problems}, title: {seen.title}"]


def _borrowed(seen: Look, state: State, titles: dict[str, str]) -> list[str]:
    """No two addresses share a title; the states of one page may, as a form that is refused.

    A page of refusal is the same page wherever it is met.
    """
    if state.status >= 400:
        return []
    title = seen.title.removeprefix("Error: ")
    owner = titles.setdefault(title, seen.path)
    return [] if owner == seen.path else [f'{owner} is also called "{title}"']
