"""What the clock starts. Each makes the ledger right for now; twice or late is the same."""

from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone

from notifications.models import Heartbeat
from notifications.operations import delivery, outbox, reminders

LONGEST_RUN = timedelta(seconds=120)
"""A run of deliveries begins no new letter after that; the task's own limit is twice as long."""


@shared_task(name="notifications.beat")
def beat(*, sent_at: str | None = None) -> None:
    """Note that the worker works, and, where beat says when it sent this, that beat beats.

    `sent_at` is ISO 8601, filled in by beat at the moment it sends the task.
    """
    Heartbeat.objects.note(Heartbeat.Name.WORKER, at=timezone.now())
    if sent_at is not None:
        Heartbeat.objects.note(Heartbeat.Name.BEAT, at=datetime.fromisoformat(sent_at))


@shared_task(name="notifications.post_events")
def post_events() -> None:
    """Write to the ledger who is told of what happened."""
    outbox.post_events(at=timezone.now())


@shared_task(name="notifications.remind")
def remind() -> None:
    """Write to the ledger the reminders and digests that are due."""
    reminders.remind(at=timezone.now())


@shared_task(name="notifications.deliver")
def deliver() -> None:
    """Send what the ledger holds."""
    delivery.deliver(clock=timezone.now, within=LONGEST_RUN)
