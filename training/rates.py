"""How often people are hurt for the hours that they work, and how sure one can be of it.

    rate(cases, hours) -> Rate
    together(counts) -> groups of at least five

The rate is cases for 200,000 hours worked: what a hundred people work in a year at 40 hours in 50
weeks. That is the base of the incidence rates of the Bureau of Labor Statistics, so that figures
can be laid beside others. Nothing obliges a Missouri city to reckon it: federal recordkeeping rules
do not bind cities here.

The interval is the exact one for a count of rare events (Garwood, Fiducial limits for the Poisson
distribution, Biometrika 28, 1936): with 95 percent confidence the true rate lies in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import exp, lgamma, log
from typing import TypeVar

BASE = 200_000
"""Hours: a hundred people, 40 hours a week, 50 weeks."""
TAIL = 0.025
"""What lies beyond each end of the interval."""
LEAST = 5
"""The fewest incidents that others than their own city are shown together."""
_HALVINGS = 60

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rate:
    """Cases for 200,000 hours, between the ends of the interval; with two decimals, half up."""

    cases: int
    hours: Decimal
    value: Decimal
    low: Decimal
    high: Decimal


def rate(cases: int, hours: Decimal) -> Rate | None:
    """Return the rate of so many cases in so many hours; None without hours."""
    if hours <= 0:
        return None
    low, high = interval(cases)
    return Rate(
        cases,
        hours,
        _rounded(Fraction(cases) * BASE / Fraction(hours)),
        _rounded(Fraction(low) * BASE / Fraction(hours)),
        _rounded(Fraction(high) * BASE / Fraction(hours)),
    )


def interval(cases: int) -> tuple[float, float]:
    """Return the exact 95 percent interval for the mean of a count of rare events."""
    high = _mean_where(lambda mean: _at_most(cases, mean) - TAIL, cases)
    if not cases:
        return 0.0, high
    low = _mean_where(lambda mean: _at_most(cases - 1, mean) - (1 - TAIL), cases)
    return low, high


def near_misses_a_case(near_misses: int, cases: int) -> Decimal | None:
    """Return near misses for each case, with one decimal; None without cases."""
    if not cases:
        return None
    return (Decimal(near_misses) / cases).quantize(Decimal("0.1"), ROUND_HALF_UP)


def together(counts: Mapping[Key, int], *, least: int = LEAST) -> list[tuple[tuple[Key, ...], int]]:
    """Put what is too rare to be shown by itself together, until each group has at least five.

    The keys keep their order, those put together come last; nothing is left where all of them
    together are fewer. Groups are whole, so that no total less the groups shown gives a small one.
    """
    present = {key: count for key, count in counts.items() if count}
    rare = [key for key, count in present.items() if count < least]
    by_size = sorted((key for key in present if key not in rare), key=lambda key: present[key])
    while rare and by_size and sum(present[key] for key in rare) < least:
        rare.append(by_size.pop(0))
    pool = tuple(key for key in present if key in rare)
    whole = sum(present[key] for key in pool)
    alone: list[tuple[tuple[Key, ...], int]] = [
        ((key,), count) for key, count in present.items() if key not in rare
    ]
    return [*alone, (pool, whole)] if whole >= least else alone


def _mean_where(difference: Callable[[float], float], cases: int) -> float:
    """Return the mean at which a falling difference is nothing, by halving."""
    low, high = 0.0, 4.0 * cases + 20.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if difference(middle) > 0 else (low, middle)
    return (low + high) / 2


def _at_most(cases: int, mean: float) -> float:
    """Return how likely so many events or fewer are, where `mean` are expected."""
    if not mean:
        return 1.0
    return sum(exp(-mean + count * log(mean) - lgamma(count + 1)) for count in range(cases + 1))


def _rounded(exact: Fraction) -> Decimal:
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
