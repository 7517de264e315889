"""What the clock starts in training."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from training.models.plans.years import MOST_SECONDS
from training.operations import assessments, cohorts, holding, plans

LONGEST_RUN = timedelta(seconds=60)
"""A run begins no further plan after that, so that other tasks have a turn."""
SPARE = 120
"""Seconds beside the search itself: reading, writing, and naming what clashes."""


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


@shared_task(
    name="training.make_plans",
    soft_time_limit=MOST_SECONDS + SPARE,
    time_limit=MOST_SECONDS + 2 * SPARE,
)
def make_plans() -> None:
    """Work out the plans that wait, and those that a worker left. Safe at any time."""
    plans.work_out_waiting(clock=timezone.now, within=LONGEST_RUN)
