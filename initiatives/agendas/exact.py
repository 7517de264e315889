"""The least number of departures, proved: dynamic programming over sets of groups.

Two observations make it small. Items for which the same group of people leaves can stand side by
side in a best order, so that groups are ordered and not items. And groups that share nobody,
directly or through others, cost the same wherever the others stand: each such part is solved by
itself. What remains is a shortest way through the groups of one part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

MOST_GROUPS = 14
"""Groups of one part; docs/meeting.md has the seconds that were measured."""


def groups_by_part(bits: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return the different groups of people by the part they belong to.

    A part is all people whom common conflicts bind together; nobody is in two.
    """
    parts: list[int] = []
    for group in sorted({*bits} - {0}):
        bound = [part for part in parts if part & group]
        parts = [part for part in parts if not part & group]
        merged = group
        for part in bound:
            merged |= part
        parts.append(merged)
    groups = sorted({*bits} - {0})
    return {part: tuple(one for one in groups if one & part) for part in parts}


def first_of_the_least(bits: Sequence[int]) -> list[int]:
    """Return the places of the items in the first of the orders with the fewest departures.

    The items are given in the order of preference; the first order is the one whose first place
    is preferred, then its second, and so on.
    """
    left_to_pay = _payer(groups_by_part(bits))
    order: list[int] = []
    waiting, outside, left = Counter(bits), 0, list(range(len(bits)))
    while left:
        least = left_to_pay(waiting, outside)
        for place in left:
            group = bits[place]
            waiting[group] -= 1
            if (group & ~outside).bit_count() + left_to_pay(waiting, group) == least:
                order.append(place)
                left.remove(place)
                outside = group
                break
            waiting[group] += 1
    return order


def _payer(parts: Mapping[int, tuple[int, ...]]) -> Callable[[Counter[int], int], int]:
    """Return what tells the fewest departures for the items that wait, some people outside."""

    @cache
    def of_part(part: int, waiting: int, outside: int) -> int:
        """The same for the groups of one part; those that wait are bits."""
        groups = parts[part]
        return min(
            (
                (groups[at] & ~outside).bit_count() + of_part(part, waiting ^ 1 << at, groups[at])
                for at in range(len(groups))
                if waiting >> at & 1
            ),
            default=0,
        )

    def of_all(waiting: Counter[int], outside: int) -> int:
        return sum(
            of_part(part, _as_bits([waiting[group] for group in groups]), outside & part)
            for part, groups in parts.items()
        )

    return of_all


def _as_bits(numbers: Sequence[int]) -> int:
    """Return a number with a bit for each that is not 0."""
    return sum(1 << at for at, number in enumerate(numbers) if number)
