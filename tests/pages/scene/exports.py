"""Exports in each state, beside the two of the access table."""

import uuid
from datetime import timedelta

from django.utils import timezone

from agreements.models import Agreement, Export
from tests.access.principals import OWN
from tests.access.world import World
from tests.factories.exports import ExportFactory, ExportItemFactory

State = Export.State
NO_ROOM = "There is no room left on the portal's disk. Tell its administrator, then ask again."


def add_exports(world: World, cities) -> None:
    """Add one that is being made, one that is put together, and those without a file."""
    clerk, now = world.people["clerk"], timezone.now()
    lease = {"lease_token": uuid.uuid4(), "lease_until": now + timedelta(hours=1)}
    kept = {"size": 31_200_000, "sha256": "ab" * 32, "ready_at": now, "expires_at": now}
    states = {
        "running": {"state": State.RUNNING, "done": 1, **lease},
        "bound": {"state": State.RUNNING, "done": 2, **lease},
        "failed": {"state": State.FAILED, "reason": NO_ROOM},
        "cancelled": {"state": State.CANCELLED, "done": 1},
        "expired": {"state": State.EXPIRED, "done": 2, **kept},
    }
    for hours, (name, values) in enumerate(states.items(), start=2):
        at = now - timedelta(hours=hours)
        export = ExportFactory(
            asked_by=clerk.user, asked_at=at, state_since=at, city=cities[OWN], total=2, **values
        )
        for agreement in Agreement.objects.filter(
            slug__in=[world.things["in_force"], world.things["ended"]]
        ):
            ExportItemFactory(export=export, agreement=agreement, folder=agreement.slug)
        world.things[f"{name}_export"] = str(export.pk)
