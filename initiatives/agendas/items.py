"""From the items of a meeting to their order: sets of people become bits, and bits are ordered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from initiatives.agendas.exact import MOST_GROUPS, first_of_the_least, groups_by_part
from initiatives.agendas.exchange import by_exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to be discussed, its rank, and who leaves the room for it, by any names."""

    key: str
    rank: int | None
    leaving: frozenset[str]


@dataclass(frozen=True, slots=True)
class Order:
    """The keys in order, and how often somebody leaves.

    `is_least` says that fewer departures are proved impossible; otherwise the order was found by
    exchange, and a better one may exist.
    """

    keys: tuple[str, ...]
    departures: int
    is_least: bool


def departures(items: Iterable[Item]) -> int:
    """Count how often somebody leaves when the items are discussed in this order."""
    return departures_of([*_bits(list(items)).values()])


def order(items: Sequence[Item]) -> Order:
    """Return the order with the fewest departures.

    Of several such orders it is the one that begins with the best rank, then with the next best,
    and so on; equal ranks go by key, and items without a rank come last. It is proved least as
    long as no more than `MOST_GROUPS` different groups of people hang together by common
    members, and beyond that when everybody who leaves does so once.
    """
    preferred = sorted(items, key=lambda one: (one.rank is None, one.rank or 0, one.key))
    bits = _bits(preferred)
    groups = max((len(found) for found in groups_by_part(bits.values()).values()), default=0)
    is_small = groups <= MOST_GROUPS
    places = (first_of_the_least if is_small else by_exchange)([*bits.values()])
    number = departures_of([bits[preferred[place].key] for place in places])
    everybody_once = len({name for one in preferred for name in one.leaving})
    return Order(
        keys=tuple(preferred[place].key for place in places),
        departures=number,
        is_least=is_small or number == everybody_once,
    )


def departures_of(bits: Sequence[int]) -> int:
    """Count who leaves for each item without having left for the one before it."""
    before = [0, *bits[:-1]]
    return sum((now & ~was).bit_count() for was, now in zip(before, bits, strict=False))


def _bits(items: Sequence[Item]) -> dict[str, int]:
    """Give every person a bit, and every item the bits of those who leave for it."""
    names = sorted({name for item in items for name in item.leaving})
    bit = {name: 1 << place for place, name in enumerate(names)}
    return {item.key: sum(bit[name] for name in item.leaving) for item in items}
