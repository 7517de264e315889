"""What was copied elsewhere becomes Markdown: its words and structure, and nothing else."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from lxml import html as trees
from playwright.sync_api import Page

from collaborative.markdown import rendered

pytestmark = pytest.mark.browser
CLIPBOARD = Path(__file__).with_name("clipboard")
COPIED = sorted(CLIPBOARD.glob("*.html"))


def markdown(page: Page, copied: str) -> str:
    return page.evaluate("(html) => portalClipboard.markdown(html)", copied)


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
