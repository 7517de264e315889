"""A text's sections: what stands under each of its main headings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from collaborative.markdown import Heading, headings

LONGEST_LABEL = 200
_NUMBER = re.compile(r"\s*(?:section\s+|article\s+|§\s*)?[0-9ivxlc]{1,6}[.):]\s+", re.IGNORECASE)
_LINE_ENDS = re.compile(r"(?<=\n)")
_ATX = re.compile(r"(#{1,6}\s+)(.*)")


@dataclass(frozen=True, slots=True)
class Section:
    """A main heading with the Markdown that stands from it to the next one.

    ``number`` counts from 1; 0 is what stands before the first heading, whose ``heading`` is "".
    """

    number: int
    heading: str
    words: str

    @property
    def anchor(self) -> str:
        """What a link to the section names."""
        return f"section-{self.number}"

    @property
    def label(self) -> str:
        """The section as people call it."""
        return self.heading[:LONGEST_LABEL] or "Before the first section"

    @property
    def subject(self) -> str:
        """The heading without its number and its capitals, by which it is known again."""
        return " ".join(_NUMBER.sub("", f"{self.heading} ").casefold().split())

    @property
    def below(self) -> str:
        """Its words without the line of its heading."""
        return self.words.partition("\n")[2] if self.number else self.words

    @property
    def digest(self) -> str:
        """The SHA-256 of its heading and words, in hexadecimal; the same when it is renumbered."""
        return hashlib.sha256(f"{self.subject}\n{self.below.strip()}".encode()).hexdigest()


def sections(text: str) -> list[Section]:
    """Return the sections of a text in its normal form, which joined give the text again.

    The main headings are the uppermost ones of which there are at least two; a text with one
    heading, such as a title, and nothing below it is one section.
    """
    found = headings(text, exact=True)
    main = [found[index] for index in _main(found)]
    lines = _LINE_ENDS.split(text)
    begins = [heading.line for heading in main]
    parts = ["".join(lines[first:last]) for first, last in pairwise([0, *begins, len(lines)])]
    before = [Section(0, "", parts[0])] if parts[0].strip() else []
    named = zip(main, parts[1:], strict=True)
    return before + [
        Section(number, " ".join(heading.words.split()), words)
        for number, (heading, words) in enumerate(named, start=1)
    ]


def anchors(text: str) -> dict[int, str]:
    """Return what a link to each section names, by the place of its heading among all, from 0."""
    main = _main(headings(text, exact=True))
    return {index: f"section-{number}" for number, index in enumerate(main, start=1)}


def numbered(text: str) -> str:
    """Return a text whose main headings are numbered 1, 2, 3, whatever numbers they had.

    Only headings that begin with # are touched, and no words that refer to a section.
    """
    found = headings(text, exact=True)
    lines = _LINE_ENDS.split(text)
    for number, index in enumerate(_main(found), start=1):
        line = found[index].line
        if mark := _ATX.match(lines[line]):
            words = _NUMBER.sub("", mark[2], count=1)
            lines[line] = f"{mark[1]}{number}. {words}{lines[line][mark.end() :]}"
    return "".join(lines)


def _main(found: Sequence[Heading]) -> list[int]:
    """Return the places of the main headings among all."""
    depths = [heading.depth for heading in found]
    repeated = {depth for depth in depths if depths.count(depth) > 1}
    wanted = min(repeated or depths, default=0)
    return [index for index, depth in enumerate(depths) if depth == wanted]
