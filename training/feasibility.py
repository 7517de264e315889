"""Whether a shared course pays: sessions, costs, break-even and a verdict, exact to the cent.

`docs/feasibility.md` explains it in plain language with an example to check by hand.

    parse(document) -> Plan            raises collaborative.documents.BadDocument
    judge(plan) -> Feasibility
    to_document(feasibility) -> document

Amounts are Decimal dollars with at most two decimals; nothing but the shares of the fixed cost
is ever rounded, and these sum to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from cities.shares import shared
from collaborative.documents import Node

MAX_SEATS = 100_000
MAX_CITIES = 1000


class Verdict(StrEnum):
    """What to tell the training analyst."""

    FEASIBLE = "feasible"
    NEEDS_SEATS = "needs_seats"
    NEEDS_CITIES = "needs_cities"
    NOT_FEASIBLE = "not_feasible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course for several cities, and what a seat costs on the open market.

    `fixed_cost` is for one session; `min_seats` to `max_seats` fit into one.
    """

    name: str
    fixed_cost: Decimal
    cost_per_seat: Decimal
    min_seats: int
    max_seats: int
    market_price: Decimal
    market_travel: Decimal

    @property
    def market_cost(self) -> Decimal:
        """Dollars for one seat on the open market, travel included."""
        return self.market_price + self.market_travel


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A course, the seats each city asks for, and each city's travel in dollars a seat.

    A city that `travel` does not name travels free.
    """

    course: Course
    demand: Mapping[str, int]
    travel: Mapping[str, Decimal]
    required_cities: int

    @property
    def seats(self) -> int:
        """All seats asked for."""
        return sum(self.demand.values())

    def travel_of(self, city: str) -> Decimal:
        """Return the dollars that all of a city's seats travel for."""
        return self.demand[city] * self.travel.get(city, Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class CityCost:
    """What one city pays together with the others, and what it would pay on the market."""

    seats: int
    shared_cost: Decimal
    market_cost: Decimal

    @property
    def saving(self) -> Decimal:
        """Dollars saved; minus where the market is cheaper."""
        return self.market_cost - self.shared_cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasibility:
    """The answer.

    `break_even_seats` is for one session, None when no number up to the maximum breaks even.
    `seats_needed` are those still missing, 0 when there are enough, None when none would help.
    """

    verdict: Verdict
    sessions: int
    seats: int
    break_even_seats: int | None
    seats_needed: int | None
    cities: Mapping[str, CityCost]

    @property
    def shared_cost(self) -> Decimal:
        """Dollars for all cities together."""
        return sum((city.shared_cost for city in self.cities.values()), Decimal(0))

    @property
    def market_cost(self) -> Decimal:
        """Dollars for all cities on the open market."""
        return sum((city.market_cost for city in self.cities.values()), Decimal(0))


def judge(plan: Plan) -> Feasibility:
    """Return whether the shared course is feasible, what it costs and what it lacks."""
    sessions = ceil(Fraction(plan.seats, plan.course.max_seats))
    needed = _seats_needed(plan, sessions=max(sessions, 1))
    return Feasibility(
        verdict=_verdict(plan, needed),
        sessions=sessions,
        seats=plan.seats,
        break_even_seats=_break_even_seats(plan, sessions=1),
        seats_needed=needed,
        cities=_city_costs(plan, sessions=sessions),
    )


def _verdict(plan: Plan, needed: int | None) -> Verdict:
    if needed is None:
        return Verdict.NOT_FEASIBLE
    if needed:
        return Verdict.NEEDS_SEATS
    if sum(seats > 0 for seats in plan.demand.values()) < plan.required_cities:
        return Verdict.NEEDS_CITIES
    return Verdict.FEASIBLE


def _seats_needed(plan: Plan, *, sessions: int) -> int | None:
    """Return how many more seats fill so many sessions to their minimum and make them pay."""
    least = _break_even_seats(plan, sessions=sessions)
    if least is None:
        return None
    return max(least, sessions * plan.course.min_seats, plan.seats) - plan.seats


def _break_even_seats(plan: Plan, *, sessions: int) -> int | None:
    """Return the least number of seats at which so many sessions cost no more than the market.

    Travel counts at the mean of the demand. None where more seats would be needed than fit.
    """
    course = plan.course
    travel = sum((Fraction(plan.travel_of(city)) for city in plan.demand), Fraction(0))
    mean_travel = travel / max(plan.seats, 1)
    gain = Fraction(course.market_cost) - Fraction(course.cost_per_seat) - mean_travel
    fixed = sessions * Fraction(course.fixed_cost)
    if gain < 0 or (gain == 0 and fixed > 0):
        return None
    least = max(ceil(fixed / gain), 1) if gain else 1
    return least if least <= sessions * course.max_seats else None


def _city_costs(plan: Plan, *, sessions: int) -> dict[str, CityCost]:
    """Return each city's costs, by key; the fixed costs are shared by seats."""
    course = plan.course
    fixed = shared(sessions * course.fixed_cost, plan.demand)
    return {
        city: CityCost(
            seats=seats,
            shared_cost=fixed[city] + seats * course.cost_per_seat + plan.travel_of(city),
            market_cost=seats * course.market_cost,
        )
        for city, seats in sorted(plan.demand.items())
    }


def parse(document: object) -> Plan:
    """Return the plan of a document, which is JSON in Python's types.

    Raises BadDocument naming the place, such as "demand.raytown: -1 is outside 0 to 100000".
    """
    fields = Node(document).fields(("course", "demand", "required_cities"), optional=("travel",))
    travel = fields["travel"].entries() if "travel" in fields else {}
    return Plan(
        course=_course(fields["course"]),
        demand={
            city: seats.whole(0, MAX_SEATS) for city, seats in fields["demand"].entries().items()
        },
        travel={city: cost.money() for city, cost in travel.items()},
        required_cities=fields["required_cities"].whole(0, MAX_CITIES),
    )


def _course(node: Node) -> Course:
    amounts = ("fixed_cost", "cost_per_seat", "market_price", "market_travel")
    fields = node.fields(("name", "min_seats", "max_seats", *amounts))
    course = Course(
        name=fields["name"].text(),
        min_seats=fields["min_seats"].whole(1, MAX_SEATS),
        max_seats=fields["max_seats"].whole(1, MAX_SEATS),
        **{key: fields[key].money() for key in amounts},
    )
    if course.min_seats > course.max_seats:
        fields["max_seats"].refuse(
            f"{course.max_seats} is less than the min_seats, {course.min_seats}"
        )
    return course


def to_document(found: Feasibility) -> dict[str, object]:
    """Return the answer as a document: counts are numbers, amounts are texts with cents."""
    return {
        "verdict": found.verdict.value,
        "sessions": found.sessions,
        "seats": found.seats,
        "break_even_seats": found.break_even_seats,
        "seats_needed": found.seats_needed,
        "shared_cost": f"{found.shared_cost:.2f}",
        "market_cost": f"{found.market_cost:.2f}",
        "cities": {
            key: {
                "seats": city.seats,
                "shared_cost": f"{city.shared_cost:.2f}",
                "market_cost": f"{city.market_cost:.2f}",
                "saving": f"{city.saving:.2f}",
            }
            for key, city in found.cities.items()
        },
    }
