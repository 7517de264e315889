"""Starting programs that are there to be hurt: killed, frozen, started again."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from collaborative.embedded.programs import Program, Running, describe_end, spawn, tail


class Keeper:
    """Runs programs by name and leaves none behind; unlike the supervisor it lets them die."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.running: dict[str, Running] = {}

    def start(self, *programs: Program) -> None:
        """Start the programs side by side; return when all are ready."""
        for each in programs:
            assert each.name not in self.running, f"{each.name} runs already"
            self.running[each.name] = spawn(each, logs=self.logs)
        for each in programs:
            until(
                lambda each=each: self._is_ready(each),
                what=f"{each.name} is ready",
                seconds=each.patience,
                pause=0.05,
            )

    def finish(self, program: Program) -> None:
        """Run a program that ends by itself, and wait for it."""
        step = spawn(program, logs=self.logs)
        code = step.process.wait(timeout=600)
        assert code == 0, f"{program.name}: {describe_end(code)}\n{tail(step.log)}"

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to the program itself and to none of its children."""
        self.running[name].process.send_signal(number)

    def freeze(self, name: str) -> None:
        """Stop the program and its children where they are."""
        os.killpg(self.running[name].process.pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let them go on."""
        os.killpg(self.running[name].process.pid, signal.SIGCONT)

    def kill(self, name: str) -> None:
        """End the program and its children at once, with whatever they have in hand."""
        process = self.running.pop(name).process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)

    def freeze_children(self, name: str) -> None:
        """Stop the children of a program, each with its own, where they are."""
        for each in _children(self.running[name].process.pid):
            os.killpg(each, signal.SIGSTOP)

    def kill_children(self, name: str) -> int:
        """End the children of a program at once; return how many there were."""
        children = _children(self.running[name].process.pid)
        for each in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        return len(children)

    def stop(self, name: str, *, grace: float | None = None) -> bool:
        """Ask the program to stop, and kill it when its grace is over; tell if it stopped."""
        each = self.running[name]
        each.process.send_signal(each.program.stop_signal)
        deadline = time.monotonic() + (each.program.grace if grace is None else grace)
        while each.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        stopped = each.process.poll() is not None
        self.kill(name)
        return stopped

    def again(self, name: str) -> None:
        """Kill the program and start it anew."""
        program = self.running[name].program
        self.kill(name)
        self.start(program)

    def close(self) -> None:
        """Kill what still runs, the last one started first."""
        for name in reversed(list(self.running)):
            self.kill(name)

    def _is_ready(self, program: Program) -> bool:
        each = self.running[program.name]
        code = each.process.poll()
        assert code is None, f"{program.name}: {describe_end(code)}\n{tail(each.log)}"
        return program.why_not_ready() is None


def until(
    look: Callable[[], object], *, what: str, seconds: float = 300, pause: float = 0.02
) -> float:
    """Look again and again until it is so; return the seconds that took. Fail after the time."""
    began = time.monotonic()
    while not look():
        assert time.monotonic() < began + seconds, f"not in {seconds:.0f} seconds: {what}"
        time.sleep(pause)
    return time.monotonic() - began


def _children(number: int) -> list[int]:
    found = Path(f"/proc/{number}/task/{number}/children").read_text()
    return [int(each) for each in found.split()]
