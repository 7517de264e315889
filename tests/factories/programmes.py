"""Shared courses under study, and what was judged of them."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from tests.factories.cities import CityFactory
from tests.factories.people import UserFactory
from tests.factories.training import NOON, CourseFactory
from training.models import Judgement, Programme, ProgrammeCity


class ProgrammeFactory(DjangoModelFactory):
    """A study in preparation, with the figures of the documented example."""

    class Meta:
        model = Programme

    state = Programme.State.DRAFT
    state_since = NOON
    slug = factory.Sequence(lambda n: f"programme-{n}")
    title = factory.Sequence(lambda n: f"Programme {n}")
    course = factory.SubFactory(CourseFactory)
    hours = Decimal("8.00")
    min_seats = 8
    max_seats = 24
    fixed_cost = Decimal("2400.00")
    cost_per_seat = Decimal("15.00")
    market_price = Decimal("180.00")
    market_travel = Decimal("40.00")


class ProgrammeCityFactory(DjangoModelFactory):
    """Six seats for people who travel for five dollars each."""

    class Meta:
        model = ProgrammeCity

    programme = factory.SubFactory(ProgrammeFactory)
    city = factory.SubFactory(CityFactory)
    seats = 6
    travel = Decimal("5.00")


class JudgementFactory(DjangoModelFactory):
    """A feasible course, found so at noon."""

    class Meta:
        model = Judgement

    programme = factory.SubFactory(ProgrammeFactory)
    number = 1
    verdict = "feasible"
    best = "regional"
    sentence = "A shared course is feasible."
    figures = factory.LazyFunction(dict)
    by = factory.SubFactory(UserFactory)
    at = NOON
