"""Whether the portal works behind its pages: what is silent, and whether mail is held."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from collaborative.dashboard.panel import Panel, Task
from collaborative.models import Actor
from collaborative.wording import moment
from notifications import results


def clockwork(actor: Actor, at: datetime) -> Panel:
    """What an administrator must see at once. Two queries, and one more while mail is held."""
    del actor
    return Panel(
        title="Clockwork",
        tasks=tuple(_tasks(at)),
        nothing="Every part is at work, and mail goes out.",
        more=reverse("notifications:clockwork"),
        more_label="What works behind the pages",
    )


def _tasks(at: datetime) -> Iterator[Task]:
    if held := results.held():
        yield Task(
            "All mail is held",
            reverse("notifications:release"),
            f"{held.because} Since {moment(held.since)}; messages held: {held.messages:,}",
        )
    for part in results.parts(at=at):
        if not part.is_alive:
            note = f"Last sign of life {moment(part.at)}" if part.at else "No sign of life yet"
            yield Task(f"{part.label} is silent", reverse("notifications:clockwork"), note)
