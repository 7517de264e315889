"""What the clock starts among the agreements."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from agreements.operations import exports, terms

LONGEST_RUN = timedelta(seconds=60)
"""A run begins no further packet after that, so that other exports and other tasks have a turn."""
BINDING = 900
"""Seconds that a run may take: the last packet, and putting a very large export together."""


@shared_task(name="agreements.make_exports", soft_time_limit=BINDING, time_limit=BINDING + 60)
def make_exports() -> None:
    """Make the exports that wait, and go on with those that a worker left. Safe at any time."""
    exports.make_waiting(clock=timezone.now, within=LONGEST_RUN)


@shared_task(name="agreements.tidy_exports")
def tidy_exports() -> None:
    """Remove the files of exports whose time is over, and what dead workers left behind."""
    exports.expire(at=timezone.now())
    exports.sweep()


@shared_task(name="agreements.follow_terms")
def follow_terms() -> None:
    """Renew, let go and end what is due by the terms; twice or late is the same."""
    terms.follow_all(at=timezone.now())
