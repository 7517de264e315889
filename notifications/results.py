"""What the ledger's rows add up to: is mail going out, and is the clockwork alive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet, Value
from django.db.models.functions import Coalesce, Now

from notifications.models import Heartbeat, Message

State = Message.State
STALE_AFTER = timedelta(seconds=120)
"""Without a sign of life for so long, a part of the clockwork counts as stopped."""

OVERDUE_AFTER = timedelta(minutes=10)
"""A message that nobody took so long after its turn means that nothing is being sent."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many messages stand in one state."""

    state: str
    label: str
    count: int


def totals() -> list[Total]:
    """Count the ledger by state, in the order of a message's life; one query."""
    rows = Message.objects.order_by().values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    return [Total(state.value, state.label, counts.get(state.value, 0)) for state in State]


def oldest_due() -> datetime | None:
    """Since when the message that waits longest has been due; None when none waits."""
    waiting = Message.objects.filter(state__in=[State.DUE, State.LEASED])
    found: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return found


def heartbeat_ages(*, at: datetime) -> dict[str, float | None]:
    """Seconds since the worker worked and since beat last sent it something; None for never."""
    beats = dict(Heartbeat.objects.values_list("name", "at"))
    return {
        name.value: (at - beats[name.value]).total_seconds() if name.value in beats else None
        for name in Heartbeat.Name
    }


def readiness(*, at: datetime) -> Mapping[str, Any]:
    """Tell for `/readyz` whether worker and beat live, and how much mail waits or failed.

    A worker that stopped makes both ages grow, because beat's sign of life travels with its
    messages; a beat that stopped does the same. Which of the two it is shows in the broker:
    messages pile up where the worker stopped.
    """
    ages = heartbeat_ages(at=at)
    counts = {total.state: total.count for total in totals()}
    return {
        **{
            name: {
                "ok": age is not None and age <= STALE_AFTER.total_seconds(),
                "age_seconds": None if age is None else round(age, 1),
            }
            for name, age in ages.items()
        },
        "mail": {
            "due": counts[State.DUE] + counts[State.LEASED],
            "failed": counts[State.FAILED],
            "held": counts[State.HELD],
            "overdue": overdue().count(),
        },
    }


def overdue() -> QuerySet[Message]:
    """The messages whose turn was more than ten minutes ago by the database's own clock."""
    turn = Coalesce("lease_until", "retry_at", "written_at")
    return (
        Message.objects.filter(state__in=[State.DUE, State.LEASED])
        .alias(turn=turn)
        .filter(turn__lt=Now() - Value(OVERDUE_AFTER))
        .order_by("due_at", "pk")
    )


def invariants() -> Iterator[str]:
    """Say what does not hold, a sentence for each breach; nothing when all is well."""
    for message in overdue():
        yield (
            f"Mail: the message {message.key} waits since {message.due_at:%Y-%m-%d %H:%M} UTC and "
            "its turn was more than ten minutes ago. Is the worker running?"
        )
    shared = Message.objects.order_by().values("message_id").annotate(rows=Count("pk"))
    for row in shared.filter(rows__gt=1):
        yield f"Mail: {row['rows']} messages have the Message-ID {row['message_id']}."
