"""Is every part of the installation ready: database, migrations, broker, workers, clock, sweep."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError as BrokerError

from agreements.results.exports import waits_too_long
from collaborative.celery import QUEUES
from notifications.results import readiness

BROKER_SECONDS = 2
WHAT_TO_DO = {
    "database": "Is PostgreSQL running, and is DATABASE_URL right?",
    "migrations": "Run `manage.py migrate`; with Docker, `docker compose run --rm prepare`.",
    "broker": "Is Valkey or Redis running, and is BROKER_URL right?",
    "beat": "Start the clock: `celery --app collaborative.celery beat`.",
    "sweep": "Start the sweep: `manage.py deliver --every 30`.",
    **{
        f"queue_{queue}": f"Start a worker for it: `manage.py work --queues {queue}`."
        for queue in QUEUES
    },
}


def report(*, at: datetime) -> dict[str, Any]:
    """Look at every part: `{"ready": bool, "database": {"ok": bool, …}, …}`, times in seconds."""
    parts: dict[str, Any] = {"database": _database()}
    if parts["database"]["ok"]:
        parts["migrations"] = _migrations()
    if parts.get("migrations", {}).get("ok"):
        parts |= readiness(at=at)
    parts["broker"] = _broker()
    checked = [part["ok"] for part in parts.values() if "ok" in part]
    return {"ready": all(checked) and "beat" in parts, **parts}


def faults(*, at: datetime) -> Iterator[str]:
    """Say what is wrong, a sentence for each part, with what to do about it."""
    parts = report(at=at)
    for name, part in parts.items():
        if name in WHAT_TO_DO and not part["ok"]:
            reason = f" ({part['error']})" if part.get("error") else ""
            part_name = name.replace("_", " ").capitalize()
            yield f"{part_name} is not ready{reason}. {WHAT_TO_DO[name]}"
    if parts.get("mail", {}).get("is_held"):
        yield (
            "All mail is held. An administrator lets it go on the page Clockwork; from here "
            "`manage.py release_mail` does."
        )
    if parts.get("migrations", {}).get("ok") and waits_too_long(at=at):
        yield (
            "An export waits and nobody makes it. Start a worker for the queue `exports`: "
            "`manage.py work --queues exports`."
        )


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return {"ok": False, "error": type(error).__name__}
    return {"ok": True}


def _migrations() -> dict[str, Any]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"ok": not waiting, "waiting": len(waiting)}


def _broker() -> dict[str, Any]:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (BrokerError, OSError) as error:
        return {"ok": False, "error": type(error).__name__}
    return {"ok": True}
