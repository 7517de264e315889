"""What each way costs each city and all of them, and which costs least."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from training.feasibility import CityCost, Course, Feasibility, Plan, judge
from training.options.study import ClassCost, Study, Way

CENT = Decimal("0.01")
PREFERRED = (Way.REGIONAL, Way.ALONE, Way.MARKET, Way.ONSITE, Way.ONLINE)
"""Which of several equally cheap ways is called the best: the shared one, then by the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one way costs one city, in dollars; `classes` of its own, 0 where it shares them.

    `short` are the seats that its own classes lack to be held.
    """

    seats: int
    classes: int
    short: int
    fees: Decimal
    travel: Decimal
    road: Decimal
    backfill: Decimal

    @property
    def total(self) -> Decimal:
        """Everything together."""
        return self.fees + self.travel + self.road + self.backfill


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What one way costs. `break_even_seats` of one class, against the market; None where none.

    `is_shared` where all cities sit in the same classes. `is_open` says that every city can have
    the course in this way: no class lacks seats, and as many cities take part as must.
    """

    way: Way
    is_shared: bool
    classes: int
    short: int
    is_open: bool
    break_even_seats: int | None
    cities: Mapping[str, Part]

    def sum_of(self, name: str) -> Decimal:
        """Add up one kind of cost ("fees", "travel", "road", "backfill") over the cities."""
        return sum((getattr(part, name) for part in self.cities.values()), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Dollars for all the cities together."""
        return sum((part.total for part in self.cities.values()), Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The verdict on the shared course, and all ways that are offered, side by side.

    `best` is the cheapest way that is open to all the cities, None while nobody asks for seats.
    """

    feasibility: Feasibility
    options: Mapping[Way, Option]
    best: Way | None

    def cheapest_for(self, city: str) -> Way:
        """The way that costs one city least, among those that it can have."""
        held = [way for way in PREFERRED if way in self.options and self._holds(way, city)]
        return min(held, key=lambda way: self.options[way].cities[city].total)

    def _holds(self, way: Way, city: str) -> bool:
        """Whether one city can have the course in this way, whatever the others can."""
        option = self.options[way]
        return option.is_open or (not option.is_shared and not option.cities[city].short)


def compare(study: Study) -> Comparison:
    """Return what every way costs every city that asks for seats."""
    found = judge(study.plan)
    options = {Way.MARKET: _market(study)}
    for way, course in _classes(study).items():
        options[way] = _taught(study, way, course)
    options = {way: options[way] for way in Way if way in options}
    return Comparison(feasibility=found, options=options, best=_best(options, found.seats))


def _best(options: Mapping[Way, Option], seats: int) -> Way | None:
    if not seats:
        return None
    held = [way for way in PREFERRED if way in options and options[way].is_open]
    return min(held, key=lambda way: options[way].total)


def _classes(study: Study) -> dict[Way, Course]:
    """Return the kinds of class that are offered, as courses."""
    course = study.plan.course
    offered = {Way.ALONE: course, Way.REGIONAL: course}
    if study.onsite:
        offered[Way.ONSITE] = _like(course, study.onsite, min_seats=course.min_seats)
    if study.online:
        offered[Way.ONLINE] = _like(course, study.online, min_seats=1)
    return offered


def _like(course: Course, cost: ClassCost, *, min_seats: int) -> Course:
    return replace(
        course,
        fixed_cost=cost.fixed_cost,
        cost_per_seat=cost.cost_per_seat,
        min_seats=min_seats,
        max_seats=cost.max_seats,
    )


def _taught(study: Study, way: Way, course: Course) -> Option:
    """Return what classes of a kind cost: each city its own, or all cities the same."""
    plan = replace(study.plan, course=course, travel=study.plan.travel if _travels(way) else {})
    is_shared = way in {Way.REGIONAL, Way.ONLINE}
    plans = [plan] if is_shared else [_alone(plan, city) for city in study.cities]
    judged = [(each, judge(each)) for each in plans]
    short = sum(_short(each, found) for each, found in judged)
    enough = way is not Way.REGIONAL or len(study.cities) >= plan.required_cities
    return Option(
        way=way,
        is_shared=is_shared,
        classes=sum(found.sessions for _, found in judged),
        short=short,
        is_open=not short and enough,
        break_even_seats=judge(plan).break_even_seats,
        cities={
            city: _part(
                study,
                city,
                way=way,
                cost=found.cities[city],
                travel=each.travel_of(city),
                classes=0 if is_shared else found.sessions,
                short=0 if is_shared else _short(each, found),
            )
            for each, found in judged
            for city in study.cities
            if city in found.cities
        },
    )


def _travels(way: Way) -> bool:
    return way is Way.REGIONAL


def _alone(plan: Plan, city: str) -> Plan:
    return replace(plan, demand={city: plan.demand[city]}, required_cities=1)


def _short(plan: Plan, found: Feasibility) -> int:
    """How many seats the classes lack to have the least each."""
    return max(found.sessions * plan.course.min_seats - found.seats, 0)


def _part(
    study: Study,
    city: str,
    *,
    way: Way,
    cost: CityCost,
    travel: Decimal,
    classes: int,
    short: int,
) -> Part:
    road = study.road.get(city, Decimal(0)) if _travels(way) else Decimal(0)
    return Part(
        seats=cost.seats,
        classes=classes,
        short=short,
        fees=cost.shared_cost - travel,
        travel=travel,
        road=_paid(cost.seats * road, study.wage),
        backfill=_backfill(study, city, road),
    )


def _market(study: Study) -> Option:
    """Return what it costs to buy every seat from another provider."""
    course = study.plan.course
    return Option(
        way=Way.MARKET,
        is_shared=False,
        classes=0,
        short=0,
        is_open=True,
        break_even_seats=None,
        cities={
            city: Part(
                seats=study.plan.demand[city],
                classes=0,
                short=0,
                fees=study.plan.demand[city] * course.market_price,
                travel=study.plan.demand[city] * course.market_travel,
                road=_paid(study.plan.demand[city] * study.market_hours, study.wage),
                backfill=_backfill(study, city, study.market_hours),
            )
            for city in study.cities
        },
    )


def _backfill(study: Study, city: str, road: Decimal) -> Decimal:
    hours = study.shift_seats.get(city, 0) * (study.hours + road)
    return _paid(hours, study.backfill_rate)


def _paid(hours: Decimal, rate: Decimal) -> Decimal:
    """Dollars for hours, rounded half up to the cent: once for each city and kind of hour."""
    return (hours * rate).quantize(CENT, ROUND_HALF_UP)
