"""Markdown read into nodes."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given

from collaborative.markdown import read_markdown
from tests.texts import MARKDOWN


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
    assert list(depths_in(read_markdown(source))) == depths


def test_quotes_in_quotes_end_somewhere() -> None:
    nodes, deep = read_markdown(">" * 12 + " a"), 0
    while nodes[0]["kind"] == "quote":
        nodes, deep = nodes[0]["inside"], deep + 1
    assert (deep, nodes) == (5, [paragraph(text("a"))])


@given(MARKDOWN)
def test_no_word_of_a_markdown_text_is_lost(source: str) -> None:
    said = json.dumps(read_markdown(source), ensure_ascii=False)
    assert said.count("word") == source.count("word")
