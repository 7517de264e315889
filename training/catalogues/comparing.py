"""What a file would change in the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from training.catalogues.shape import COLUMNS, Facts


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that the file says otherwise: the key of the fact, as it is and as it would be."""

    key: str
    before: object
    after: object

    @property
    def heading(self) -> str:
        """The heading of its column."""
        return COLUMNS[self.key].name


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
    courses: Sequence[tuple[int, Facts]], there: Mapping[str, Facts], *, columns: Collection[str]
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
        change = Change(line, after, differences(before, after))
        (changed if change.differences else same).append(change)
    return Comparison(tuple(new), tuple(changed), tuple(same))


def differences(before: Facts, after: Facts) -> tuple[Difference, ...]:
    """Return what differs, in the order of the columns."""
    pairs = (
        (one.name, getattr(before, one.name), getattr(after, one.name)) for one in fields(Facts)
    )
    return tuple(Difference(key, was, becomes) for key, was, becomes in pairs if was != becomes)
