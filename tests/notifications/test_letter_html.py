"""The HTML side of letters as mail programs show it: on a phone, in the dark, without a network."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from notifications.operations.blocks import Button
from notifications.operations.dressing import as_html
from notifications.operations.letters import Letter
from tests.pages.browser import AXE, TOO_WIDE

URL = "https://portal.sample.example/proposals/EJC-2026-014/"
FOOT = (
    "You get this letter because you are an author of this proposal.\n\n"
    f"Common Purpose, the portal of the shared-services collaborative: {URL}\n"
)
TEXT = f"""Hello Staff, Raytown,

Facilitator, Mid-America Regional Council returned your proposal to you. What is asked for:

Say more about the costs.

What waits for Raytown (2)
----------
- Sample: shared road salt. It waits for your answer.
  {URL}
- {"Averylongwordthatnobodycanbreak" * 4}

Change the proposal, then send it in again:

{URL}

{URL}{"and-a-very-long-path/" * 8}

{FOOT}"""
LETTER = Letter(
    "Returned to you: EJC-2026-014 Sample: shared road salt",
    TEXT,
    foot=FOOT,
    button=Button("Change the proposal", URL),
)
INLINE = re.compile(r"<(?!/|!|html|head|meta|title|style|br|header)(\w+)(?![^>]*style=)[^>]*>")


@pytest.fixture
def page(browser):
    """A mail program on a narrow phone that asks nothing of the network."""
    context = browser.new_context(viewport={"width": 320, "height": 700}, offline=True)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_letter_is_good_to_read(page, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 700})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(as_html(LETTER))
    assert page.evaluate(TOO_WIDE) == []
    violations = Axe().run(page, options=AXE).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    assert asked == []
    paper = page.locator("main").evaluate("main => getComputedStyle(main).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(46, 46, 46)"}[scheme]


@pytest.mark.browser
def test_the_button_is_large_enough_for_a_thumb_and_leads_to_the_thing(page):
    page.set_content(as_html(LETTER))
    button = page.get_by_role("link", name="Change the proposal", exact=True)
    assert button.get_attribute("href") == URL
    assert button.bounding_box()["height"] >= 44
    entry = page.get_by_role("link", name="Sample: shared road salt. It waits for your answer.")
    assert entry.get_attribute("href") == URL


def test_every_element_carries_its_own_style_and_nothing_comes_from_elsewhere():
    html = as_html(LETTER)
    body = html[html.index("<body") :]
    assert INLINE.findall(body) == []
    assert re.findall(r"<(?:img|link|script|iframe|object|svg|base|form)|url\(|@import", html) == []
    (rules,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert rules.startswith("@media (prefers-color-scheme: dark)")


def test_both_sides_say_the_same():
    """Whatever stands in the text stands in the HTML, in the same order, and nothing else."""
    html = as_html(LETTER)
    words = re.sub(r"<(?:style|title).*?</(?:style|title)>|<[^>]+>", " ", html, flags=re.DOTALL)
    said = words.replace("&amp;", "&").split()
    rule, addresses = "----------", (f"  {URL}\n", f"{URL}\n\n{URL}")
    text = TEXT.replace(rule, "").replace(addresses[0], "")
    text = text.replace(addresses[1], f"Change the proposal\n\n{URL}")
    text = text.replace("\n- ", "\n")
    assert said == ["Common", "Purpose", *LETTER.subject.split(), *text.split()]


def test_the_plain_text_is_no_html_and_every_address_stands_whole_on_a_line():
    assert "<" not in LETTER.text
    assert "&amp;" not in LETTER.text
    assert max(len(line) for line in LETTER.text.splitlines()) < 998
    assert URL in [line.strip() for line in LETTER.text.splitlines()]
