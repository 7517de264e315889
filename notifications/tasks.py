"""What the clock starts. Each makes the ledger right for now; twice or late is the same."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from celery import shared_task
from django.utils import timezone

from collaborative.doorbell import BELL
from notifications.models import Heartbeat
from notifications.operations import delivery, outbox, timely

LIMITS: Mapping[str, int] = MappingProxyType({"soft_time_limit": 80, "time_limit": 100})
"""Seconds for a task of mail: less than after which its worker counts as stopped."""


@shared_task(name="notifications.beat", **LIMITS)
def beat(*, queue: str, sent_at: str) -> None:
    """Note that somebody works at the queue, and that beat beat when it sent this (ISO 8601)."""
    Heartbeat.objects.note(Heartbeat.Part.QUEUE, queue, at=timezone.now())
    Heartbeat.objects.note(Heartbeat.Part.BEAT, at=datetime.fromisoformat(sent_at))


@shared_task(name="notifications.alive", **LIMITS)
def alive(*, worker: str) -> None:
    """Note that a worker takes what is sent to it; whoever watches it sends this to it alone."""
    Heartbeat.objects.note(Heartbeat.Part.WORKER, worker, at=timezone.now())


@shared_task(name="notifications.post_events", **LIMITS)
def post_events() -> None:
    """Write to the ledger who is told of what happened."""
    outbox.post_events(at=timezone.now())


@shared_task(name="notifications.remind", **LIMITS)
def remind() -> None:
    """Write to the ledger the reminders and digests that are due."""
    timely.remind(at=timezone.now())


@shared_task(name="notifications.deliver", **LIMITS)
def deliver() -> None:
    """Send what the ledger holds, for a while; where that is not enough, have it gone on with."""
    begun = timezone.now()
    delivery.deliver(clock=timezone.now, within=delivery.RUN)
    if timezone.now() - begun >= delivery.RUN:
        BELL.press()


@shared_task(name="notifications.answer", **LIMITS)
def answer() -> None:
    """Do at once what the clock would have done soon: somebody rang."""
    outbox.post_events(at=timezone.now())
    deliver()
