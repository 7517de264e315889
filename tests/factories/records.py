"""Training rolls, completions, duties, requests for seats, and safety at work."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.cities import CityFactory, DepartmentFactory
from tests.factories.people import UserFactory
from tests.factories.training import RequirementFactory, TopicFactory
from training.models import (
    Completion,
    Duty,
    Exposure,
    Incident,
    SeatRequest,
    Trainee,
    YearlyHours,
)

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class TraineeFactory(DjangoModelFactory):
    """Somebody on the roll of a city's department."""

    class Meta:
        model = Trainee

    city = factory.SubFactory(CityFactory)
    department = factory.SubFactory(DepartmentFactory, organisation=factory.SelfAttribute("..city"))
    name = factory.Sequence(lambda n: f"Sample worker {n}")


class YearlyHoursFactory(DjangoModelFactory):
    """A requirement whose hours are counted over the calendar year."""

    class Meta:
        model = YearlyHours

    requirement = factory.SubFactory(RequirementFactory, hours=Decimal(24), every_months=None)


class DutyFactory(DjangoModelFactory):
    """Somebody who must meet a requirement within a month."""

    class Meta:
        model = Duty

    trainee = factory.SubFactory(TraineeFactory)
    requirement = factory.SubFactory(RequirementFactory)
    first_due_on = (NOON + timedelta(days=30)).date()


class CompletionFactory(DjangoModelFactory):
    """A day of training, on a certificate."""

    class Meta:
        model = Completion

    trainee = factory.SubFactory(TraineeFactory)
    topic = factory.SubFactory(TopicFactory)
    on = date(2026, 2, 2)
    hours = Decimal(8)
    source = "Certificate"
    recorded_at = NOON


class SeatRequestFactory(DjangoModelFactory):
    """A city that wants seats for six."""

    class Meta:
        model = SeatRequest

    state = SeatRequest.State.ASKED
    state_since = NOON
    city = factory.SubFactory(CityFactory)
    topic = factory.SubFactory(TopicFactory)
    people = 6
    wanted_by = date(2026, 9, 30)
    why = "A new crew (sample)"
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOON


class IncidentFactory(DjangoModelFactory):
    """A fall that somebody was treated for."""

    class Meta:
        model = Incident

    city = factory.SubFactory(CityFactory)
    department = factory.SubFactory(DepartmentFactory, organisation=factory.SelfAttribute("..city"))
    on = date(2026, 2, 2)
    kind = Incident.Kind.FALL
    severity = Incident.Severity.MARGINAL
    hours_lost = Decimal(8)
    reported_by = factory.SubFactory(UserFactory)
    reported_at = NOON


class ExposureFactory(DjangoModelFactory):
    """A quarter in which a hundred people worked full time."""

    class Meta:
        model = Exposure

    city = factory.SubFactory(CityFactory)
    year = 2026
    quarter = 1
    hours = Decimal(50_000)
    reported_by = factory.SubFactory(UserFactory)
    reported_at = NOON
