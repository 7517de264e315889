"""Limited Markdown: read into nodes, and written as HTML and as plain text."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given
from lxml import html

from collaborative.markdown import plain, read_markdown, rendered
from tests.texts import ANYTHING, MARKDOWN, PROSE

# --- read ----------------------------------------------------------------------------------------


def depths_in(nodes: list[dict[str, object]]) -> Iterator[object]:
    for node in nodes:
        if node["kind"] == "heading":
            yield node["depth"]
        else:
            yield from depths_in(node.get("inside", []))


def text(words: str) -> dict[str, object]:
    return {"kind": "text", "text": words}


def paragraph(*inside: dict[str, object]) -> dict[str, object]:
    return {"kind": "paragraph", "inside": list(inside)}


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        ("", []),
        ("One\ntwo", [paragraph(text("One"), text(" "), text("two"))]),
        ("One\\\ntwo", [paragraph(text("One"), {"kind": "break"}, text("two"))]),
        (
            "*a* **b** `c`",
            [
                paragraph(
                    {"kind": "emphasis", "inside": [text("a")]},
                    text(" "),
                    {"kind": "strong", "inside": [text("b")]},
                    text(" "),
                    {"kind": "code", "text": "c"},
                )
            ],
        ),
        ("<b>x</b>", [paragraph(text("<b>x</b>"))]),
        ("#read(x) $y$ @z", [paragraph(text("#read(x) $y$ @z"))]),
        ("![A map](map.png)", [paragraph(text("[Picture: A map]"))]),
        ("![](map.png)", [paragraph(text("[Picture: without a description]"))]),
        (
            "[MARC](https://marc.org)",
            [paragraph({"kind": "link", "to": "https://marc.org", "inside": [text("MARC")]})],
        ),
        (
            "[](https://marc.org)",
            [
                paragraph(
                    {"kind": "link", "to": "https://marc.org", "inside": [text("https://marc.org")]}
                )
            ],
        ),
        ("# ` `", [paragraph({"kind": "code", "text": " "})]),
        ("[here](/page)", [paragraph(text("here"), text(" (/page)"))]),
        ("---", [{"kind": "rule"}]),
        ("    x = 1\n", [{"kind": "listing", "text": "x = 1"}]),
        ("> a", [{"kind": "quote", "inside": [paragraph(text("a"))]}]),
        (
            "- a",
            [{"kind": "bullets", "inside": [{"kind": "item", "inside": [paragraph(text("a"))]}]}],
        ),
        (
            "3) a",
            [
                {
                    "kind": "numbers",
                    "start": 3,
                    "mark": ")",
                    "inside": [{"kind": "item", "inside": [paragraph(text("a"))]}],
                }
            ],
        ),
        (
            "|a|b|c|\n|:-:|--:|-|\n|1|2|3|",
            [
                {
                    "kind": "table",
                    "head": [[text("a")], [text("b")], [text("c")]],
                    "rows": [[[text("1")], [text("2")], [text("3")]]],
                    "align": ["center", "right", "left"],
                }
            ],
        ),
    ],
)
def test_markdown_becomes_nodes(source: str, nodes: list[dict[str, object]]) -> None:
    assert read_markdown(source, exact=True) == nodes


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        ("One\ntwo", [paragraph(text("One"), {"kind": "break"}, text("two"))]),
        ("    One", [paragraph(text("One"))]),
        ("Total\n---", [paragraph(text("Total")), {"kind": "rule"}]),
        ("[1]: https://marc.org", [paragraph(text("[1]: https://marc.org"))]),
    ],
)
def test_a_typed_text_keeps_its_lines_and_words(source: str, nodes: list[dict[str, object]]):
    assert read_markdown(source) == nodes


@pytest.mark.parametrize(
    ("source", "depths"),
    [
        ("# a\n## b\n### c\n## d", [1, 2, 3, 2]),
        ("### a\n##### b\n# c", [1, 2, 1]),
        ("# a\n#### b\n## c\n### d", [1, 2, 2, 3]),
        ("# a\n## b\n### c\n#### d\n##### e\n###### f", [1, 2, 3, 4, 5, 5]),
        ("#\n\n## a", [1]),
        ("# \u200b\n\n## a", [1]),
        ("> # a\n>\n> - ### b", [1, 2]),
    ],
)
def test_headings_never_skip_a_level(source: str, depths: list[int]) -> None:
    assert list(depths_in(read_markdown(source, exact=True))) == depths


def test_quotes_in_quotes_end_somewhere() -> None:
    nodes, deep = read_markdown(">" * 12 + " a"), 0
    while nodes[0]["kind"] == "quote":
        nodes, deep = nodes[0]["inside"], deep + 1
    assert (deep, nodes) == (5, [paragraph(text("a"))])


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - "])
def test_words_behind_many_marks_are_not_lost(mark: str) -> None:
    assert json.dumps(read_markdown(mark * 30 + "word")).count("word") == 1


@given(MARKDOWN)
def test_no_word_of_a_markdown_text_is_lost(source: str) -> None:
    said = json.dumps(read_markdown(source, exact=True), ensure_ascii=False)
    assert said.count("word") == source.count("word")


# --- written as HTML -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", ""),
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>\n"),
        ("# A\n### B\n# C", "<h4>A</h4>\n<h5>B</h5>\n<h4>C</h4>\n"),
        ("# A\n## B\n### C\n#### D", "<h4>A</h4>\n<h5>B</h5>\n<h6>C</h6>\n<h6>D</h6>\n"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
        (
            "- a\n  1. b\n- c\n\n  d",
            (
                '<ul>\n<li>a<ol start="1">\n<li>b</li>\n</ol>\n</li>\n'
                "<li><p>c</p>\n<p>d</p>\n</li>\n</ul>\n"
            ),
        ),
        ("7. a\n8. b", '<ol start="7">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("```\na < b\n```", "<pre><code>a &lt; b</code></pre>\n"),
        ("---", "<hr>\n"),
        (
            "|Year|Cost|\n|-|-:|\n|1|*2*|",
            (
                '<div class="portal-scroll" tabindex="0" role="group" aria-label="Table">\n'
                '<table>\n<thead>\n<tr><th scope="col">Year</th>'
                '<th class="portal-number" scope="col">Cost</th></tr>\n</thead>\n<tbody>\n'
                '<tr><td>1</td><td class="portal-number"><em>2</em></td></tr>\n</tbody>\n'
                "</table>\n</div>\n"
            ),
        ),
        (
            "[MARC](https://marc.org?a&b) <clerk@raytown.example>",
            (
                '<p><a href="https://marc.org?a&amp;b" rel="nofollow noopener noreferrer">MARC</a> '
                '<a href="mailto:clerk@raytown.example" rel="nofollow noopener noreferrer">'
                "clerk@raytown.example</a></p>\n"
            ),
        ),
        ("[here](/admin) [go](javascript:x)", "<p>here (/admin) [go](javascript:x)</p>\n"),
        ("![A map](https://a.example/b.png)", "<p>[Picture: A map]</p>\n"),
        ("<b>5 < 6 & {7}</b>", "<p>&lt;b&gt;5 &lt; 6 &amp; {7}&lt;/b&gt;</p>\n"),
    ],
)
def test_markdown_becomes_a_page(source: str, shown: str) -> None:
    assert rendered(source, first_heading=4) == shown


TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"),
    *("h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"href", "rel", "start", "class", "scope", "tabindex", "role", "aria-label"}


class Strict(HTMLParser):
    """Follows the elements of a page and names each that should not be there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.faults += [tag] if tag not in TAGS else []
        self.faults += [name for name, _ in attrs if name not in ATTRIBUTES]
        to = dict(attrs).get("href", "https://").lower()
        self.faults += [] if to.startswith(("https://", "http://", "mailto:")) else [to]
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag}")

    def handle_comment(self, data):
        self.faults.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(ANYTHING)
