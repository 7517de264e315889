"""Exports of many packets."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from agreements.models import Export, ExportItem
from tests.factories.agreements import AgreementFactory
from tests.factories.people import UserFactory

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


class ExportFactory(DjangoModelFactory):
    """An export of one agreement that waits for a worker."""

    class Meta:
        model = Export

    state = Export.State.WAITING
    state_since = NOON
    asked_by = factory.SubFactory(UserFactory)
    asked_at = NOON
    is_ticked = False
    total = 1


class ExportItemFactory(DjangoModelFactory):
    """An agreement whose packet is not made yet."""

    class Meta:
        model = ExportItem

    export = factory.SubFactory(ExportFactory)
    position = factory.Sequence(lambda n: n + 1)
    agreement = factory.SubFactory(AgreementFactory)
    folder = factory.Sequence(lambda n: f"agreement-{n}")
    mark = 0
