"""The portal's own programs: the steps that prepare it, then those that stay.

They are those of docker-compose.yml: web server, a worker for mail, one for what takes minutes,
the clock, and the sweep.
"""

import http
import http.client
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import redis

from collaborative.embedded.programs import Program
from collaborative.embedded.services import LOOPBACK, Run, checkout

_WORKER_GRACE_SECONDS = 45.0
_WEB_WORKERS = 2
_WEB_THREADS = 4
_TASKS_AT_ONCE = 2
_SWEEP_SECONDS = 30
_LONGEST_STATEMENT = {"STATEMENT_TIMEOUT_MS": "120000"}
"""For whoever works without somebody waiting at a browser."""
_MIGRATE = "migrate --no-input"
_CONSUMING = "brpop"
_LONGEST_REASON = 2000  # bytes


def migration(run: Run) -> Program:
    """Return the step that brings the database's tables up to date."""
    return _step("migrate", run, _MIGRATE)


def preparation(run: Run) -> Sequence[Program]:
    """Return the steps, in order, after which the portal can open with its sample data."""
    return [_step("prepare", run, _MIGRATE, "load_demo")]


def programs(run: Run, listener: socket.socket) -> Sequence[Program]:
    """Return the programs that stay; the web server answers on the listening socket.

    The web server comes last because its readiness speaks for all: `/readyz` answers 200 only
    when database, migrations, broker, worker and clock are well.
    """
    return [
        worker(run, "worker", queues="mail"),
        worker(run, "maker", queues="exports,computing"),
        clock(run),
        sweep(run),
        _web(run, listener),
    ]


def worker(run: Run, name: str, *, queues: str) -> Program:
    """Return a worker and its watch; when told to stop it finishes the tasks it has begun."""
    broker = run.services.broker_socket
    options = ["--queues", queues, "--concurrency", str(_TASKS_AT_ONCE)]
    return Program(
        name=name,
        command=[sys.executable, "manage.py", "work", *options],
        environment={**run.environment, **_LONGEST_STATEMENT},
        why_not_ready=lambda: why_nobody_consumes(broker),
        grace=_WORKER_GRACE_SECONDS,
        folder=checkout(),
    )


def sweep(run: Run) -> Program:
    """Return the sweep, which sends what the worker leaves, also without a broker."""
    return Program(
        name="sweep",
        command=[sys.executable, "manage.py", "deliver", "--every", str(_SWEEP_SECONDS)],
        environment={**run.environment, **_LONGEST_STATEMENT},
        why_not_ready=lambda: None,
        folder=checkout(),
    )


def clock(run: Run) -> Program:
    """Return the clock that wakes the worker; it leaves no pid file that could go stale."""
    schedule = run.data.clock / "schedule"
    options = ["--loglevel", "info", "--pidfile", "", "--schedule", str(schedule)]
    started_at = time.time()
    return Program(
        name="beat",
        command=[*_celery(), "beat", *options],
        environment=run.environment,
        why_not_ready=lambda: why_not_written(run.data.clock, since=started_at),
        folder=checkout(),
    )


def _web(run: Run, listener: socket.socket) -> Program:
    """Return the web server on a socket that the supervisor has opened, so no port is guessed."""
    port = listener.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "collaborative.wsgi"]
    options = {
        "--bind": f"fd://{listener.fileno()}",
        "--worker-class": "gthread",
        "--workers": str(_WEB_WORKERS),
        "--threads": str(_WEB_THREADS),
        "--access-logfile": "-",
    }
    return Program(
        name="web",
        command=[
            *command,
            *(part for pair in options.items() for part in pair),
            "--no-control-socket",
        ],
        environment=run.environment,
        why_not_ready=lambda: why_not_well(port),
        folder=checkout(),
        sockets=(listener.fileno(),),
    )


def why_nobody_consumes(broker: Path) -> str | None:
    """Return why no worker waits for tasks at the broker, or None."""
    try:
        with redis.Redis(unix_socket_path=str(broker), socket_timeout=2) as client:
            waiting = any(each["cmd"] == _CONSUMING for each in client.client_list())
    except redis.RedisError as error:
        return str(error)
    return None if waiting else "it does not wait for tasks yet"


def why_not_written(folder: Path, *, since: float) -> str | None:
    """Return why no file in the folder is as new as that (seconds since 1970), or None."""
    if any(file.stat().st_mtime >= since for file in folder.glob("*")):
        return None
    return "it has not read its schedule yet"


def why_not_well(port: int) -> str | None:
    """Return what `/readyz` on this port of this machine finds wanting, or None."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        body = answer.read(_LONGEST_REASON).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return f"/readyz cannot be asked ({error})"
    finally:
        connection.close()
    if answer.status == http.HTTPStatus.OK:
        return None
    return f"/readyz answers {answer.status} {body}"


def _celery() -> list[str]:
    """Return how to run Celery with the portal's tasks and schedule."""
    return [sys.executable, "-m", "celery", "--app", "collaborative.celery"]


def _step(name: str, run: Run, *commands: str) -> Program:
    """Return commands of manage.py as one program that ends by itself."""
    return Program(
        name=name,
        command=[sys.executable, "-m", "collaborative.embedded.prepare", *commands],
        environment=run.environment,
        why_not_ready=lambda: None,
        folder=checkout(),
    )
