"""What a formula says, and whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Basis(StrEnum):
    """A figure of each party by which a cost is shared; `EQUAL` needs none."""

    EQUAL = "equal"
    POPULATION = "population"
    VALUATION = "valuation"
    EMPLOYEES = "employees"
    USAGE = "usage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How a cost is shared: weights in percent that sum to 100, dollars for the rest.

    `fixed` is charged to each party first; a party never pays less than its `floor` nor more
    than its `cap` in all.
    """

    weights: Mapping[Basis, Decimal]
    fixed: Decimal = Decimal(0)
    floor: Mapping[str, Decimal] = field(default_factory=dict)
    cap: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """A party's figures, and what the service would cost it alone; None where nobody knows."""

    figures: Mapping[Basis, Decimal]
    go_alone: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A total in dollars, the parties by key, the formula, and who is left out for once."""

    total: Decimal
    parties: Mapping[str, Payer]
    formula: Formula
    without: frozenset[str] = frozenset()

    @property
    def paying(self) -> list[str]:
        """The keys of those who share the cost, alphabetically."""
        return sorted(set(self.parties) - self.without)
