"""Who moves up from a waiting list when a place is free.

Each city's seats are its own people's, in the order in which they asked. From the day that unused
seats are shared, what is left goes to whoever has waited longest, of any city.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """How many of a city's seats nobody has; `key` is of the row of the seats."""

    key: int
    city: int
    number: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in line, and of which city; `key` is of the enrolment."""

    key: int
    city: int


def move_up(
    line: Iterable[Waiting], free: Iterable[FreeSeats], *, shared: bool
) -> list[tuple[int, int]]:
    """Return who gets which seat, as pairs of keys, in the order of the line.

    Nobody who waits is passed over by somebody behind for whose seat both could be given.
    """
    left = {seats.city: [seats.key, seats.number] for seats in free}
    moved: list[tuple[int, int]] = []
    behind: list[Waiting] = []
    for one in line:
        seat = _take(left, one.city)
        if seat is None:
            behind.append(one)
        else:
            moved.append((one.key, seat))
    for one in behind if shared else ():
        # Of the city with most to spare, so that its own people find a seat longest.
        city = max(left, key=lambda city: (left[city][1], -city), default=None)
        seat = None if city is None else _take(left, city)
        if seat is not None:
            moved.append((one.key, seat))
    return moved


def _take(left: dict[int, list[int]], city: int) -> int | None:
    """Take one seat of a city; None where it has none left."""
    if city not in left or left[city][1] < 1:
        return None
    left[city][1] -= 1
    return left[city][0]
