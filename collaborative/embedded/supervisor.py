"""The supervisor: starts groups of programs in order, watches them, stops them in reverse.

Programs that were started side by side are stopped side by side.

It handles no signal asynchronously. The signals it cares about are blocked and fetched one at a
time, so a program is never half started or half stopped when a signal is answered.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Self

from collaborative.embedded.programs import (
    Program,
    Running,
    describe_end,
    spawn,
    tail,
)
from collaborative.embedded.refusals import CannotStart
from collaborative.processes import tie_to_parent

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT})
_FETCHED = STOPPING | {signal.SIGCHLD}
_FROM_TERMINAL = 0x80  # SI_KERNEL: Ctrl-C reached the command too, as it shares our terminal
_POLL_SECONDS = 0.05
_COMMAND_GRACE = 10.0


class StopAsked(Exception):
    """Somebody asked the supervisor to stop (Ctrl-C or a signal)."""

    def __init__(self, number: int) -> None:
        """Keep which signal it was."""
        super().__init__(signal.Signals(number).name)
        self.number = number


class Supervisor:
    """Runs programs for the length of a `with` block and leaves none behind."""

    def __init__(self, *, logs: Path) -> None:
        """Write each program's output to `logs`/NAME.log."""
        self.logs = logs
        self._groups: list[list[Running]] = []
        self._mask: set[signal.Signals | int] = set()

    def __enter__(self) -> Self:
        """Begin to fetch signals instead of being interrupted by them."""
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, _FETCHED)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every program, the last group started first."""
        while self._groups:
            _stop(self._groups.pop())
        # All has stopped: whoever asked again meanwhile need not end this process a second time.
        while signal.sigtimedwait(_FETCHED, 0):
            pass
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def start(self, *programs: Program) -> None:
        """Start the programs side by side and return when all are ready.

        Raises CannotStart (with the end of the log) when one ends or stays silent too long.
        """
        group: list[Running] = []
        self._groups.append(group)
        for program in programs:
            group.append(spawn(program, logs=self.logs))  # noqa: PERF401 - a failure keeps the earlier
        for each in group:
            self._await_ready(each)

    def finish(self, program: Program) -> None:
        """Run a program that ends by itself, and wait for it; CannotStart when it fails."""
        step = spawn(program, logs=self.logs)
        self._groups.append([step])
        while step.process.poll() is None:
            self._pause(_POLL_SECONDS, besides=step)
        self._groups.pop()
        if step.process.returncode:
            raise CannotStart(_ended(step, how="failed"))

    def watch(self) -> None:
        """Wait for ever; raises StopAsked, or CannotStart when a program ends by itself."""
        while True:
            self._pause(None)

    def attend(self, command: Sequence[str], *, environment: Mapping[str, str]) -> int:
        """Run the caller's command in the foreground; return its exit code (128 + n for signal n).

        Signals sent to the supervisor are passed on. The command keeps the caller's terminal.
        """
        process = subprocess.Popen(  # noqa: S603 - the caller's own command
            command,
            env=dict(environment),
            preexec_fn=partial(tie_to_parent, os.getpid(), signal.SIGTERM),  # noqa: PLW1509 - no threads
        )
        try:
            while process.poll() is None:
                self._pass_on(process)
        finally:
            _dismiss(process)
        code = process.returncode
        return 128 - code if code < 0 else code

    def _pass_on(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for one signal; pass it on when it asks to stop, or look who ended."""
        caught = signal.sigwaitinfo(_FETCHED)
        if caught.si_signo == signal.SIGCHLD:
            if process.poll() is None:
                self._check_alive()
        elif caught.si_code != _FROM_TERMINAL:
            process.send_signal(caught.si_signo)

    def _await_ready(self, each: Running) -> None:
        """Return when the program is ready; CannotStart when its patience runs out."""
        deadline = time.monotonic() + each.program.patience
        while reason := each.program.why_not_ready():
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"{each.program.name} was not ready after {each.program.patience:.0f} seconds: "
                    f"{reason}. The end of {each.log}:\n{tail(each.log)}"
                )
            self._pause(_POLL_SECONDS)
        self._check_alive()

    def _pause(self, seconds: float | None, *, besides: Running | None = None) -> None:
        """Sleep until the time is up or a signal comes; raises as `watch` does."""
        if seconds is None:
            caught: signal.struct_siginfo | None = signal.sigwaitinfo(_FETCHED)
        else:
            caught = signal.sigtimedwait(_FETCHED, seconds)
        if caught and caught.si_signo in STOPPING:
            raise StopAsked(caught.si_signo)
        self._check_alive(besides=besides)

    def _check_alive(self, *, besides: Running | None = None) -> None:
        """Raise CannotStart when a program has ended by itself."""
        for each in chain.from_iterable(self._groups):
            if each is not besides and each.process.poll() is not None:
                raise CannotStart(_ended(each))


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Poll until the condition holds; False when the time is up first."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _ended(each: Running, *, how: str = "ended by itself") -> str:
    """Return the sentence for a program that should not have ended so, with its log's end."""
    end = describe_end(each.process.returncode)
    return f"{each.program.name} {how} ({end}). The end of {each.log}:\n{tail(each.log)}"


def _stop(group: Sequence[Running]) -> None:
    """Ask programs to stop, and kill each when its grace is over.

    Ctrl-C (or TERM) once more means: do not wait any longer for the one that is being waited for.
    """
    started = time.monotonic()
    for each in group:
        _signal(each.process, each.program.stop_signal)
    for each in group:
        while each.process.poll() is None and time.monotonic() < started + each.program.grace:
            caught = signal.sigtimedwait(_FETCHED, _POLL_SECONDS)
            if caught and caught.si_signo in STOPPING:
                break
        _end(each.process)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send the signal unless the process is gone."""
    if process.poll() is None:
        process.send_signal(number)


def _dismiss(process: subprocess.Popen[bytes]) -> None:
    """End the caller's command when it is still there: ask, wait a little, then kill."""
    _signal(process, signal.SIGTERM)
    wait_until(lambda: process.poll() is not None, seconds=_COMMAND_GRACE)
    _signal(process, signal.SIGKILL)
    process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the program and of the children in its session."""
    _signal(process, signal.SIGKILL)
    process.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
