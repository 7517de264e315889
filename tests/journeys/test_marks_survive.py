"""An evaluator on a tablet: each mark is saved at once, in a tunnel too, and no place is lost.

It goes before the refusals, one of which closes the sample round for good.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.pages import follow, press

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^Saved \d+:\d\d [ap]m$")
NOT_SAVED = re.compile(
    r"^Not saved since \d+:\d\d [ap]m: the connection is gone\. It is tried again by itself\.$"
)
ACROSS, UPRIGHT = {"width": 1180, "height": 820}, {"width": 820, "height": 1180}
TOO_SMALL = """() => [...document.querySelectorAll('.portal-mark__tile, a[data-pane], button')]
  .filter(one => one.closest('main') && one.getClientRects().length)
  .map(one => one.getBoundingClientRect())
  .filter(box => box.height < 44 || box.width < 44).length"""


@pytest.fixture
def tablet(somebody: Somebody) -> Page:
    """Blue Springs’ evaluator with a review open, held across."""
    page = somebody("evaluator-blue-springs", window=9)
    page.set_viewport_size(ACROSS)
    page.goto("/reviews/?show=left")
    page.get_by_role("link", name=re.compile("^Go on with")).click()
    if page.locator('[name="conflict"]').count():
        page.locator("label", has_text="No: neither I nor").click()
        press(page, "Continue")
    return page


def mark(page: Page, criterion: int, number: int) -> None:
    """Tap one mark of a criterion, both counted from 0."""
    page.locator(".portal-scale").nth(criterion).locator("label").nth(number).click()


def tick(page: Page, criterion: int):
    return page.locator(".portal-criterion").nth(criterion).locator("> .portal-tick")


def line(page: Page):
    return page.locator("[data-saved]")


def test_each_mark_is_saved_at_once_with_a_tick_in_a_tunnel_too(tablet: Page):
    mark(tablet, 1, 3)
    expect(tick(tablet, 1)).to_have_text(SAVED)
    expect(line(tablet)).to_have_text(SAVED)
    expect(tablet.locator("[data-said]")).to_have_text(SAVED)
    assert tablet.locator("[data-said]").get_attribute("role") == "status"
    tablet.context.set_offline(True)
    mark(tablet, 2, 4)
    tablet.locator(".portal-criterion").nth(2).get_by_text("Remark", exact=False).first.click()
    tablet.locator("textarea").nth(2).fill("Typed in the tunnel.")
    expect(line(tablet)).to_have_text(NOT_SAVED)
    expect(tick(tablet, 2)).to_have_text("")
    tablet.context.set_offline(False)
    expect(tick(tablet, 2)).to_have_text(SAVED, timeout=30_000)
    expect(line(tablet)).to_have_text(SAVED, timeout=30_000)
    address = tablet.url
    tablet.goto("/reviews/")
    tablet.goto(address)
    chosen = tablet.locator(".portal-scale").nth(2).locator("input").nth(4)
    expect(chosen).to_be_checked()
    expect(tablet.locator("textarea").nth(2)).to_have_value("Typed in the tunnel.")
    assert tablet.evaluate("() => Object.keys(localStorage).length") == 0


def scrolled(page: Page) -> list[int]:
    """How far the proposal and the marks are scrolled."""
    return page.evaluate(
        "() => ['proposal', 'marks'].map(id => Math.round(document.getElementById(id).scrollTop))"
    )


def test_turning_the_tablet_and_the_page_keeps_both_places(tablet: Page):
    assert tablet.evaluate(TOO_SMALL) == 0
    tablet.evaluate("() => { proposal.scrollTop = 300; marks.scrollTop = 200; }")
    assert scrolled(tablet) == [300, 200]
    tablet.set_viewport_size(UPRIGHT)
    expect(tablet.locator("#marks")).to_be_hidden()
    tablet.evaluate("() => { proposal.scrollTop = 400; }")
    tablet.get_by_role("link", name="Your marks", exact=True).click()
    expect(tablet.locator("#marks")).to_be_visible()
    expect(tablet.locator("#proposal")).to_be_hidden()
    tablet.evaluate("() => { marks.scrollTop = 250; }")
    tablet.get_by_role("link", name="The proposal", exact=True).click()
    expect(tablet.locator("#proposal")).to_be_visible()
    assert scrolled(tablet) == [400, 250]
    assert tablet.evaluate(TOO_SMALL) == 0


def test_another_window_follows_and_what_it_replaces_can_be_put_back(
    tablet: Page, somebody: Somebody
):
    other = somebody("evaluator-blue-springs", window=10)
    other.goto(tablet.url)
    box = tablet.locator('textarea[name="comment"]')
    box.fill("Typed here.")
    expect(line(tablet)).to_have_text(SAVED, timeout=30_000)
    other.locator('textarea[name="comment"]').fill("Typed there.")
    aside = other.locator(".portal-aside")
    expect(aside.locator("blockquote")).to_have_text("Typed here.", timeout=30_000)
    aside.get_by_role("button", name="Put that text back").click()
    expect(other.locator("[data-tick=comment]")).to_have_text(SAVED, timeout=30_000)
    tablet.reload()
    expect(box).to_have_value("Typed here.")


def test_who_signed_out_elsewhere_finds_the_mark_saved_after_signing_in(tablet: Page):
    address = tablet.url
    tablet.context.clear_cookies(name="sessionid")
    mark(tablet, 3, 2)
    expect(tablet.get_by_role("alert")).to_contain_text("What you typed is kept for you.")
    assert tablet.locator("[data-scoring]").count() == 0
    follow(tablet, "Sign in again")
    tablet.goto("/demo/")
    tablet.locator('form[action="/demo/sign-in/evaluator-blue-springs/"] button').click()
    tablet.get_by_role("heading", name="What waits for you").wait_for()
    tablet.goto(address)
    expect(tick(tablet, 3)).to_have_text(SAVED, timeout=30_000)
