"""Two texts of an agreement compared: section by section, and word by word where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from agreements.clauses.sections import Section, sections
from collaborative.markdown import plain
from initiatives.comparing import Kind, Piece, compare

LEAST_ALIKE = 0.5
"""The share of words that two sections of different headings have in common to be taken for one."""
MOST_NAMED = 6
"""How many sections a summary names."""


class Change(StrEnum):
    """What became of a section."""

    SAME = "same"
    CHANGED = "changed"
    MARKS = "marks"  # its words are the same, only what marks them (bold, a list) is not
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Passage:
    """One section in both texts, as far as it stands in them, and the pieces to read in order.

    ``pieces`` are those of the section where it differs, and none where it does not; the heading
    is among them unless it is the same in both.
    ``is_moved`` says that it stands at another place among the sections.
    """

    before: Section | None
    after: Section | None
    change: Change
    is_moved: bool = False
    pieces: tuple[Piece, ...] = ()

    @property
    def label(self) -> str:
        """The section's name, by the later text where it stands there."""
        section = self.after or self.before
        assert section is not None, "a passage stands in one of the two texts at least"
        return section.label

    @property
    def words_added(self) -> int:
        """How many words are new in it."""
        return sum(piece.words for piece in self.pieces if piece.kind == Kind.ADDED)

    @property
    def words_removed(self) -> int:
        """How many words are gone from it."""
        return sum(piece.words for piece in self.pieces if piece.kind == Kind.REMOVED)


@dataclass(frozen=True, slots=True)
class Redline:
    """Two texts laid over each other, in the order of the later one."""

    passages: tuple[Passage, ...]

    @property
    def changed(self) -> list[Passage]:
        """The passages in which anything differs, their place included."""
        return [each for each in self.passages if each.change != Change.SAME or each.is_moved]

    @property
    def summary(self) -> str:
        """What changed, in a sentence or two."""
        if not self.changed:
            return "The two texts are the same, word for word."
        named = {
            "changed": self._of(Change.CHANGED),
            "marked otherwise": self._of(Change.MARKS),
            "added": self._of(Change.ADDED),
            "removed": self._of(Change.REMOVED),
            "moved": [each.label for each in self.passages if each.is_moved],
        }
        said = ", ".join(_counted(found, what) for what, found in named.items() if found)
        added = sum(each.words_added for each in self.passages)
        removed = sum(each.words_removed for each in self.passages)
        return f"{said}. {_words(added)} added, {_words(removed)} removed."

    def _of(self, change: Change) -> list[str]:
        return [each.label for each in self.passages if each.change == change]


def _counted(labels: Sequence[str], what: str) -> str:
    count = "1 section" if len(labels) == 1 else f"{len(labels)} sections"
    more = f" and {len(labels) - MOST_NAMED} more" if len(labels) > MOST_NAMED else ""
    return f"{count} {what} ({'; '.join(labels[:MOST_NAMED])}{more})"


def _words(number: int) -> str:
    return "1 word" if number == 1 else f"{number:,} words"


def redline(before: str, after: str) -> Redline:
    """Compare two Markdown texts. Words are compared as they are read, without their marks."""
    old, new = sections(before), sections(after)
    partners = _partners(old, new)
    moved = _moved([partners[index] for index in sorted(partners)])
    return Redline(
        tuple(
            _passage(
                None if first is None else old[first],
                None if last is None else new[last],
                is_moved=last is not None and first in moved,
            )
            for first, last in _rows(len(old), len(new), partners)
        )
    )


def _partners(old: Sequence[Section], new: Sequence[Section]) -> dict[int, int]:
    """Return each later section's earlier self, where it has one: by heading, else by words."""
    headings = [{_heading(each)} for each in old], [{_heading(each)} for each in new]
    partners = _paired(*headings, known={})
    words = [_words_in(each) for each in old], [_words_in(each) for each in new]
    return _paired(*words, known=partners)


def _paired(
    old: Sequence[set[str]], new: Sequence[set[str]], *, known: Mapping[int, int]
) -> dict[int, int]:
    """Return the known pairs, and each later one with the first earlier one much like it."""
    pairs = dict(known)
    free = [first for first in range(len(old)) if first not in known.values()]
    for last, marks in enumerate(new):
        found = (
            first
            for first in free
            if len(old[first] & marks) > LEAST_ALIKE * max(len(old[first]), len(marks))
        )
        if last not in pairs and (first := next(found, None)) is not None:
            pairs[last] = first
            free.remove(first)
    return pairs


def _heading(section: Section) -> str:
    """What a section is known by; what stands before the first heading is known by nothing else."""
    return section.subject if section.number else "\n"


def _words_in(section: Section) -> set[str]:
    return set(section.words.casefold().split())


def _moved(order: Sequence[int]) -> set[int]:
    """Return those of the earlier sections that stand at another place among the later ones."""
    blocks = SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
    in_place = {order[at] for at, _, size in blocks for at in range(at, at + size)}
    return set(order) - in_place


def _rows(old: int, new: int, partners: Mapping[int, int]) -> list[tuple[int | None, int | None]]:
    """Return the places of sections in both texts; what is gone stands behind what it followed."""
    rows: list[tuple[int | None, int | None]] = [(partners.get(last), last) for last in range(new)]
    for first in sorted(set(range(old)) - set(partners.values())):
        before = (at for at, row in enumerate(rows) if row[0] == first - 1)
        rows.insert(next(before, -1) + 1, (first, None))
    return rows


def _passage(before: Section | None, after: Section | None, *, is_moved: bool) -> Passage:
    if before and after and before.words.strip() == after.words.strip():
        return Passage(before, after, Change.SAME, is_moved)
    is_named_alike = before and after and before.heading == after.heading
    read = (
        (each.below if is_named_alike else each.words) if each else "" for each in (before, after)
    )
    old, new = (plain(words, exact=True) for words in read)
    pieces = tuple(compare(f"{old}\n" if old else "", f"{new}\n" if new else ""))
    if old == new:
        return Passage(before, after, Change.MARKS, is_moved, pieces)
    change = Change.ADDED if before is None else Change.REMOVED if after is None else Change.CHANGED
    return Passage(before, after, change, is_moved, pieces)
