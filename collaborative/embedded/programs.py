"""One program that the supervisor runs: how it starts, when it is ready, how it is asked to stop.

Every program dies with the supervisor, however the supervisor dies: the kernel sends its stop
signal (PR_SET_PDEATHSIG). The supervisor must start programs from its main thread, because the
kernel watches the thread that started them.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from collaborative.embedded.accounts import Account
from collaborative.processes import tie_to_parent

LINES_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Program:
    """What the supervisor must know to run one program; times are in seconds.

    `why_not_ready` answers None when the program is ready, else what it is still waiting for.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    why_not_ready: Callable[[], str | None]
    patience: float = 180.0
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 15.0
    account: Account | None = None
    folder: Path | None = None
    sockets: tuple[int, ...] = ()


@dataclass(frozen=True)
class Running:
    """A program that was started, its process and the file its output goes to."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path


def spawn(program: Program, *, logs: Path) -> Running:
    """Start the program in a session of its own, its output going to a fresh log file."""
    log = logs / f"{program.name}.log"
    if log.exists():
        log.replace(logs / f"{program.name}.before.log")
    account = program.account
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the commands are ours
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(program.environment),
            cwd=program.folder,
            start_new_session=True,
            pass_fds=program.sockets,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=() if account else None,
            preexec_fn=partial(tie_to_parent, os.getpid(), program.stop_signal),  # noqa: PLW1509 - no threads
        )
    return Running(program, process, log)


def tail(log: Path) -> str:
    """Return the end of a log, indented, for an error that must show why a program failed."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line}" for line in lines[-LINES_SHOWN:]) or "    (it wrote nothing)"


def describe_end(returncode: int) -> str:
    """Return how a process ended in words, as in "exit code 3" or "signal SIGKILL"."""
    if returncode < 0:
        return f"signal {signal.Signals(-returncode).name}"
    return f"exit code {returncode}"
