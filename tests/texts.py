"""Texts such as nobody would write, for tests that must hold for any text."""

from hypothesis import strategies as st

MARKS = ["# ", "## ", "###### ", "- ", "1. ", "> ", "    ", "|a|\n|-|\n|", "```\n", "*", "**", "`"]
PIECES = ["\n", "\n\n", "[a](b)", "![](c)", "word", "<i>", "&amp;", "\\", "1️⃣"]
MARKDOWN = st.lists(st.sampled_from(MARKS + PIECES) | st.text(max_size=6), max_size=14).map("".join)
"""Markdown in which anything may stand beside anything; "word" stands for what must not be lost."""

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![a](https://example.org/a.png)",
    "[a](javascript:alert(1))",
    '[a](https://example.org "\'><b onclick=x>")',
    '<https://example.org/"onmouseover=x>',
    "<javascript:alert(1)>",
    "[a](data:text/html,x)",
    "</p></div>",
    "<!-- ",
    "]]>",
    "&lt;script&gt;",
    "&#106;avascript:",
]
ANYTHING = st.lists(
    st.sampled_from(MARKS + PIECES + HOSTILE) | st.text(max_size=6), max_size=14
).map("".join)
"""Markdown by somebody who wishes the reader ill."""

WORDS = st.from_regex(r"[A-Za-zéü’]{1,9}[.,;:!?]?", fullmatch=True)
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), min_size=1, max_size=6)
PROSE = st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n"])).map(lambda it: it[1].join(it[0]))
"""What people type: words, lines and paragraphs."""
