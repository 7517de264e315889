"""Year plans in each state, beside those of the access table."""

import uuid
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from cities.models import City
from tests.access.principals import OWN
from tests.access.world import World
from tests.access.world.training_plan import found
from tests.factories.cohorts import VenueFactory
from tests.factories.plans import (
    NOON,
    AimedFactory,
    LeftOutFactory,
    PlannedClassFactory,
    PlannedSeatsFactory,
    PlanWantFactory,
    YearPlanFactory,
)
from tests.factories.training import CourseFactory
from training.models import YearPlan

State = YearPlan.State
CLASH = [
    "10 people are to have Planned course (sample) by Tuesday, March 2, 2027: Raytown 10.",
    "At most 3 people of Raytown may be away on one day.",
]


def add_plans(world: World, cities) -> None:
    """Add those that are worked out, that failed, that clash, and one that follows another."""
    analyst = world.people["analyst"].user
    lease = {"lease_token": uuid.uuid4(), "lease_until": timezone.now() + timedelta(hours=1)}
    said = "Least cost: $12,400.00 found; no plan costs less than $11,900.00."
    states = {
        "empty": {},
        "waiting": {"state": State.WAITING},
        "running": {"state": State.RUNNING, "progress": said, **lease},
        "failed": {"state": State.FAILED, "reason": "No plan was found in 20 seconds."},
        "infeasible": {"state": State.INFEASIBLE, "clash": CLASH, "is_least_clash": True},
    }
    for name, values in states.items():
        asked = {} if name == "empty" else {"asked_at": NOON}
        title = f"{name.capitalize()} year (sample)"
        plan = YearPlanFactory(title=title, prepared_by=analyst, **asked, **values)
        world.things[f"{name}_plan"] = plan.slug
    world.things["budget_plan"] = _within_a_budget(analyst, cities[OWN]).slug


def add_plan_sheets(world: World, folder: Path) -> None:
    """Let the draft have two lines of a sheet; write one that changes them, and one that agrees."""
    plan, city = YearPlan.objects.get(slug=world.things["draft_plan"]), City.objects.get(slug=OWN)
    for number in (1, 2):
        course = CourseFactory(code=f"SMP-SHEET-{number}", title=f"Course {number} (sheet)")
        PlanWantFactory(plan=plan, course=course, city=city, department=None, source="sheet")
    head, line = "Course,City,People", f"{{}},{city.name},{{}}"
    seats = plan.wants.filter(source="sheet").first().seats
    same = [line.format(f"SMP-SHEET-{number}", seats) for number in (1, 2)]
    more = [line.format("SMP-SHEET-1", seats + 3), line.format("SMP-CANARY", 5)]
    faulty = [same[0], line.format("SMP-NOWHERE", "none")]
    for name, lines in (("same_wants", same), ("more_wants", more), ("faulty_wants", faulty)):
        world.things[name] = folder / f"{name}.csv"
        world.things[name].write_text("\n".join([head, *lines]), encoding="utf-8")


def _within_a_budget(analyst, city) -> YearPlan:
    """A plan that stopped at its time limit, follows another and leaves people out."""
    course = CourseFactory(title="Budgeted course (sample)")
    venue = VenueFactory(name="Budgeted hall (sample)", city=city)
    before = YearPlanFactory(title="Year before the change (sample)", prepared_by=analyst)
    found(before, course, venue, city)
    plan = YearPlanFactory(
        title="Year within a budget (sample)",
        prepared_by=analyst,
        after=before,
        aim=YearPlan.Aim.MOST_NEED,
        budget=Decimal(5000),
    )
    want = PlanWantFactory(plan=plan, course=course, city=city, seats=12)
    YearPlan.objects.filter(pk=plan.pk).update(state=State.RUNNING, asked_at=NOON)
    planned = PlannedClassFactory(plan=plan, number=1, course=course, venue=None, is_moved=True)
    PlannedSeatsFactory(planned=planned, want=want, seats=10, moved=4)
    LeftOutFactory(plan=plan, want=want)
    for position, (aim, reached, bound) in enumerate(
        [("classes", 1, 1), ("people", 4, 4), ("need", 500, 600), ("cost", 265_000, 260_000)], 1
    ):
        AimedFactory(plan=plan, position=position, aim=aim, reached=reached, bound=bound)
    YearPlan.objects.filter(pk=plan.pk).update(
        state=State.READY, cost=Decimal(2650), seconds=Decimal(20), moved_classes=1, moved_people=4
    )
    return plan
