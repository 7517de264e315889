"""Data folders, and supervisors run as processes of their own, as people run them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
SECONDS = 300


def embedded(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start `python -m collaborative.embedded ARGUMENTS` with these variables set."""
    return _python("collaborative.embedded", *arguments, **variables)


def stand_in(house: str, data: Path, **variables: str) -> subprocess.Popen[str]:
    """Start the supervisor with a house of small programs."""
    return _python("tests.collaborative.embedded.stand_in", house, DATA=str(data), **variables)


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the end; return exit code, standard output and standard error."""
    output, errors = process.communicate(timeout=SECONDS)
    return process.returncode, output, errors


def family(number: int) -> set[int]:
    """Return the numbers of all living descendants of a process."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            parents[int(stat.parent.name)] = int(fields[1])
    found = {number}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {number}


def living(numbers: set[int]) -> set[int]:
    """Return those of the processes that have not ended (a zombie has)."""
    alive = set()
    for number in numbers:
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
            if state not in "ZX":
                alive.add(number)
    return alive


def all_gone(numbers: set[int]) -> bool:
    """Whether the processes end before our patience does."""
    deadline = time.monotonic() + SECONDS
    while living(numbers) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not living(numbers)


def _python(module: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    given = {name: value for name, value in os.environ.items() if name not in {"DATA", "PORT"}}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=CHECKOUT,
        env={**given, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def open_folder():
    """Make a folder that every account can enter, as a checkout usually is."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def standing(house: str, data: Path, **variables: str):
    """Run a house; yields its process and the line it said it was ready with."""
    process = stand_in(house, data, **variables)
    try:
        line = process.stdout.readline()
        assert line, process.communicate(timeout=SECONDS)[1]
        yield process, line
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=SECONDS)


@pytest.fixture
def data():
    """An empty data folder in the open."""
    with open_folder() as folder:
        yield folder / "data"


@pytest.fixture(scope="module")
def demo():
    """A running house on a wanted port: its process, its ready line and its data folder."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with open_folder() as folder, standing("orderly", folder, PORT=port) as (process, line):
        assert line == f"Ready http://127.0.0.1:{port}\n"
        yield process, line, folder
