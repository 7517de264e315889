"""What a memo is made of: plain dicts, so that rows and tests can make one.

Everything stands on the page as it is given, in the order it is given.
"""

from datetime import date
from typing import TypedDict


class Table(TypedDict):
    """Headings, and rows of as many texts; ``numbers`` are the columns set flush right."""

    headings: list[str]
    rows: list[list[str]]
    widths: list[int]  # parts of the page, one for each column
    numbers: list[int]


class Section(TypedDict):
    """A heading with its sentences, and a table where there is one."""

    title: str
    sentences: list[str]
    table: Table | None


class Memo(TypedDict):
    """The whole document; ``on`` is its own date."""

    title: str
    collaborative: str
    kind: str
    sample: bool  # invented for demonstration: said on every page
    standing: str  # the sentence that matters most
    facts: list[tuple[str, str]]
    sections: list[Section]
    on: date
