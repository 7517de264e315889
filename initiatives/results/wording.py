"""How the results of a round are said: figures in two decimals, ranks and weights in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from initiatives import ranking
from initiatives.results.weights import plain


def figure(value: Fraction | None) -> str:
    """Write a number with two decimals, rounded half up; nothing for none."""
    return ranking.two_places(value) or ""


def percent(share: Fraction) -> str:
    """Write a share of 1 as per cent with two decimals: 7/8 is "87.50"."""
    return figure(100 * share)


def weight(value: Fraction) -> str:
    """Write a weight without zeros that say nothing: "30", "12.5", "33.33"."""
    return plain(Decimal(figure(value)))


def place(rank: int | None) -> str:
    """Say a rank: "rank 3", or "not ranked"."""
    return f"rank {rank}" if rank else "not ranked"


def ranks(low: int, high: int) -> str:
    """Say within which ranks: "rank 2", or "ranks 2 to 5"."""
    return f"rank {low}" if low == high else f"ranks {low} to {high}"


def span(low: int, high: int | None) -> str:
    """Write bounds as a cell has them: "2", or "2 to 5"."""
    return str(low) if low == high else f"{low} to {high}"


def listed(names: Sequence[str]) -> str:
    """Say names one after the other: "Grandview, Independence and Raytown"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def counted(number: int, one: str, many: str) -> str:
    """Say how many: "1 mark", "1,200 marks"."""
    return f"{number:,} {one if number == 1 else many}"
