"""The figures of a study that may turn out otherwise: what each is, and how to change it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from training.options.study import Study

CENTS = Decimal("0.01")
ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One figure: `name` says which, `city` whose, `step` how finely it moves (1 for seats).

    `changed(value)` is the study with another value of it.
    """

    name: str
    city: str = ""
    value: Decimal
    step: Decimal = CENTS
    changed: Callable[[Decimal], Study]

    @property
    def is_seats(self) -> bool:
        """Whether it counts seats, and not dollars or hours."""
        return self.step == ONE


def inputs_of(study: Study) -> list[Input]:
    """List every figure on which the verdict or the cheapest way can turn.

    The hours of the course are none of them: they cost the same in every way.
    """
    return [
        *(_of_city(study, city) for city in study.cities),
        *(_of_course(study, name) for name in ("fixed_cost", "cost_per_seat")),
        *(_of_course(study, name) for name in ("market_price", "market_travel")),
        *(_of_travel(study, city) for city in study.cities),
        *(_of_study(study, name) for name in ("market_hours", "wage", "backfill_rate")),
        *_of_kind(study, "onsite"),
        *_of_kind(study, "online"),
    ]


def _of_city(study: Study, city: str) -> Input:
    def changed(value: Decimal) -> Study:
        seats = int(value)
        return replace(
            study,
            plan=replace(study.plan, demand={**study.plan.demand, city: seats}),
            shift_seats={**study.shift_seats, city: min(study.shift_seats.get(city, 0), seats)},
        )

    return Input(
        name="seats", city=city, value=Decimal(study.plan.demand[city]), step=ONE, changed=changed
    )


def _of_travel(study: Study, city: str) -> Input:
    def changed(value: Decimal) -> Study:
        return replace(study, plan=replace(study.plan, travel={**study.plan.travel, city: value}))

    value = study.plan.travel.get(city, Decimal(0))
    return Input(name="travel", city=city, value=value, changed=changed)


def _of_course(study: Study, name: str) -> Input:
    def changed(value: Decimal) -> Study:
        course = replace(study.plan.course, **{name: value})  # type: ignore[arg-type] # dollars all
        return replace(study, plan=replace(study.plan, course=course))

    return Input(name=name, value=getattr(study.plan.course, name), changed=changed)


def _of_study(study: Study, name: str) -> Input:
    def changed(value: Decimal) -> Study:
        return replace(study, **{name: value})  # type: ignore[arg-type] # dollars or hours all

    return Input(name=name, value=getattr(study, name), changed=changed)


def _of_kind(study: Study, kind: str) -> list[Input]:
    cost = getattr(study, kind)
    if cost is None:
        return []

    def changing(name: str) -> Callable[[Decimal], Study]:
        return lambda value: replace(study, **{kind: replace(cost, **{name: value})})

    return [
        Input(name=f"{kind}_{short}", value=getattr(cost, name), changed=changing(name))
        for short, name in (("fixed", "fixed_cost"), ("per_seat", "cost_per_seat"))
    ]
