"""The own city's exports: one that is ready to be taken, one that waits for a worker."""

from datetime import timedelta

from django.utils import timezone

from agreements.operations import exports
from agreements.results.exports import Scope
from tests.access.principals import OWN
from tests.access.world.things import World
from tests.agreements.exporting import small_packets


def add_exports(world: World, cities) -> None:
    """Add what the clerk asked for; the adopted agreement is the only one in it."""
    clerk, now = world.people["clerk"], timezone.now()
    ready, _ = exports.ask(Scope(), by=clerk, at=now - timedelta(hours=1))
    with small_packets():
        exports.make_waiting(clock=timezone.now, within=timedelta(minutes=1))
    own = Scope(cities[OWN])
    waiting, _ = exports.ask(own, by=clerk, at=now - timedelta(minutes=5))
    world.things |= {"export": str(ready.pk), "waiting_export": str(waiting.pk)}
