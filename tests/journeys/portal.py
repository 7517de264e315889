"""A whole portal of its own: services, worker, clock and web server, as `make demo` runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "collaborative.embedded"]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Portal:
    """One that runs: where it answers, where its data lie, and the supervisor's process."""

    url: str
    data: Path
    process: subprocess.Popen

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a command of manage.py in the portal's own environment."""
        return subprocess.run(
            [*COMMAND, "exec", "--", "python", "manage.py", *arguments],
            cwd=ROOT,
            env=environment(self.data),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def letters(self, *, to: str) -> list[EmailMessage]:
        """What the mail catcher caught for one address, the oldest first."""
        files = sorted((self.data / "mail").glob("*.eml"))
        caught = (message_from_bytes(file.read_bytes(), policy=policy.default) for file in files)
        return [letter for letter in caught if letter["To"] == to]

    def stop(self) -> int:
        """Press Ctrl-C, wait for the end, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=90)

    def left_behind(self) -> list[str]:
        """The command lines of processes that still belong to this portal."""
        mark = str(self.data).encode()
        processes = (each for each in Path("/proc").iterdir() if each.name.isdigit())
        return [_read(each / "cmdline").decode() for each in processes if mark in _traces(each)]


def start(folder: Path) -> Portal:
    """Start a portal on empty data and return it once it says that it is ready."""
    data, port = folder / "data", _free_port()
    with (folder / "errors").open("w") as errors:
        process = subprocess.Popen(
            [*COMMAND, "up"],
            cwd=ROOT,
            env=environment(data) | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    said = process.stdout.readline()  # the supervisor has time limits of its own
    process.stdout.close()
    if said != f"Ready http://127.0.0.1:{port}\n":
        process.wait(timeout=90)
        raise AssertionError(f"It said “{said}” and this:\n{(folder / 'errors').read_text()}")
    return Portal(f"http://127.0.0.1:{port}", data, process)


def environment(data: Path) -> dict[str, str]:
    """The caller's environment with the portal's data folder."""
    return os.environ | {"DATA": str(data)}


def eventually(look: Callable[[], Found], *, what: str, seconds: float = 120) -> Found:
    """Look again and again until there is something; fail after the time given."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError(f"Not in {seconds:.0f} seconds: {what}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _traces(process: Path) -> bytes:
    """How a process was called, and what it was given; our own one has the folder in neither."""
    return _read(process / "cmdline") + _read(process / "environ")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # it has ended meanwhile, or is somebody else's
        return b""
