"""What the report of a round is made of: plain dicts, so that rows and tests can make one.

Everything stands on the page as it is given, in the order it is given.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Table(TypedDict):
    """Headings, and rows of as many texts; ``numbers`` are the columns set flush right."""

    headings: list[str]
    rows: list[list[str]]
    widths: list[int]  # parts of the page, one for each column; 0 for as wide as its words
    numbers: list[int]


class Drawing(TypedDict):
    """A picture as SVG, what it shows, for those who do not see it, and the same as a table."""

    title: str
    description: str
    svg: str
    table: Table


class Result(TypedDict):
    """One proposal: its place in sentences, what parts it from its neighbour, and the decision."""

    title: str  # with the reference
    sentences: list[str]
    parts: Table | None
    decision: str  # "" while there is none
    rationale: str


class Report(TypedDict):
    """The whole document; ``on`` is its own date."""

    title: str
    collaborative: str  # its full name
    is_released: bool  # else it says "not released" on every page
    sample: bool  # invented for demonstration: said on every page
    standing: str
    facts: list[tuple[str, str]]
    warnings: list[str]
    criteria: Table
    ranking: Table
    rankings: Table | None  # where there was more than one
    drawings: list[Drawing]
    told: str  # which proposals follow, where not all of them do; else ""
    results: list[Result]
    recompute: list[str]  # sentences
    commands: list[str]
    sha256: str
    on: date
