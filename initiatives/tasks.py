"""What the clock starts among the ideas."""

from celery import shared_task
from django.utils import timezone

from initiatives.operations import rounds


@shared_task(name="initiatives.close_due_rounds")
def close_due_rounds() -> None:
    """Close every round whose time is up. Safe to run late, twice, or at the same time twice."""
    rounds.close_due(at=timezone.now())
