"""The own city's exports: one that is ready to be taken, one that waits for a worker."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from agreements.models import Agreement, Export
from tests.access.principals import OWN
from tests.access.world.things import World
from tests.factories.exports import ExportFactory, ExportItemFactory

CONTENT = b"PK\x05\x06" + bytes(18)
"""An empty ZIP."""


def add_exports(world: World, cities) -> None:
    """Add what the clerk asked for; the adopted agreement is the only one in it."""
    now = timezone.now()
    own = {"asked_by": world.people["clerk"].user, "city": cities[OWN]}
    ready = ExportFactory(
        **own,
        state=Export.State.READY,
        asked_at=now - timedelta(hours=1),
        state_since=now,
        done=1,
        size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        ready_at=now,
        expires_at=now + Export.KEPT_FOR,
    )
    waiting = ExportFactory(**own, council=cities[OWN], asked_at=now - timedelta(minutes=5))
    adopted = Agreement.objects.get(slug=world.things["adopted"])
    for export in (ready, waiting):
        ExportItemFactory(export=export, agreement=adopted, folder=adopted.slug)
    ready.folder.mkdir(parents=True)
    ready.file.write_bytes(CONTENT)
    world.things |= {"export": str(ready.pk), "waiting_export": str(waiting.pk)}
