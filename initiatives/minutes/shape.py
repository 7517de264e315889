"""What minutes are made of: plain dicts of words, so that rows and tests can make one.

Everything stands on the page as it is given, in the order it is given; a text that is "" and a
list that is empty are left out, or said to be missing where a reader would look for them.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Moved(TypedDict):
    """One motion and what became of it."""

    text: str
    outcome: str  # "Carried"
    by: str  # "Moved by Liaison, Raytown; seconded by Liaison, Grandview."
    votes: list[str]  # "Raytown: yes"
    rationale: str
    correction: str  # "", or what it corrects, when and why


class Discussed(TypedDict):
    """One item of the order, as it was discussed."""

    title: str  # "2. One night desk"
    facts: list[str]  # "EJC-2026-014, led by Raytown.", "Discussed from 9:10 am to 9:30 am."
    left: str  # who left the room, in a sentence
    note: str
    motions: list[Moved]


class Line(TypedDict):
    """One line of the ranking; texts, with "–" for what there is not."""

    rank: str
    proposal: str
    score: str
    within: str  # "1 to 3"


class Minutes(TypedDict):
    """The whole document. `on` is the day of the meeting and the document's own date."""

    title: str  # "Minutes: Spring 2026"
    collaborative: str
    sample: bool  # invented for demonstration
    readership: str  # whom this copy is for, in a sentence
    on: date
    facts: list[tuple[str, str]]  # "Began": "Tuesday, March 3, 2026, 9:00 am Central"
    present: list[str]  # offices
    quorum: str  # a sentence
    items: list[Discussed]
    ranking: list[Line]
    results: str  # what the ranking rests on, in a sentence
    sha256: str  # of the frozen results, "" before
