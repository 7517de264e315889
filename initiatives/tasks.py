"""What the clock starts among the ideas."""

from celery import shared_task
from django.utils import timezone

from initiatives.operations import rounds


@shared_task(name="initiatives.move_due_rounds")
def move_due_rounds() -> None:
    """Move every round whose time has come. Safe to run late, twice, or at the same time twice."""
    rounds.move_due(at=timezone.now())
