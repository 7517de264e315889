"""The ground floor as a Django app: people and events."""

from django.apps import AppConfig

from collaborative.celery import app as celery_app


class CollaborativeConfig(AppConfig):
    """Holds User and Event, and makes the Celery app the one that tasks belong to."""

    name = "collaborative"

    def ready(self) -> None:
        """Let `delay()` anywhere in this process ring the configured broker."""
        celery_app.set_default()
