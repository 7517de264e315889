"""Criteria sets."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from initiatives.models import CriteriaSet


class CriteriaSetFactory(DjangoModelFactory):
    """A first version with one criterion that has all the weight."""

    class Meta:
        model = CriteriaSet

    slug = factory.Sequence(lambda n: f"set-{n}")
    version = 1
    title = factory.Sequence(lambda n: f"Set {n}")
    note = "A sample set."
    questions = factory.LazyFunction(
        lambda: [
            {
                "label": "Savings",
                "key": "savings",
                "kind": "scored",
                "weight": "100",
                "minimum": 0,
                "maximum": 2,
                "anchors": {"0": "None", "1": "Some", "2": "Much"},
            }
        ]
    )
    at = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
