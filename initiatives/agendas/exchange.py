"""Few departures where proving the least would take too long: a good order, made better.

Groups are put one after the other, always the one that differs least from the last; then runs of
groups are turned round and moved elsewhere as long as that saves a departure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

LONGEST_MOVE = 3
"""Groups that are moved together; turning round takes runs of any length."""


def by_exchange(bits: Sequence[int]) -> list[int]:
    """Return the places of the items in an order with few departures.

    The items are given in the order of preference: those for which nobody leaves come first, and
    those of one group stand side by side in it. The same items give the same order.
    """
    groups = _nearest_next([one for one in dict.fromkeys(bits) if one])
    better: list[int] | None = groups
    while better is not None:
        groups = better
        better = next((one for one in _changed(groups) if _cost(one) < _cost(groups)), None)
    return [place for group in (0, *groups) for place, one in enumerate(bits) if one == group]


def _nearest_next(groups: Sequence[int]) -> list[int]:
    """Order groups so that each differs least from the one before it."""
    waiting, way = list(groups), [0]
    while waiting:
        nearest = min(waiting, key=lambda group: (group ^ way[-1]).bit_count())
        waiting.remove(nearest)
        way.append(nearest)
    return way[1:]


def _changed(groups: list[int]) -> Iterator[list[int]]:
    """Yield every order that one exchange makes of this one."""
    number = len(groups)
    for begin in range(number):
        for end in range(begin + 2, number + 1):
            yield groups[:begin] + groups[begin:end][::-1] + groups[end:]
        for end in range(begin + 1, min(begin + LONGEST_MOVE, number) + 1):
            moved, rest = groups[begin:end], groups[:begin] + groups[end:]
            for to in range(len(rest) + 1):
                yield rest[:to] + moved + rest[to:]


def _cost(groups: list[int]) -> int:
    """Count everybody who goes out or comes in: two for each departure."""
    return sum((one ^ other).bit_count() for one, other in pairwise([0, *groups, 0]))
