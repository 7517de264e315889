"""Plans of a year: what they are made from, and what was found."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.cities import CityFactory
from tests.factories.cohorts import CohortFactory, VenueFactory
from tests.factories.people import UserFactory
from tests.factories.training import CourseFactory
from training.models import (
    AdoptedClass,
    Aimed,
    LeftOut,
    PlanDay,
    PlanLimit,
    PlannedClass,
    PlannedSeats,
    PlanTravel,
    PlanVenue,
    PlanWant,
    YearPlan,
)

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class YearPlanFactory(DjangoModelFactory):
    """A plan for 2027 that is in preparation."""

    class Meta:
        model = YearPlan

    state = YearPlan.State.DRAFT
    state_since = NOON
    slug = factory.Sequence(lambda n: f"plan-{n}")
    title = factory.Sequence(lambda n: f"Plan {n}")
    begins_on = date(2027, 1, 4)
    ends_on = date(2027, 12, 17)
    starts_at = time(9, 0)
    time_limit = 20
    prepared_by = factory.SubFactory(UserFactory)
    prepared_at = NOON


class PlanVenueFactory(DjangoModelFactory):
    """A venue of a plan."""

    class Meta:
        model = PlanVenue

    plan = factory.SubFactory(YearPlanFactory)
    venue = factory.SubFactory(VenueFactory)
    cost_per_day = Decimal(100)


class PlanDayFactory(DjangoModelFactory):
    """A day of a plan."""

    class Meta:
        model = PlanDay

    plan = factory.SubFactory(YearPlanFactory)
    on = date(2027, 3, 2)


class PlanWantFactory(DjangoModelFactory):
    """Ten people of a city want a course."""

    class Meta:
        model = PlanWant

    plan = factory.SubFactory(YearPlanFactory)
    course = factory.SubFactory(CourseFactory)
    city = factory.SubFactory(CityFactory)
    seats = 10


class PlanTravelFactory(DjangoModelFactory):
    """Five dollars for the way."""

    class Meta:
        model = PlanTravel

    plan = factory.SubFactory(YearPlanFactory)
    city = factory.SubFactory(CityFactory)
    venue = factory.SubFactory(VenueFactory)
    per_seat = Decimal(5)


class PlanLimitFactory(DjangoModelFactory):
    """At most three of a city are away on one day."""

    class Meta:
        model = PlanLimit

    plan = factory.SubFactory(YearPlanFactory)
    kind = PlanLimit.Kind.AWAY
    city = factory.SubFactory(CityFactory)
    most = 3


class PlannedClassFactory(DjangoModelFactory):
    """A class on one day of a plan that is being worked out."""

    class Meta:
        model = PlannedClass

    plan = factory.SubFactory(YearPlanFactory, state=YearPlan.State.RUNNING, asked_at=NOON)
    number = factory.Sequence(lambda n: n + 1)
    course = factory.SubFactory(CourseFactory)
    venue = factory.SubFactory(VenueFactory)
    days = factory.LazyFunction(lambda: [date(2027, 3, 2)])
    cost = Decimal(2650)
    others = Decimal(0)


class PlannedSeatsFactory(DjangoModelFactory):
    """Ten people of a want in a class; give both a plan of their own."""

    class Meta:
        model = PlannedSeats

    planned = factory.SubFactory(PlannedClassFactory)
    want = factory.SubFactory(PlanWantFactory)
    seats = 10


class LeftOutFactory(DjangoModelFactory):
    """People without a seat."""

    class Meta:
        model = LeftOut

    plan = factory.SubFactory(YearPlanFactory, state=YearPlan.State.RUNNING, asked_at=NOON)
    want = factory.SubFactory(PlanWantFactory)
    seats = 2
    why = "No day, venue and date due fit together for these people."


class AimedFactory(DjangoModelFactory):
    """The cost, which nothing betters."""

    class Meta:
        model = Aimed

    plan = factory.SubFactory(YearPlanFactory, state=YearPlan.State.RUNNING, asked_at=NOON)
    position = 1
    aim = Aimed.Aim.COST
    reached = 265_000
    bound = 265_000


class AdoptedClassFactory(DjangoModelFactory):
    """A class that became a cohort."""

    class Meta:
        model = AdoptedClass

    planned = factory.SubFactory(PlannedClassFactory)
    cohort = factory.SubFactory(CohortFactory)
