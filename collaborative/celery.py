"""The workers and how they work, and the clock that wakes them: the schedule on one screen."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from celery import Celery
from celery.beat import BeatLazyFunc
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")


def sending_time() -> str:
    """The time, as ISO 8601; beat asks for it whenever it sends its sign of life."""
    return datetime.now(UTC).isoformat()


PASSING = {"expires": 60}
"""Seconds after which a run is dropped unrun: while the worker was away, others came after it."""

QUEUES: Mapping[str, timedelta] = MappingProxyType(
    {
        "mail": timedelta(seconds=120),
        "exports": timedelta(minutes=18),
        "computing": timedelta(minutes=18),
    }
)
"""The queues, and after how long a silence whoever works at one counts as stopped: longer than the
longest task there may take, since a worker with all hands full takes no sign of life either."""

app = Celery("collaborative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.update(
    broker_transport_options={
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 10,  # longer than a consumer's wait, so that a dead line is noticed
        "socket_keepalive": True,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a broker may be away for longer than 100 tries
    worker_cancel_long_running_tasks_on_connection_loss=False,  # what is begun is finished
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_soft_time_limit=240,
    task_time_limit=300,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    # Exports and plans take minutes; in queues of their own they hold up no letter.
    task_default_queue="computing",
    task_routes={
        "notifications.*": {"queue": "mail"},
        "agreements.make_exports": {"queue": "exports"},
        "agreements.tidy_exports": {"queue": "exports"},
    },
    worker_soft_shutdown_timeout=30,
    worker_hijack_root_logger=False,
)
app.conf.beat_schedule = {
    **{
        f"somebody works at the queue {queue}": {
            "task": "notifications.beat",
            "schedule": 10.0,
            "kwargs": {"queue": queue, "sent_at": BeatLazyFunc(sending_time)},
            "options": {**PASSING, "queue": queue},
        }
        for queue in QUEUES
    },
    "tell people what happened": {
        "task": "notifications.post_events",
        "schedule": 10.0,
        "options": PASSING,
    },
    "write what is due to the ledger": {
        "task": "notifications.remind",
        "schedule": 60.0,
        "options": PASSING,
    },
    "send what the ledger holds": {
        "task": "notifications.deliver",
        "schedule": 10.0,
        "options": PASSING,
    },
    "close rounds whose time is up": {
        "task": "initiatives.move_due_rounds",
        "schedule": crontab(),
    },
    "open and close assessments on time": {
        "task": "training.move_due_assessments",
        "schedule": crontab(),
    },
    "make the exports that wait": {
        "task": "agreements.make_exports",
        "schedule": 5.0,
        "options": PASSING,
    },
    "work out the year plans that wait": {
        "task": "training.make_plans",
        "schedule": 5.0,
        "options": PASSING,
    },
    "remove the files of old exports": {
        "task": "agreements.tidy_exports",
        "schedule": crontab(minute="*/10"),
    },
    "begin cohorts and move people up": {
        "task": "training.move_due_cohorts",
        "schedule": crontab(),
    },
    "let agreements follow their terms": {
        "task": "agreements.follow_terms",
        "schedule": crontab(minute="5"),
    },
}
"""Every task makes the world right for now, so running it twice, late or after a gap is safe."""
