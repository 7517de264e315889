"""Documents closed to the public."""

import factory
from factory.django import DjangoModelFactory

from agreements.models import Closing
from tests.factories.agreements import NOON, DocumentFactory
from tests.factories.people import UserFactory


class ClosingFactory(DjangoModelFactory):
    """A document that is closed as legal work product."""

    class Meta:
        model = Closing

    document = factory.SubFactory(DocumentFactory)
    provision = Closing.Provision.LEGAL
    closed_by = factory.SubFactory(UserFactory)
    office = "Clerk, Raytown"
    closed_at = NOON
