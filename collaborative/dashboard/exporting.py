"""What was asked for in bulk and is being made, or waits to be taken."""

from datetime import datetime

from django.urls import reverse

from agreements.models import Export
from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.models import Actor
from collaborative.wording import moment


def exports(actor: Actor, at: datetime) -> Panel:
    """The actor's own exports that are under way or kept. One query."""
    del at
    kept = [Export.State.WAITING, Export.State.RUNNING, Export.State.READY]
    own = Export.objects.visible_to(actor).for_list().filter(asked_by=actor.user, state__in=kept)
    return Panel(
        title="Packets in bulk",
        tasks=tuple(
            Task(f"{export}", export.get_absolute_url(), _note(export)) for export in own[:MOST]
        ),
        nothing="No export of yours is under way or waits to be taken.",
        more=reverse("agreements:new_export"),
        more_label="Export packets",
    )


def _note(export: Export) -> str:
    if export.state == Export.State.READY and export.expires_at:
        return f"Ready; kept until {moment(export.expires_at)}"
    return f"{export.done:,} of {export.total:,} packets are made"
