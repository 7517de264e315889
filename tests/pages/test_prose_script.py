"""Writing prose in the browser: what pasting keeps, what is counted, and that nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html as trees
from playwright.sync_api import Page, Route

from collaborative.markdown import rendered
from collaborative.wording import words_in
from tests.texts import PROSE

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = [ROOT / "static" / "js" / f"{name}.js" for name in ("markdown", "clipboard", "prose")]
CLIPBOARD = Path(__file__).with_name("clipboard")
COPIED = sorted(CLIPBOARD.glob("*.html"))
FORM = """<!doctype html><title>Sample</title>
<form><label for="idea">Idea</label>
<textarea id="idea" name="idea" data-prose data-usual-words="3" rows="2" cols="20"
  aria-describedby="idea_help"></textarea>
<p id="idea_help">Say it in your own words.</p>
<p id="idea_words" data-counter-for="idea">0 words; about 3 are usual</p>
<label for="plain">Other</label><textarea id="plain">Not prose</textarea></form>
""" + "".join(f'<script src="{script.name}" defer></script>' for script in SCRIPTS)
POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"}
PASTE = """([selector, html, text]) => {
  const data = new DataTransfer();
  if (html !== null) data.setData("text/html", html);
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return document.querySelector(selector).dispatchEvent(paste);
}"""


@pytest.fixture(scope="module")
def reader(browser) -> Iterator[Page]:
    """A page that only reads: nothing may be fetched from it."""
    page = browser.new_page()
    page.set_content("<title>Sample</title>")
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    yield page
    page.close()


@pytest.fixture
def form(browser) -> Iterator[Page]:
    """A form with one box for prose and one that is none, under the portal's own policy.

    Whatever the browser complains of in the meantime fails the test.
    """
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", _serve)
    page.goto("http://portal.test/")
    page.evaluate("() => { window.heard = []; }")
    page.evaluate("document.addEventListener('input', (event) => heard.push(event.target.id))")
    yield page
    page.close()
    assert complaints == []


def _serve(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    if name.endswith(".js"):
        route.fulfill(path=ROOT / "static" / "js" / name, content_type="text/javascript")
    elif not name:
        route.fulfill(body=FORM, content_type="text/html", headers=POLICY)
    else:
        route.abort()


def markdown(page: Page, copied: str) -> str:
    return page.evaluate("(html) => portalClipboard.markdown(html)", copied)


def paste(page: Page, html: str | None, text: str = "", *, into: str = "#idea") -> bool:
    """Paste; answers whether the browser is left to paste the plain text itself."""
    return page.evaluate(PASTE, [into, html, text])


def written(page: Page, name: str = "#idea") -> str:
    return page.locator(name).input_value()


# --- from the clipboard to Markdown --------------------------------------------------------------


@pytest.mark.parametrize("copied", COPIED, ids=lambda path: path.stem)
def test_what_was_copied_becomes_markdown(reader, copied):
    expected = copied.with_suffix(".md").read_text(encoding="utf-8").removesuffix("\n")
    assert markdown(reader, copied.read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize("copied", COPIED, ids=lambda path: path.stem)
def test_the_portal_reads_the_markdown_as_it_was_meant(reader, copied):
    """No mark is left over as a letter, and pasting what was shown gives the same once more."""
    said = markdown(reader, copied.read_text(encoding="utf-8"))
    page = rendered(said, first_heading=2)
    shown = trees.fragment_fromstring(page, create_parent="div").text_content()
    assert ("**" in shown, "](" in shown.replace("[see](below)", ""), "\\|" in shown) == (
        (False,) * 3
    )


def test_nothing_in_the_clipboard_runs_or_is_fetched(browser):
    page = browser.new_page()
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_content(FORM)
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    paste(page, (CLIPBOARD / "hostile.html").read_text(encoding="utf-8"))
    page.wait_for_timeout(300)
    assert (fetched, page.evaluate("window.hit"), page.locator("iframe, img, svg").count()) == (
        [],
        None,
        0,
    )
    page.close()


INLINE = st.sampled_from(["b", "i", "strong", "em", "span", "u", "code"])
PIECE = st.from_regex(r"[a-z(]{1,3}[,.:)]?|[ *_]", fullmatch=True)


@examples(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(INLINE, max_size=2), PIECE), min_size=1, max_size=8))
def test_however_words_are_marked_the_portal_shows_the_same_words(reader, pieces):
    source = "".join(
        "".join(f"<{tag}>" for tag in tags) + text + "".join(f"</{tag}>" for tag in reversed(tags))
        for tags, text in pieces
    )
    page = rendered(markdown(reader, f"<p>x{source}x</p>"), first_heading=2)
    shown = trees.fragment_fromstring(page, create_parent="div").text_content()
    meant = "x" + "".join(text for _, text in pieces) + "x"
    assert shown.split() == meant.split()


WORDS = st.from_regex(r"[a-z]{1,4}", fullmatch=True)


def _list(name: str, items: list[str]) -> str:
    return f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>"


BLOCKS = st.recursive(
    WORDS.map(lambda word: f"<p>{word}</p>")
    | WORDS.map(lambda word: f"<div>{word}<br>{word}</div>")
    | WORDS.map(lambda word: f"<h3><b>{word}</b></h3>")
    | WORDS
    | st.lists(WORDS, min_size=4, max_size=4).map(
        lambda it: "<table><tr><td>{}<td>{}<tr><td>{}<td>{}</table>".format(*it)
    ),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.builds(_list, st.sampled_from(["ul", "ol"]), st.lists(inner, min_size=1, max_size=3))
        | inner.map(lambda it: f"<blockquote>{it}</blockquote>")
    ),
    max_leaves=8,
)


@examples(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BLOCKS)
def test_however_blocks_are_nested_no_word_is_lost_or_moved(reader, source):
    page = rendered(markdown(reader, source), first_heading=2)
    shown, meant = (
        " ".join(trees.fragment_fromstring(it, create_parent="div").itertext()).split()
        for it in (page, source)
    )
    assert shown == meant


def test_the_portals_policy_has_nothing_to_say_against_it(form):
    assert all(markdown(form, copied.read_text(encoding="utf-8")) for copied in COPIED)


# --- pasting into a box --------------------------------------------------------------------------


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
