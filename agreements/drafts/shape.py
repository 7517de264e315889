"""What is known of a matter that is to come before a council, and what a paper is made of."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collaborative.markdown import Node

BLANK = "____________"
"""A line to be filled in by hand; what goes there is said beside it or in square brackets."""


class Instrument(enum.StrEnum):
    """The form of the act that a council is asked for."""

    ORDINANCE = "ordinance"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True)
class Adopted:
    """What another council did with the same text: "City Council of Raytown", and by which act."""

    council: str
    act: str
    on: str  # a day in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that is on record for one council's papers. Texts that nobody wrote are ""."""

    city: str  # "Raytown"
    council: str  # "Board of Aldermen"
    slug: str  # of the city, for its headings
    instrument: Instrument
    title: str
    kind: str  # "Cooperative agreement"
    purpose: str
    parties: Sequence[str]  # as documents name them
    binding: bool  # it binds money or duty
    required: str  # how many adoptions bind, in words
    standing: str
    version: str
    circulated_on: str
    text: str  # Markdown
    text_sha256: str
    proposal: str  # "EJC-2026-014, One night desk"
    adopted: Sequence[Adopted]
    as_of: date
    sample: bool


class Kind(enum.StrEnum):
    """What a piece of a paper is."""

    HEADING = "heading"
    TEXT = "text"
    ITEMS = "items"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a paper: a heading with its level, a paragraph, a list, or a text's nodes."""

    kind: Kind
    text: str = ""
    level: int = 1
    items: Sequence[str] = ()
    nodes: Sequence[Node] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper, dated by the record it was made from."""

    title: str
    on: date
    blocks: Sequence[Block]


def heading(text: str, level: int = 1) -> Block:
    """Return a heading, from level 1 on."""
    return Block(Kind.HEADING, text, level=level)


def said(*texts: str) -> list[Block]:
    """Return a paragraph for each text that says something."""
    return [Block(Kind.TEXT, text) for text in texts if text]


def items(texts: Sequence[str]) -> list[Block]:
    """Return a list; nothing for none."""
    return [Block(Kind.ITEMS, items=texts)] if texts else []


def made_from(matter: Matter) -> str:
    """Say what the paper is, before anything else is read in it."""
    sample = "Sample, invented to show the portal. " if matter.sample else ""
    return (
        f"{sample}Draft for the {matter.council} of {matter.city}, made from the record of the "
        "shared service collaborative. Lines and square brackets are blanks: no number, date, "
        "vote, name or signature was filled in. To be read by the city attorney before it is filed."
    )


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them: "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