def test_nothing_but_words_and_structure_ever_comes_out(source: str) -> None:
    seen = Strict(rendered(source, first_heading=3))
    assert (seen.faults, seen.open) == ([], [])


def test_the_watcher_sees_what_it_is_for():
    seen = Strict('<p onclick=x><script><a href="javascript:x"></a></p><!-- x -->')
    assert (seen.faults, seen.open) == (["onclick", "script"], ["p", "script"])


@given(PROSE)
def test_every_word_that_people_type_is_on_the_page(source: str) -> None:
    page = html.fragment_fromstring(rendered(source, first_heading=3), create_parent="div")
    assert page.text_content().split() == source.split()


@given(MARKDOWN)
def test_no_word_is_lost_on_the_page_or_in_a_mail(source: str) -> None:
    written = (rendered(source, first_heading=3), plain(source))
    assert [it.count("word") for it in written] == [source.count("word")] * 2


# --- written as plain text -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", ""),
        ("One\ntwo\n\nthree", "One\ntwo\n\nthree"),
        ("# *A* **b** `c`", "A b c"),
        ("- a\n  1. b\n- c\n\n  d", "- a\n  1. b\n- c\n\n  d"),
        ("9) a\n10) b\n    - c", "9) a\n10) b\n    - c"),
        ("> a\n>\n> - b", "> a\n> \n> - b"),
        ("[MARC](https://marc.org) <https://marc.org>", "MARC (https://marc.org) https://marc.org"),
        ("<clerk@raytown.example>", "clerk@raytown.example"),
        ("|Year|Cost|\n|-|-:|\n|1|*2*|", "Year | Cost\n1 | 2"),
        ("```\n a\n```\n---\n![A map](b.png)", " a\n\n* * *\n\n[Picture: A map]"),
    ],
)
def test_markdown_becomes_plain_text(source: str, shown: str) -> None:
    assert plain(source) == shown


@given(PROSE)
def test_what_people_type_stays_as_it_is(source: str) -> None:
    assert plain(source) == source.replace("\r\n", "\n")
