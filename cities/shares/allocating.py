"""The formula at work: fixed charges, weighted bases, floors and caps; exact until the cents."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from cities.shares.cents import to_cents
from cities.shares.formula import Allocation, Basis


class Impossible(ValueError):
    """No sharing does what the formula asks; `place` says where it stands, the text why."""

    def __init__(self, place: str, reason: str) -> None:
        """Keep the place, as "formula.floor"."""
        super().__init__(reason)
        self.place = place


def allocate(wanted: Allocation) -> dict[str, Decimal]:
    """Return what each paying party pays in dollars; the shares sum to the total exactly.

    Raises Impossible.
    """
    _check(wanted)
    bound: dict[str, Fraction] = {}
    free = wanted.paying
    while free:
        rest = Fraction(wanted.total) - sum(bound.values(), Fraction(0))
        asked = _by_bases(wanted, free, rest)
        binding = _binding(wanted, asked)
        if not binding:
            return to_cents(bound | asked)
        bound |= binding
        free = [key for key in free if key not in binding]
    return to_cents(bound)


def _by_bases(wanted: Allocation, free: list[str], rest: Fraction) -> dict[str, Fraction]:
    """Share what is left among those whom no floor or cap binds yet."""
    fixed = Fraction(wanted.formula.fixed)
    beyond = rest - fixed * len(free)
    shares = dict.fromkeys(free, fixed)
    if not beyond:
        return shares
    for basis, weight in wanted.formula.weights.items():
        if not weight:
            continue
        figures = {key: _figure(wanted, key, basis) for key in free}
        whole = sum(figures.values(), Fraction(0))
        if not whole:
            raise Impossible(
                f"formula.weights.{basis}",
                f"nothing can be shared by {basis}, since it is 0 for {', '.join(free)}",
            )
        for key, figure in figures.items():
            shares[key] += beyond * Fraction(weight) / 100 * figure / whole
    return shares


def _figure(wanted: Allocation, key: str, basis: Basis) -> Fraction:
    if basis is Basis.EQUAL:
        return Fraction(1)
    return Fraction(wanted.parties[key].figures[basis])


def _binding(wanted: Allocation, asked: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return whom the floors or the caps bind now, and at how much; empty once nobody is.

    Where floors and caps are both overstepped, those that move more dollars bind first: what they
    free or take can bring the others back within their bounds. So every floor and cap that can be
    kept is kept, in any order of the parties.
    """
    low = {
        key: Fraction(_least(wanted, key))
        for key, own in asked.items()
        if own < _least(wanted, key)
    }
    high = {
        key: Fraction(wanted.formula.cap[key])
        for key, own in asked.items()
        if key in wanted.formula.cap and own > wanted.formula.cap[key]
    }
    missing = sum((amount - asked[key] for key, amount in low.items()), Fraction(0))
    beyond = sum((asked[key] - amount for key, amount in high.items()), Fraction(0))
    if missing == beyond:
        return low | high
    return low if missing > beyond else high


def _least(wanted: Allocation, key: str) -> Decimal:
    """Return what a party pays at least: its floor, or the fixed charge where that is more."""
    return max(wanted.formula.floor.get(key, wanted.formula.fixed), wanted.formula.fixed)


def _check(wanted: Allocation) -> None:
    formula, paying, total = wanted.formula, wanted.paying, wanted.total
    if not paying:
        raise Impossible("without", "nobody is left to pay")
    if formula.fixed * len(paying) > total:
        raise Impossible(
            "formula.fixed",
            f"{len(paying)} times {formula.fixed:.2f} is more than the total, {total:.2f}",
        )
    for key in paying:
        least = _least(wanted, key)
        if key in formula.cap and formula.cap[key] < least:
            raise Impossible(
                f"formula.cap.{key}",
                f"{formula.cap[key]:.2f} is less than the {least:.2f} that it pays at least",
            )
    least_of_all = sum((_least(wanted, key) for key in paying), Decimal(0))
    if least_of_all > total:
        raise Impossible(
            "formula.floor",
            f"the parties would pay at least {least_of_all:.2f}, more than the total, {total:.2f}",
        )
    caps = [formula.cap[key] for key in paying if key in formula.cap]
    if len(caps) == len(paying) and sum(caps) < total:
        raise Impossible(
            "formula.cap",
            f"the parties would pay at most {sum(caps):.2f}, less than the total, {total:.2f}",
        )
