"""Which groups of people may be shown, so that nobody learns what fewer than five people said.

People stand in cells: an audience, a city, a department, a kind of work. `pooled` merges small
cells upwards until every group has at least five people: with the other small cells of the
department, what is still too small with those of the city, then with those of all cities. What is
too small even then is left out of every figure.

Every published figure adds up whole groups, never a part of one. So whatever is added to or
subtracted from what, the result counts every person of a group alike: it cannot be about one to
four people only. That is why no total and no difference gives a small group away.

The groups follow from who answered, never from what was said. `pooled` is used twice: on the
people who sent in, and again on the groups found so, for a question that some of them left blank.
Both times what is merged is whole, so not even who left something blank can be narrowed down to
fewer than five people.

The rule of five is the smallest count that statistical offices let a table show; merging groups
instead of hiding cells is global recoding (Hundepool and others, Statistical Disclosure Control,
2012, chapters 4 and 5). It does not hide what all of a group have in common: where everybody
says the same, the mean says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

LEAST = 5
"""People in the smallest group that is ever shown."""

Part = TypeVar("Part")


class Place(NamedTuple):
    """Where people stand; None where a group mixes several, or, in a search, where any will do."""

    audience: str | None = None
    city: int | None = None
    department: int | None = None
    role: str | None = None

    def holds(self, other: "Place") -> bool:
        """Tell whether all people of another place are surely in this one."""
        return all(own in (None, its) for own, its in zip(self, other, strict=True))


_UPWARDS = (3, 2, 1)
"""How many fields of a place small groups must share to be merged: step by step fewer."""


@dataclass(frozen=True, slots=True)
class Group(Generic[Part]):
    """People who are only ever counted together, and the parts that they came from."""

    place: Place
    parts: tuple[Part, ...]
    people: int


def pooled(groups: Iterable[Group[Part]], *, least: int = LEAST) -> tuple[Group[Part], ...]:
    """Merge groups until each has at least so many people; those who stay fewer are left out.

    Only small groups are merged, and only within an audience. The order of the groups does not
    matter, nor does anything but their places, parts and sizes.
    """
    counted = [group for group in groups if group.people]
    kept = [group for group in counted if group.people >= least]
    small = [group for group in counted if group.people < least]
    for shared in _UPWARDS:
        heaps: dict[tuple[object, ...], list[Group[Part]]] = defaultdict(list)
        for group in small:
            heaps[group.place[:shared]].append(group)
        merged = [_merged(heap) for heap in heaps.values()]
        kept += [group for group in merged if group.people >= least]
        small = [group for group in merged if group.people < least]
    return tuple(kept)


def _merged(groups: Sequence[Group[Part]]) -> Group[Part]:
    """One group of several; its place says what they have in common."""
    if len(groups) == 1:
        return groups[0]
    places = zip(*(group.place for group in groups), strict=True)
    return Group(
        place=Place(*(values[0] if len(set(values)) == 1 else None for values in places)),
        parts=tuple(part for group in groups for part in group.parts),
        people=sum(group.people for group in groups),
    )
