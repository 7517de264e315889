"""What the clock starts in training."""

from celery import shared_task
from django.utils import timezone

from training.operations import assessments, cohorts, holding


@shared_task(name="training.move_due_assessments")
def move_due_assessments() -> None:
    """Open and close assessments whose time has come. Safe to run late, or twice at once."""
    assessments.move_due(at=timezone.now())


@shared_task(name="training.move_due_cohorts")
def move_due_cohorts() -> None:
    """Move every cohort whose time has come. Safe to run late, twice, or twice at the same time."""
    at = timezone.now()
    cohorts.move_due(at=at)
    holding.follow_up_due(at=at)
