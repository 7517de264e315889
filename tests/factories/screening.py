"""Screenings of proposals."""

import factory
from factory.django import DjangoModelFactory

from initiatives.models import Screening
from tests.factories.people import UserFactory
from tests.factories.proposals import FEBRUARY, SubmissionFactory


class ScreeningFactory(DjangoModelFactory):
    """A checklist that nobody has answered yet; `passed=True` answers every point yes."""

    class Meta:
        model = Screening

    class Params:
        passed = factory.Trait(
            complete="yes", powers="yes", no_duplicate="yes", enough_cities="yes"
        )

    submission = factory.SubFactory(SubmissionFactory)
    version = 1
    by = factory.SubFactory(UserFactory)
    office = "Facilitator, Mid-America Regional Council"
    at = FEBRUARY
    least_cities = 2
