"""What the rows of a shared course come to: its study, and what is said of it."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from collaborative.wording import dollars
from training import options
from training.feasibility import Course, Plan
from training.models import Judgement, Programme
from training.options import ClassCost, Input, Study

INPUTS: Mapping[str, str] = MappingProxyType(
    {
        "seats": "Seats of {city}",
        "fixed_cost": "Cost of one class",
        "cost_per_seat": "Cost of a seat",
        "market_price": "Price of a seat elsewhere",
        "market_travel": "Travel to a seat elsewhere",
        "travel": "Travel for a seat from {city}",
        "market_hours": "Hours on the road to a seat elsewhere",
        "wage": "Pay for an hour on the road",
        "backfill_rate": "Pay for an hour of standing in on a shift",
        "onsite_fixed": "Cost of one class on site",
        "onsite_per_seat": "Cost of a seat on site",
        "online_fixed": "Cost of one class online",
        "online_per_seat": "Cost of a seat online",
    }
)


def names_of(programme: Programme) -> dict[str, str]:
    """The programme's cities by key."""
    return {row.city.slug: row.city.name for row in programme.cities.all()}


def study_of(programme: Programme) -> Study:
    """The figures of a programme as they stand now. Reads the cities."""
    rows = list(programme.cities.all())
    plan = Plan(
        course=Course(
            name=programme.title,
            fixed_cost=programme.fixed_cost,
            cost_per_seat=programme.cost_per_seat,
            min_seats=programme.min_seats,
            max_seats=programme.max_seats,
            market_price=programme.market_price,
            market_travel=programme.market_travel,
        ),
        demand={row.city.slug: row.seats for row in rows},
        travel={row.city.slug: row.travel for row in rows},
        required_cities=programme.required_cities,
    )
    return Study(
        plan=plan,
        hours=programme.hours,
        road={row.city.slug: row.travel_hours for row in rows},
        shift_seats={row.city.slug: row.shift_seats for row in rows},
        market_hours=programme.market_hours,
        wage=programme.wage,
        backfill_rate=programme.backfill_rate,
        onsite=_class_cost(programme.onsite_fixed, programme.onsite_per_seat, programme.max_seats),
        online=_class_cost(
            programme.online_fixed, programme.online_per_seat, programme.online_max_seats
        ),
    )


def _class_cost(
    fixed: Decimal | None, per_seat: Decimal | None, most: int | None
) -> ClassCost | None:
    if fixed is None or per_seat is None or most is None:
        return None
    return ClassCost(fixed_cost=fixed, cost_per_seat=per_seat, max_seats=most)


def last_judgement(programme: Programme) -> Judgement | None:
    """What was found last, whether the figures changed since or not."""
    return programme.judgements.select_related("by").order_by("-number").first()


def is_current(programme: Programme, judgement: Judgement) -> bool:
    """Whether what was judged is what the programme says now. Reads the cities."""
    if programme.state == Programme.State.DRAFT:
        return False
    return bool(judgement.figures == options.to_document(study_of(programme)))


def label_of(one: Input, names: Mapping[str, str]) -> str:
    """A figure as people call it."""
    return INPUTS[one.name].format(city=names.get(one.city, one.city))


def value_of(one: Input, value: Decimal) -> str:
    """A value of a figure as people say it: seats, hours or dollars."""
    if one.is_seats:
        return f"{value:.0f}"
    return f"{value.normalize():f}" if one.name == "market_hours" else dollars(value)
