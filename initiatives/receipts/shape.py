"""What a proposal's document is made of: plain dicts, so that rows, forms and tests can make one.

Everything stands on the page as it is given, in the order it is given. A text that is "" was not
answered, and the document says so.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Answer(TypedDict):
    """One question and what was answered: Markdown where it ``is_prose``, else a line of text."""

    question: str
    text: str
    is_prose: bool


class Section(TypedDict):
    """Some questions under one title."""

    title: str
    answers: list[Answer]


class City(TypedDict):
    """A city, its part in the proposal ("Lead", "Co-sponsor"), and what it says, in words."""

    name: str
    part: str
    answer: str


class File(TypedDict):
    """An attached file by name, size in words ("1.2 MB") and SHA-256 in hexadecimal digits."""

    name: str
    size: str
    sha256: str


class Receipt(TypedDict):
    """The whole document.

    ``moment`` and ``on`` are one point in time: when the proposal was sent in, or the state of a
    draft; ``on`` is also the document's own date.
    """

    reference: str  # "P-2026-014"
    title: str  # never ""; an untitled draft has a name too
    collaborative: str  # its full name
    city: str  # the lead, "City of Raytown"
    department: str
    service: str  # the kind of service
    is_draft: bool  # not sent in: said on every page
    sample: bool  # invented for demonstration: said on every page
    moment: str  # "Tuesday, March 3, 2026, 5:00 pm Central"
    on: date
    by: str  # the office that sent it in, "Liaison, Raytown"; "" for a draft
    cities: list[City]
    sections: list[Section]
    files: list[File]
    next_steps: list[str]  # sentences
    address: str  # of the proposal's page, https://...
