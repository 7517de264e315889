"""The supervisor with small programs in the portal's place.

Run as `python -m tests.collaborative.embedded.stand_in HOUSE` with DATA (and PORT) as for the
real one. The programs keep a journal in the data folder of when they start and stop.
"""

import sys
from functools import partial

from collaborative.embedded.__main__ import main
from collaborative.embedded.programs import Program
from collaborative.embedded.services import Run
from collaborative.embedded.up import House

KEEPS_A_JOURNAL = """
import os, signal, sys, time
from urllib.parse import unquote
def note(word):
    with open(os.path.join(os.environ["MEDIA_ROOT"], "journal"), "a") as journal:
        journal.write(f"{word} {sys.argv[1]}\\n")
def leave(*_):
    time.sleep(0.3)
    folder = unquote(os.environ["DATABASE_URL"].split("@")[1].rsplit("/", 1)[0])
    has_database = os.path.exists(folder + "/.s.PGSQL.5432")
    note("stop beside the database" if has_database else "stop alone")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
note("start")
while True:
    time.sleep(60)
"""
HAS_A_CHILD = "import subprocess; subprocess.run(['sleep', '600'])"
IS_DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


def small(run: Run, name: str, code: str, **differences) -> Program:
    """Return a program of a few lines of Python."""
    return Program(
        name=name,
        command=[sys.executable, "-c", code, name],
        environment=run.environment,
        **{"why_not_ready": lambda: None, **differences},
    )


def journal_has(run: Run, line: str) -> str | None:
    """Return why a program that keeps a journal is not ready."""
    journal = run.data.files / "journal"
    if journal.exists() and line in journal.read_text():
        return None
    return "it has not started its journal"


def two_diarists(run: Run, _listener) -> list[Program]:
    """Return two programs that keep the journal."""
    return [
        small(run, name, KEEPS_A_JOURNAL, why_not_ready=partial(journal_has, run, f"start {name}"))
        for name in ("worker", "web")
    ]


def one(code: str, **differences):
    """Return what makes a house of one program."""
    return lambda run, _listener: [small(run, "worker", code, **differences)]


def prepare(*codes: str):
    """Return what makes the steps before the programs."""
    return lambda run: [small(run, f"step-{number}", code) for number, code in enumerate(codes)]


NOTHING = prepare()
FIRST_STEP = (
    "import os; open(os.path.join(os.environ['MEDIA_ROOT'], 'journal'), 'w').write('prepared\\n')"
)
HOUSES = {
    "orderly": House(preparation=prepare(FIRST_STEP), programs=two_diarists),
    "parent": House(preparation=NOTHING, programs=one(HAS_A_CHILD)),
    "deaf": House(preparation=NOTHING, programs=one(IS_DEAF, grace=60)),
    "mortal": House(
        preparation=NOTHING,
        programs=one("import time; time.sleep(1); print('out of paper'); raise SystemExit(3)"),
    ),
}

if __name__ == "__main__":
    sys.exit(main(["up"], house=HOUSES[sys.argv[1]]))
