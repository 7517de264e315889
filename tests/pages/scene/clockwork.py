"""A portal whose mail is held, with one part silent and one at work, and letters that failed."""

from datetime import timedelta

from django.utils import timezone

from tests.access.world import World
from tests.factories.notifications import HeartbeatFactory, MessageFactory, WhereaboutsFactory


def add_clockwork(world: World) -> None:
    """Hold all mail since an hour ago."""
    now = timezone.now()
    WhereaboutsFactory(
        seen_at=now - timedelta(hours=20),
        held_at=now - timedelta(hours=1),
        held_because="The database is not where it was: it was restored from a backup, or moved.",
    )
    HeartbeatFactory(at=now)
    HeartbeatFactory(part="queue", name="mail", at=now - timedelta(minutes=9))
    HeartbeatFactory(part="worker", name="mail-1@sample", at=now - timedelta(minutes=9))
    liaison = world.people["liaison"].user
    MessageFactory(recipient=liaison, held=True, due_at=now - timedelta(hours=2))
    MessageFactory.create_batch(2, recipient=liaison, failed=True)
