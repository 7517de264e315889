"""Checks a file in a process of its own: one that chokes or breaks its reader breaks nothing else.

The process has little memory and time, an empty environment with no secret in it, and writes to no
file. It starts in a third of a second.
"""

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from collaborative.uploads.checking import Upload, check
from collaborative.uploads.names import Refused

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 1024**3
"""Bytes of addresses: the libraries take a quarter, the largest picture half."""
MOST_SECONDS = 60
"""From start to end, on a machine that is busy; otherwise the largest picture takes two."""
AT_A_TIME = BoundedSemaphore(2)
"""How many files one web process has read at a time; the next waits."""

Order = Mapping[str, Any]
"""What the other process is asked to read: the file's `name`, and what its reader needs."""
Verdict = tuple[dict[str, Any], bytes]
"""What a reader says of a file, and the bytes that it keeps."""

logger = logging.getLogger(__name__)


def check_apart(name: str, content: bytes, *, most_bytes: int) -> Upload:
    """Do what `check` does, elsewhere. Raises Refused, also for a file that breaks its reader."""
    order = {"name": name, "most_bytes": most_bytes}
    verdict, kept = read_apart("collaborative.uploads", order, content)
    return Upload(verdict["name"], verdict["media_type"], kept)


def read_apart(module: str, order: Order, content: bytes) -> Verdict:
    """Have a module read a file as a process of its own; return what it says and what it keeps.

    The order has at least the file's name. Raises Refused, also for a file that breaks its reader.
    """
    try:
        with AT_A_TIME:
            done = subprocess.run(  # noqa: S603 - the module is named in the code, never by a file
                [sys.executable, "-B", "-m", module],
                input=json.dumps(order).encode() + b"\n" + content,
                capture_output=True,
                timeout=MOST_SECONDS,
                cwd=ROOT,
                env={},
                check=True,
            )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = (error.stderr or b"").decode(errors="replace")[-500:]
        logger.exception("Reading a file of %d bytes broke off. %s", len(content), said)
        raise _choking(order["name"]) from error
    head, _, kept = done.stdout.partition(b"\n")
    verdict = json.loads(head)
    if "refused" in verdict:
        raise Refused(verdict["refused"])
    return verdict, kept


def checked(order: Order, content: bytes) -> Verdict:
    """Check a file as it was ordered."""
    upload = check(order["name"], content, most_bytes=order["most_bytes"])
    return {"name": upload.name, "media_type": upload.media_type}, upload.content


def answer(sent: bytes, read: Callable[[Order, bytes], Verdict] = checked) -> bytes:
    """Read what `read_apart` sent over, and say what came of it; in the other process."""
    head, _, content = sent.partition(b"\n")
    order = json.loads(head)
    try:
        said, kept = read(order, content)
    except Refused as refused:
        return _line(refused=str(refused))
    except MemoryError:
        return _line(refused=str(_choking(order["name"])))
    return _line(**said) + kept


def limit() -> None:
    """Take from this process what it will not need."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _line(**said: Any) -> bytes:
    return json.dumps(said).encode() + b"\n"


def _choking(name: str) -> Refused:
    return Refused(
        f"“{name}” takes more time or memory to read than the portal gives to one file. Save it "
        "smaller, or print it to a new PDF, and add that."
    )
