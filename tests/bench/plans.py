"""A year's plan of 400 people in five cities, asked for, worked out, and shown."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from time import monotonic

from django.test import Client
from django.utils import timezone

from collaborative.roles import Role
from tests.bench.site import Answer, Visited, database, served
from tests.bench.works import PAGE, Work
from tests.conftest import CITIES, in_office, sign_in
from tests.factories.cities import CityFactory, DepartmentFactory, OrganisationFactory
from tests.factories.cohorts import VenueFactory
from tests.factories.plans import (
    PlanDayFactory,
    PlanLimitFactory,
    PlanTravelFactory,
    PlanVenueFactory,
    PlanWantFactory,
    YearPlanFactory,
)
from tests.factories.training import CourseFactory
from training.models import PlannedSeats, YearPlan
from training.operations import plans
from training.operations.plans.asking import Change
from training.results.plans import shown

COURSES, DAYS, LIMIT = 8, 24, 60
"""Eight courses, a day every other week, and the seconds that the search may take."""
PEOPLE = (7, 6, 5, 4, 3)
"""Of each of two departments of each city, for each course: 400 in all."""
FIRST = date(2027, 1, 12)


@dataclass
class Planned(Visited):
    """A portal with a plan that was found."""

    analyst: Client
    path: str


def _look(path: str) -> Callable[[Planned], Answer]:
    return lambda site: site.get(path or site.path, by=site.analyst)


READING_PLANS: Sequence[Work] = (
    Work(PAGE, _look("/bare/page/"), is_page=False, repeats=10),
    Work("The year's plan", _look(""), PAGE, repeats=10, is_page=False),
)


@contextmanager
def planned(say: Callable[[str], None]) -> Iterator[Planned]:
    """Work a plan out in a new database, say how that went, and serve it."""
    with database("bench_plans"):
        who = in_office(Role.ANALYST, OrganisationFactory(slug="gti", kind="institute"))
        plan = _prepared(who.user)
        say(f"Planning a year took {_worked_out(plan, who)}")
        first = plan.classes.select_related("venue").first()
        change = Change(lost=first.days[0], venue=first.venue)
        again = plans.plan_again(plan, title="Again", change=change, by=who, at=timezone.now())
        say(f"Planning again after one lost day took {_worked_out(again, who, is_asked=True)}")
        with served() as server:
            yield Planned(server=server, analyst=sign_in(who), path=plan.get_absolute_url())


def _worked_out(plan: YearPlan, who, *, is_asked: bool = False) -> str:
    if not is_asked:
        plans.ask(plan, by=who, at=timezone.now())
    begun = monotonic()
    plans.work_out_waiting(clock=timezone.now, within=timedelta(seconds=1))
    took = monotonic() - begun
    plan.refresh_from_db()
    people = sum(PlannedSeats.objects.filter(planned__plan=plan).values_list("seats", flat=True))
    told = " ".join(shown(plan).aims) if plan.is_found else plan.reason
    return f"{took:.1f} s: {people} people in {plan.classes.count()} classes. {told}"


def _prepared(analyst) -> YearPlan:
    plan = YearPlanFactory(prepared_by=analyst, time_limit=LIMIT, most_a_day=3)
    cities = [CityFactory(slug=slug) for slug in CITIES]
    venues = [VenueFactory(city=city, seats=20 if n else 12) for n, city in enumerate(cities)]
    for number, venue in enumerate(venues):
        PlanVenueFactory(plan=plan, venue=venue, cost_per_day=100 + 25 * number)
        for at, city in enumerate(cities):
            if at != number:
                way = Decimal(8 + 3 * abs(at - number))
                PlanTravelFactory(plan=plan, city=city, venue=venue, per_seat=way)
    for number in range(DAYS):
        PlanDayFactory(plan=plan, on=FIRST + timedelta(days=14 * number))
    courses = [
        CourseFactory(min_seats=5, max_seats=10, fixed_cost=2400 + 50 * number)
        for number in range(COURSES)
    ]
    for city, seats in zip(cities, PEOPLE, strict=True):
        police, works = DepartmentFactory.create_batch(2, organisation=city)
        PlanLimitFactory(plan=plan, city=city, department=police, most=4)
        for number, course in enumerate(courses):
            due = {"is_mandated": True, "due_on": date(2027, 6, 30)} if number % 4 == 0 else {}
            for department in (police, works):
                PlanWantFactory(
                    plan=plan, course=course, city=city, department=department, seats=seats, **due
                )
    return plan
