"""What evaluators say of themselves."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from initiatives.models import Declaration, Expertise, Wish
from tests.factories.people import UserFactory
from tests.factories.rounds import EntryFactory

DECLARING = datetime(2026, 2, 20, 15, 0, tzinfo=UTC)


class DeclarationFactory(DjangoModelFactory):
    """A declaration that there is no conflict; its round has to take declarations."""

    class Meta:
        model = Declaration

    entry = factory.SubFactory(EntryFactory)
    person = factory.SubFactory(UserFactory)
    is_conflict = False
    office = "Evaluator, Raytown"
    at = DECLARING


class WishFactory(DjangoModelFactory):
    """Somebody who would like to review; the round has to take declarations."""

    class Meta:
        model = Wish

    entry = factory.SubFactory(EntryFactory)
    person = factory.SubFactory(UserFactory)
    would_like = True


class ExpertiseFactory(DjangoModelFactory):
    """Somebody who knows police work."""

    class Meta:
        model = Expertise

    person = factory.SubFactory(UserFactory)
    category = "police"
