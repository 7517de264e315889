"""What evaluators are asked about conflicts of interest, before any text opens."""

from datetime import datetime

from django.urls import reverse

from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.models import Actor
from initiatives.results import declarations_by_round


def declarations(actor: Actor, at: datetime) -> Panel:
    """Rounds in which titles wait for the evaluator's word. One query."""
    del at
    waiting = [one for one in declarations_by_round(actor) if one.left]
    return Panel(
        title="Conflicts of interest to declare",
        tasks=tuple(
            Task(
                one.title,
                reverse("initiatives:declarations", args=[one.slug]),
                f"{one.left} of {one.titles} titles wait for your word",
            )
            for one in waiting[:MOST]
        ),
        nothing="You have spoken about every title that is put to you.",
        more=reverse("initiatives:reviews"),
        more_label="All my reviews",
    )
