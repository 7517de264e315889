"""What differs between two versions of a criteria set, for reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from initiatives.comparing import Piece, compare
from initiatives.models import CriteriaSet
from initiatives.rubrics import Differences, Question, differences


@dataclass(frozen=True, slots=True)
class Reworded:
    """One thing that is said otherwise, word by word."""

    what: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions beside each other: what is said of the set, and what its criteria ask."""

    about: tuple[Reworded, ...]
    changed: tuple[tuple[Question, tuple[Reworded, ...]], ...]
    found: Differences

    def __bool__(self) -> bool:
        return bool(self.about or self.found)


def compared(before: CriteriaSet, after: CriteriaSet) -> Compared:
    """Compare two versions of a set."""
    found = differences(before.asked, after.asked)
    return Compared(
        about=tuple(_about(before, after)),
        changed=tuple(
            (
                one.question,
                tuple(_reworded(said.what, said.before, said.after) for said in one.said),
            )
            for one in found.changed
        ),
        found=found,
    )


def _about(before: CriteriaSet, after: CriteriaSet) -> Iterator[Reworded]:
    """Yield what is said of the set itself; the note is of each version alone."""
    for what, name in (
        ("Title", "title"),
        ("Where it comes from", "source"),
        ("What was read there", "reading"),
        ("What is ours", "additions"),
    ):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield _reworded(what, old, new)


def _reworded(what: str, before: str, after: str) -> Reworded:
    return Reworded(what, tuple(compare(before, after)))
