"""Texts such as nobody would write, for tests that must hold for any text."""

from hypothesis import strategies as st

MARKS = ["# ", "## ", "###### ", "- ", "1. ", "> ", "    ", "|a|\n|-|\n|", "```\n", "*", "**", "`"]
PIECES = ["\n", "\n\n", "[a](b)", "![](c)", "word", "<i>", "&amp;", "\\", "1️⃣"]
MARKDOWN = st.lists(st.sampled_from(MARKS + PIECES) | st.text(max_size=6), max_size=14).map("".join)
"""Markdown in which anything may stand beside anything; "word" stands for what must not be lost."""
