"""What a file would change in the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from training.catalogues.reading import Words
from training.catalogues.shape import COLUMNS, Facts
from training.catalogues.writing import HEADINGS, Cell, as_cells


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that the file says otherwise, in words: as it is, and as it would be."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A course of the file; `differences` is empty for a new one."""

    line: int
    facts: Facts
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file beside the catalogue. What the file does not name stays as it is."""

    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    same: tuple[Change, ...]

    @property
    def to_write(self) -> tuple[Change, ...]:
        """All that the press would write."""
        return self.new + self.changed


def compare(
    courses: Sequence[tuple[int, Facts]],
    there: Mapping[str, Facts],
    *,
    columns: Collection[str],
    words: Words,
) -> Comparison:
    """Hold the courses of a file against those that are there, by code.

    Of a course that is there, facts without a column in the file stay as they are.
    """
    new: list[Change] = []
    changed: list[Change] = []
    same: list[Change] = []
    kept = [key for key, column in COLUMNS.items() if column.name not in columns]
    for line, facts in courses:
        before = there.get(facts.code)
        if before is None:
            new.append(Change(line, facts))
            continue
        after = replace(facts, **{key: getattr(before, key) for key in kept})
        change = Change(line, after, _differences(before, after, words))
        (changed if change.differences else same).append(change)
    return Comparison(tuple(new), tuple(changed), tuple(same))


def _differences(before: Facts, after: Facts, words: Words) -> tuple[Difference, ...]:
    """Return what differs, in the order of the columns."""
    was, becomes = as_cells(before, words), as_cells(after, words)
    return tuple(
        Difference(heading, _told(old), _told(new))
        for heading, old, new in zip(HEADINGS, was, becomes, strict=True)
        if old != new
    )


def _told(cell: Cell) -> str:
    return "" if cell is None else str(cell)
