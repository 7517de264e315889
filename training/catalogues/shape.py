"""What is said of a course, and under which heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from collaborative.tables import Column

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}")
"""A course's code, which is also its address."""
MOST_SEATS, MOST_HOURS, MOST_MONTHS = 1000, 400, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is said of a course; family and topic by their names, amounts in dollars."""

    code: str
    title: str
    family: str
    topic: str
    level: str
    hours: Decimal
    delivery: str
    min_seats: int
    max_seats: int
    fixed_cost: Decimal
    cost_per_seat: Decimal
    market_price: Decimal | None = None
    market_travel: Decimal | None = None
    instructor: str = ""
    every_months: int | None = None
    about: str = ""
    is_retired: bool = False


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        "code": Column("Code", is_required=True),
        "title": Column("Title", is_required=True),
        "family": Column("Family", is_required=True),
        "topic": Column("Topic", is_required=True),
        "level": Column("Level", is_required=True),
        "hours": Column("Hours", is_required=True),
        "delivery": Column("Format", is_required=True),
        "min_seats": Column("Least seats", is_required=True, other_names=("Class minimum",)),
        "max_seats": Column("Most seats", is_required=True, other_names=("Class maximum",)),
        "fixed_cost": Column("Cost of a class", is_required=True, other_names=("Fixed cost",)),
        "cost_per_seat": Column("Cost of a seat", is_required=True, other_names=("Cost per seat",)),
        "market_price": Column("Price of a seat elsewhere"),
        "market_travel": Column("Travel to a seat elsewhere"),
        "instructor": Column("Instructor"),
        "every_months": Column("Repeated after months", other_names=("Recurrence in months",)),
        "about": Column("What people learn"),
        "is_retired": Column("No longer offered"),
    }
)
"""The columns of the table, by the fact that stands in each."""
