"""The supervisor by itself: what it says when a program fails, and what it passes on."""

import os
import signal
import sys
import time

import pytest

from collaborative.embedded.programs import Program
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.supervisor import StopAsked, Supervisor, wait_until
from tests.collaborative.embedded.conftest import living

SLEEPS = "import time; time.sleep(600)"
HAS_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen(["sleep", "600"])
pathlib.Path(sys.argv[1]).write_text(f"{child.pid}\\n")
time.sleep(600)
"""
IS_DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(600)
"""


@pytest.fixture
def supervisor(tmp_path):
    with Supervisor(logs=tmp_path) as supervisor:
        yield supervisor


def program(code: str, **differences) -> Program:
    return Program(
        **{
            "name": "worker",
            "command": [sys.executable, "-c", code],
            "environment": dict(os.environ),
            "why_not_ready": lambda: None,
            **differences,
        }
    )


def refusal(act, *arguments) -> str:
    with pytest.raises(CannotStart) as raised:
        act(*arguments)
    return str(raised.value)


def test_a_program_that_never_gets_ready_is_named_with_the_reason_and_its_log(supervisor, tmp_path):
    silent = program(
        f"print('thinking', flush=True); {SLEEPS}", why_not_ready=lambda: "no word", patience=1
    )
    assert refusal(supervisor.start, silent) == (
        f"worker was not ready after 1 seconds: no word. The end of {tmp_path}/worker.log:\n"
        "    thinking"
    )


def test_a_program_that_ends_before_it_is_ready_is_not_waited_for(supervisor, tmp_path):
    hasty = program("raise SystemExit(3)", why_not_ready=lambda: "no word")
    assert refusal(supervisor.start, hasty) == (
        f"worker ended by itself (exit code 3). The end of {tmp_path}/worker.log:\n"
        "    (it wrote nothing)"
    )


def test_a_step_that_fails_is_named_with_the_last_lines_of_its_log(supervisor, tmp_path):
    step = program("print(*range(30), sep='\\n'); raise SystemExit(4)")
    shown = "\n".join(f"    {number}" for number in range(10, 30))
    assert refusal(supervisor.finish, step) == (
        f"worker failed (exit code 4). The end of {tmp_path}/worker.log:\n{shown}"
    )


def test_a_step_that_ends_well_lets_the_next_begin(supervisor, tmp_path):
    supervisor.finish(program("print('first')"))
    supervisor.finish(program("print('second')"))
    logs = [(tmp_path / f"worker{kind}.log").read_text() for kind in (".before", "")]
    assert logs == ["first\n", "second\n"]


def test_a_stop_signal_while_starting_is_heard_and_nothing_is_left(tmp_path):
    numbers = set()

    def why_not_ready():
        signal.raise_signal(signal.SIGTERM)  # to this thread; another would take it for its end
        numbers.update(each.process.pid for each in supervisor._groups[0])
        return "not yet"

    with pytest.raises(StopAsked), Supervisor(logs=tmp_path) as supervisor:
        supervisor.start(program(SLEEPS, why_not_ready=why_not_ready))
    assert (len(numbers), living(numbers)) == (1, set())


def test_what_a_program_started_ends_with_it(tmp_path):
    child = tmp_path / "child"
    parent = program("", command=[sys.executable, "-c", HAS_A_CHILD, str(child)])
    with Supervisor(logs=tmp_path) as supervisor:
        supervisor.start(parent)
        assert wait_until(lambda: child.exists() and child.read_text().endswith("\n"), seconds=10)
        number = int(child.read_text())
        assert living({number}) == {number}
    assert wait_until(lambda: not living({number}), seconds=10)


def test_a_program_that_will_not_stop_is_killed_when_its_grace_is_over(tmp_path):
    log = tmp_path / "worker.log"
    with Supervisor(logs=tmp_path) as supervisor:
        supervisor.start(
            program(
                IS_DEAF, grace=0.5, why_not_ready=lambda: None if log.read_text() else "not yet"
            )
        )
        started = time.monotonic()
    assert 0.5 <= time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("script", "code"), [("exit 0", 0), ("exit 3", 3), ("kill -KILL $$", 128 + signal.SIGKILL)]
)
def test_a_command_gives_its_exit_code_or_128_and_the_signal(supervisor, script, code):
    assert supervisor.attend(["sh", "-c", script], environment=os.environ) == code


def test_a_command_is_ended_when_a_service_ends(supervisor, tmp_path):
    supervisor.start(program("import time; time.sleep(1)"))
    assert refusal(lambda: supervisor.attend(["sleep", "600"], environment=os.environ)) == (
        f"worker ended by itself (exit code 0). The end of {tmp_path}/worker.log:\n"
        "    (it wrote nothing)"
    )


def test_afterwards_signals_are_as_they_were(tmp_path):
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with Supervisor(logs=tmp_path):
        assert signal.SIGTERM in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
