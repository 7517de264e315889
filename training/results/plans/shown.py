"""What a plan's page shows of what was found: the classes by month, the cities, and the aims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from collaborative.wording import dollars
from training.models import Aimed, LeftOut, PlannedClass, YearPlan
from training.results.plans.cases import as_dollars


@dataclass(slots=True)
class CityShare:
    """What a city has in the plan: people in classes, people without a seat."""

    name: str
    seats: int = 0
    left_out: int = 0
    classes: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Session:
    """One class, with how many of each city sit in it, in the order of the cities."""

    row: PlannedClass
    cities: Sequence[tuple[str, int]]
    moved: int

    @property
    def people(self) -> int:
        """All who sit in it."""
        return sum(number for _, number in self.cities)

    @property
    def cost(self) -> Decimal:
        """Dollars for all of it, travel and standing in included."""
        return self.row.cost + self.row.others


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan that was found, as its page tells it."""

    months: Sequence[tuple[date, Sequence[Session]]]
    cities: Sequence[CityShare]
    left_out: Sequence[LeftOut]
    aims: Sequence[str]
    sessions: Sequence[Session]

    @property
    def people(self) -> int:
        """All who sit in a class."""
        return sum(one.people for one in self.sessions)


def shown(plan: YearPlan) -> Shown:
    """Read what was found, in the same number of queries for any plan."""
    cities: dict[str, CityShare] = {}
    sessions = [_session(one, cities) for one in _classes(plan)]
    left_out = list(plan.left_out.select_related("want__course", "want__city", "want__department"))
    for one in left_out:
        name = one.want.city.name
        cities.setdefault(name, CityShare(name)).left_out += one.seats
    months = defaultdict(list)
    for session in sessions:
        months[session.row.days[0].replace(day=1)].append(session)
    return Shown(
        months=sorted(months.items()),
        cities=[cities[name] for name in sorted(cities)],
        left_out=left_out,
        aims=[said(one) for one in plan.aims.all()],
        sessions=sessions,
    )


def said(one: Aimed) -> str:
    """Say how far an aim was reached, and how much better any plan could be."""
    if one.aim == Aimed.Aim.COST:
        reached, bound = dollars(as_dollars(one.reached)), dollars(as_dollars(one.bound))
        if one.is_proven:
            others = "plan" if one.position == 1 else "plan that reaches what comes before"
            return f"It costs {reached}. No {others} costs less: proven."
        return (
            f"It costs {reached}. The search stopped at its time limit: no plan costs less than "
            f"{bound}, so this one is at most {_percent(one)} above the best."
        )
    words = {
        Aimed.Aim.MANDATES: ("{} with a mandate lack a seat in time", "person", "people", "fewer"),
        Aimed.Aim.CLASSES: ("{} moved", "class is", "classes are", "fewer"),
        Aimed.Aim.PEOPLE: ("{} moved", "person is", "people are", "fewer"),
        Aimed.Aim.NEED: ("The need met is {} (people times need)", "", "", "more"),
    }[Aimed.Aim(one.aim)]
    sentence, single, several, better = words
    noun = single if one.reached == 1 else several
    reached = sentence.format(f"{one.reached:,} {noun}".strip())
    if one.is_proven:
        return f"{reached}. {better.capitalize()} is not possible: proven."
    limit = f"{better} than {one.bound:,} is not possible"
    return f"{reached}. The search stopped at its time limit; {limit}."


def _percent(one: Aimed) -> str:
    """By how much the best could be better, rounded up so that it is never said too small."""
    if one.bound <= 0:
        return "100%"
    tenths = -(-Fraction(one.reached - one.bound, one.bound) * 1000 // 1)
    return f"{float(tenths) / 10:.1f}%"


def _classes(plan: YearPlan) -> Sequence[PlannedClass]:
    rows = plan.classes.select_related("course", "venue__city", "adopted__cohort")
    return list(rows.prefetch_related("seats__want__city"))


def _session(one: PlannedClass, cities: dict[str, CityShare]) -> Session:
    seats: dict[str, int] = defaultdict(int)
    rows = list(one.seats.all())
    for row in rows:
        name = row.want.city.name
        seats[name] += row.seats
        share = cities.setdefault(name, CityShare(name))
        share.seats += row.seats
        share.classes.add(one.pk)
    return Session(one, sorted(seats.items()), sum(row.moved for row in rows))
