"""Every page, in each of its states, looked at as its readers do."""

from pathlib import Path

import pytest
from django.db import transaction

from tests.conftest import sign_in
from tests.pages.browser import look, reads_without_scripts
from tests.pages.catalogue import EMPTY, FILLED
from tests.pages.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NO_PAGES = ("_parts/", "forms/", "django/", "allauth/", "base.html")


def pages() -> set[str]:
    """Every template that is a page of its own."""
    names = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    return {name for name in names if not name.startswith(NO_PAGES) and "/mail/" not in name}


def test_every_page_is_in_the_catalogue():
    assert sorted(pages() - {state.template for state in FILLED + EMPTY}) == []


@pytest.mark.parametrize("site", [True], indirect=True, ids=["filled"])
@pytest.mark.parametrize("state", FILLED, ids=str)
def test_a_page_is_good_to_read(site, browser, state: State):
    assert faults(site, browser, state) == []


@pytest.mark.parametrize("site", [False], indirect=True, ids=["empty"])
@pytest.mark.parametrize("state", EMPTY, ids=str)
def test_an_empty_page_is_good_to_read(site, browser, state: State):
    assert faults(site, browser, state) == []


def faults(site, browser, state: State) -> list[str]:
    """Everything wrong with one page in one state."""
    path = state.path(site.world.things)
    with transaction.atomic():  # taken back at once, lest its locks hold up the real visit
        answer = sign_in(site.world.people[state.who]).get(path)
        transaction.set_rollback(True)
    found = [] if answer.status_code == 200 else [f"answers {answer.status_code}"]
    if state.template not in {template.name for template in answer.templates}:
        found.append(f"{state.template} was not drawn")
    url, cookies = site.url + path, site.cookies[state.who]
    seen = look(browser, url, cookies, press=state.press)
    if state.press and not seen.title.startswith("Error: "):
        found.append(f'the title does not begin with "Error:": {seen.title}')
    return found + seen.faults + reads_without_scripts(browser, url, cookies)
