"""The training as a Django app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Courses, needs assessments, shared programmes and cohorts."""

    name = "training"
