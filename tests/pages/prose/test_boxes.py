"""Pasting into a box for prose, the words counted below it, and how it grows."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html as trees
from playwright.sync_api import Page

from collaborative.wording import words_in
from tests.pages.prose.conftest import FORM, SCRIPTS
from tests.texts import PROSE

pytestmark = pytest.mark.browser
HOSTILE = Path(__file__).with_name("clipboard") / "hostile.html"
PASTE = """([selector, html, text]) => {
  const data = new DataTransfer();
  if (html !== null) data.setData("text/html", html);
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return document.querySelector(selector).dispatchEvent(paste);
}"""


def paste(page: Page, html: str | None, text: str = "", *, into: str = "#idea") -> bool:
    """Paste; answers whether the browser is left to paste the plain text itself."""
    return page.evaluate(PASTE, [into, html, text])


def written(page: Page, name: str = "#idea") -> str:
    return page.locator(name).input_value()


# --- pasting into a box --------------------------------------------------------------------------


def test_nothing_in_the_clipboard_runs_or_is_fetched(browser):
    page = browser.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_content(FORM)
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    paste(page, HOSTILE.read_text(encoding="utf-8"))
    page.wait_for_timeout(300)
    assert (fetched, page.evaluate("window.hit"), page.locator("iframe, img, svg").count()) == (
        [],
        None,
        0,
    )
    page.close()


def test_pasting_writes_markdown_and_whoever_listens_hears_of_it(form):
    left_alone = paste(form, "<p>One <b>two</b></p>", "One two")
    assert (left_alone, written(form), form.evaluate("heard")) == (False, "One **two**", ["idea"])


def test_a_long_text_comes_in_at_once_letter_by_letter(form):
    items = "".join(f"<li>{number}  <b>&lt;b&gt;</b> &amp;amp;</li>" for number in range(500))
    paste(form, f"<ul>{items}</ul>")
    lines = [f"- {number} **<b>** \\&amp;" for number in range(500)]
    assert (written(form), form.evaluate("heard")) == ("\n".join(lines), ["idea"])


def test_pasting_can_be_taken_back(form):
    form.locator("#idea").press_sequentially("Mine. ")
    paste(form, "<p>One</p><p>two</p>", "One\ntwo")
    pasted = written(form)
    form.keyboard.type("!")
    form.keyboard.press("Control+z")
    kept = written(form)
    form.keyboard.press("Control+z")
    assert (pasted, kept, written(form)) == (
        "Mine. \n\nOne\n\ntwo",
        "Mine. \n\nOne\n\ntwo",
        "Mine. ",
    )


def test_pasting_replaces_what_is_selected_and_keeps_the_rest(form):
    form.locator("#idea").fill("before OLD after")
    form.evaluate("document.querySelector('#idea').setSelectionRange(7, 10)")
    paste(form, "<b>new</b>", "new")
    assert written(form) == "before **new** after"


def test_a_list_does_not_begin_in_the_middle_of_a_line(form):
    form.locator("#idea").fill("before after")
    form.evaluate("document.querySelector('#idea').setSelectionRange(7, 7)")
    paste(form, "<ul><li>one</li></ul>", "one")
    assert written(form) == "before \n\n- one\n\nafter"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (None, "* plain *\n"),
        ("<meta charset='utf-8'><span style='color:red'>5 * 3</span>", "5 * 3"),
        ("<img src='x.png'>", ""),
    ],
    ids=["no HTML", "no structure", "a picture"],
)
def test_what_has_no_structure_is_left_to_the_browser(form, html, text):
    assert (paste(form, html, text), written(form)) == (True, "")


def test_other_boxes_and_closed_ones_are_left_alone(form):
    form.evaluate("document.querySelector('#idea').readOnly = true")
    html = "<p>One <b>two</b></p>"
    assert (
        paste(form, html, into="#plain"),
        paste(form, html, into="#idea"),
        written(form, "#plain"),
        written(form),
    ) == (True, True, "Not prose", "")


def test_a_browser_that_cannot_type_for_a_script_still_pastes(form):
    form.evaluate("document.execCommand = () => false")
    paste(form, "<p>One <b>two</b></p>", "One two")
    assert (written(form), form.evaluate("heard")) == ("One **two**", ["idea"])


def test_a_page_includes_the_scripts_in_their_order():
    part = render_to_string("_parts/prose_scripts.html")
    tags = trees.fragment_fromstring(part, create_parent="div").findall("script")
    sources = [f"{settings.STATIC_URL}js/{script.name}" for script in SCRIPTS]
    assert [tag.get("src") for tag in tags if "defer" in tag.attrib] == sources


# --- counting ------------------------------------------------------------------------------------


def test_the_line_below_says_how_many_words_there_are(form):
    line = form.locator("#idea_words")
    said = [line.inner_text()]
    for text in ("one", "- one\n- two", "one two three four"):
        form.locator("#idea").fill(text)
        said.append(line.inner_text())
    assert (said, written(form)) == (
        [
            "0 words; about 3 are usual",
            "1 word; about 3 are usual",
            "2 words; about 3 are usual",
            "4 words; about 3 are usual",
        ],
        "one two three four",
    )


def test_the_line_describes_its_box(form):
    described = form.locator("#idea").get_attribute("aria-describedby")
    assert described == "idea_help idea_words"


def test_it_is_read_out_only_when_the_usual_number_is_passed(form):
    voice = form.locator("[role=status]")
    form.wait_for_timeout(50)
    form.locator("#idea").fill("one two")
    form.wait_for_timeout(1700)
    below = voice.inner_text()
    form.locator("#idea").fill("one two three four")
    form.wait_for_timeout(1700)
    assert (below, voice.inner_text()) == ("", "4 words; about 3 are usual")


@examples(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    PROSE | st.lists(st.sampled_from(["- a", "1. b", "|", "—", "ü", "漢字", "$5"])).map(" ".join)
)
def test_the_server_says_the_same(reader, text):
    said = reader.evaluate("(text) => portalProse.counted(portalProse.words(text), 1200)", text)
    assert said == words_in(text, usual=1200)


# --- growing -------------------------------------------------------------------------------------


def test_a_box_grows_with_its_text_and_never_hides_any(form):
    box = form.locator("#idea")
    before = box.bounding_box()["height"]
    box.fill("line\n" * 30)
    hidden = box.evaluate("(box) => box.scrollHeight - box.clientHeight")
    assert (box.bounding_box()["height"] > before, hidden) == (True, 0)
