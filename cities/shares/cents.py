"""Exact amounts turned into cents that still sum to the whole."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction


def to_cents(exact: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Round exact dollars, whose sum is whole cents, so that the sum stays what it is.

    Every share is rounded down to the cent; the cents left over go one by one to the largest
    remainders (ties: by key, alphabetically).
    """
    in_cents = {key: amount * 100 for key, amount in exact.items()}
    cents = {key: int(amount) for key, amount in in_cents.items()}
    left = int(sum(in_cents.values(), Fraction(0))) - sum(cents.values())
    lost_most = sorted(in_cents, key=lambda key: (cents[key] - in_cents[key], key))
    for key in lost_most[:left]:
        cents[key] += 1
    return {key: Decimal(own) / 100 for key, own in cents.items()}


def shared(amount: Decimal, weights: Mapping[str, int | Decimal]) -> dict[str, Decimal]:
    """Share dollars by weights, as seats, to the cent: the shares sum to the amount.

    Nobody's weight means that there is nothing to share by, and everybody's share is 0.
    """
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    if not whole:
        return dict.fromkeys(weights, Decimal(0))
    return to_cents(
        {key: Fraction(amount) * Fraction(weight) / whole for key, weight in weights.items()}
    )
