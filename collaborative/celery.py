"""The worker, and the clock that wakes it: the whole schedule on one screen."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")

app = Celery("collaborative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "worker and clock are alive": {"task": "notifications.beat", "schedule": 10.0},
    "tell people what happened": {"task": "notifications.post_events", "schedule": 10.0},
    "write what is due to the ledger": {"task": "notifications.remind", "schedule": 60.0},
    "send what the ledger holds": {"task": "notifications.deliver", "schedule": 10.0},
    "close rounds whose time is up": {
        "task": "initiatives.close_due_rounds",
        "schedule": crontab(),
    },
}
"""Every task makes the world right for now, so running it twice, late or after a gap is safe."""
