"""A year plan in preparation that lacks nothing, and one that was found."""

from datetime import date
from decimal import Decimal

from tests.access.principals import OWN
from tests.access.world.things import World
from tests.factories.cohorts import VenueFactory
from tests.factories.plans import (
    NOON,
    AimedFactory,
    PlanDayFactory,
    PlanLimitFactory,
    PlannedClassFactory,
    PlannedSeatsFactory,
    PlanVenueFactory,
    PlanWantFactory,
    YearPlanFactory,
)
from tests.factories.training import CourseFactory
from training.models import YearPlan


def add_plans(world: World, cities) -> None:
    """Add the two."""
    analyst = world.people["analyst"].user
    course = CourseFactory(code="SMP-PLAN", title="Planned course (sample)")
    venue = VenueFactory(name="Planned hall (sample)", city=cities[OWN])
    draft = YearPlanFactory(slug="draft-plan", title="Training year 2028", prepared_by=analyst)
    want, limit = _given(draft, course, venue, cities[OWN])
    ready = YearPlanFactory(slug="ready-plan", title="Training year 2027", prepared_by=analyst)
    found(ready, course, venue, cities[OWN])
    world.things |= {
        "draft_plan": draft.slug,
        "ready_plan": ready.slug,
        "plan_want": str(want.pk),
        "plan_limit": str(limit.pk),
    }


def found(plan: YearPlan, course, venue, city, **changes) -> None:
    """Make a plan one that was found: one class of ten, proven to cost the least."""
    want, _ = _given(plan, course, venue, city)
    rows = YearPlan.objects.filter(pk=plan.pk)
    rows.update(state=YearPlan.State.RUNNING, asked_at=NOON)
    planned = PlannedClassFactory(plan=plan, number=1, course=course, venue=venue)
    PlannedSeatsFactory(planned=planned, want=want)
    AimedFactory(plan=plan)
    rows.update(
        **{
            "state": YearPlan.State.READY,
            "cost": Decimal(2650),
            "seconds": Decimal("0.25"),
            **changes,
        }
    )
    plan.refresh_from_db()


def _given(plan: YearPlan, course, venue, city):
    PlanVenueFactory(plan=plan, venue=venue)
    PlanDayFactory(plan=plan, on=date(2027, 3, 2))
    limit = PlanLimitFactory(plan=plan, city=city, most=12)
    return PlanWantFactory(plan=plan, course=course, city=city), limit
