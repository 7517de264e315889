"""A study as a document, and back: its `plan` is what `plan_training` reads."""

from collaborative.documents import Node
from training import feasibility
from training.feasibility import MAX_SEATS, Plan
from training.options.study import ClassCost, Study

_AMOUNTS = ("hours", "market_hours", "wage", "backfill_rate")


def to_document(study: Study) -> dict[str, object]:
    """Return a study as JSON in Python's types: counts are numbers, amounts are texts."""
    return {
        "plan": _plan(study.plan),
        **{name: f"{getattr(study, name):.2f}" for name in _AMOUNTS},
        "road": {city: f"{hours:.2f}" for city, hours in sorted(study.road.items())},
        "shift_seats": dict(sorted(study.shift_seats.items())),
        "onsite": _kind(study.onsite),
        "online": _kind(study.online),
    }


def _plan(plan: Plan) -> dict[str, object]:
    amounts = ("fixed_cost", "cost_per_seat", "market_price", "market_travel")
    return {
        "course": {
            "name": plan.course.name,
            "min_seats": plan.course.min_seats,
            "max_seats": plan.course.max_seats,
            **{name: f"{getattr(plan.course, name):.2f}" for name in amounts},
        },
        "demand": dict(sorted(plan.demand.items())),
        "travel": {city: f"{cost:.2f}" for city, cost in sorted(plan.travel.items())},
        "required_cities": plan.required_cities,
    }


def _kind(cost: ClassCost | None) -> dict[str, object] | None:
    if cost is None:
        return None
    return {
        "fixed_cost": f"{cost.fixed_cost:.2f}",
        "cost_per_seat": f"{cost.cost_per_seat:.2f}",
        "max_seats": cost.max_seats,
    }


def parse(document: object) -> Study:
    """Return the study of a document. Raises BadDocument naming the place."""
    fields = Node(document).fields(("plan", *_AMOUNTS, "road", "shift_seats", "onsite", "online"))
    return Study(
        plan=feasibility.parse(fields["plan"].value),
        road={city: hours.money() for city, hours in fields["road"].entries().items()},
        shift_seats={
            city: seats.whole(0, MAX_SEATS)
            for city, seats in fields["shift_seats"].entries().items()
        },
        onsite=_class_cost(fields["onsite"]),
        online=_class_cost(fields["online"]),
        **{name: fields[name].money() for name in _AMOUNTS},
    )


def _class_cost(node: Node) -> ClassCost | None:
    if node.value is None:
        return None
    fields = node.fields(("fixed_cost", "cost_per_seat", "max_seats"))
    return ClassCost(
        fixed_cost=fields["fixed_cost"].money(),
        cost_per_seat=fields["cost_per_seat"].money(),
        max_seats=fields["max_seats"].whole(1, MAX_SEATS),
    )
