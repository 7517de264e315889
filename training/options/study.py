"""What a shared course is judged by: the plan of `plan_training`, and all else that costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from training.feasibility import Plan


class Way(StrEnum):
    """How the cities can have a course, in the order of the page."""

    ALONE = "alone"
    MARKET = "market"
    ONSITE = "onsite"
    REGIONAL = "regional"
    ONLINE = "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCost:
    """What another kind of class costs, and how many fit into one of it."""

    fixed_cost: Decimal
    cost_per_seat: Decimal
    max_seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A plan, the hours that it takes people off their work, and other kinds of class.

    `road` are a city's hours there and back to the shared course, `market_hours` those to a seat
    elsewhere; each is paid at `wage`. `shift_seats` are seats of people whose shift somebody else
    stands in for at `backfill_rate`, for the hours of the course and of the road. A city that
    `road` or `shift_seats` does not name has none. None where a kind of class is not offered.
    """

    plan: Plan
    hours: Decimal
    road: Mapping[str, Decimal]
    shift_seats: Mapping[str, int]
    market_hours: Decimal
    wage: Decimal
    backfill_rate: Decimal
    onsite: ClassCost | None
    online: ClassCost | None

    @property
    def cities(self) -> list[str]:
        """The cities that ask for seats, by key."""
        return sorted(city for city, seats in self.plan.demand.items() if seats)
