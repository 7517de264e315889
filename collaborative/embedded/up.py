"""`up`: the whole portal with its services, until somebody stops it (`make demo`)."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from socket import socket

from collaborative.embedded.folders import DataFolder
from collaborative.embedded.programs import Program
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.services import Run, listening, running
from collaborative.embedded.supervisor import StopAsked

USUAL_PORT = 8000


@dataclass(frozen=True, kw_only=True)
class House:
    """What is run beside the services: steps that end, in order; then programs that stay."""

    preparation: Callable[[Run], Sequence[Program]]
    programs: Callable[[Run, socket], Sequence[Program]]


def up(house: House, *, data: DataFolder, wanted_port: int | None) -> int:
    """Run services and house until told to stop; return the exit code.

    Prints one line, "Ready" and the address, when all answer. Without a wanted port it is 8000,
    or any free one when that is taken. Raises CannotStart when anything fails or ends by itself.
    """
    data.make()
    with data.held() as is_ours:
        if not is_ours:
            raise CannotStart(_already_running(data))
        with _door(wanted_port) as listener:
            try:
                _run(house, data, listener)
            except StopAsked:
                return 0
    return 0


def _run(house: House, data: DataFolder, listener: socket) -> None:
    """Start everything, say so, and watch; returns only by StopAsked or CannotStart."""
    _note("PostgreSQL, Valkey and mail catcher ...")
    with running(data, web_port=listener.getsockname()[1]) as run:
        for step in house.preparation(run):
            _note(f"{step.name} ...")
            run.supervisor.finish(step)
        programs = house.programs(run, listener)
        _note(", ".join(each.name for each in programs) + " ...")
        run.supervisor.start(*programs)
        with data.published(run.given):
            sys.stdout.write(f"Ready {run.given['SITE_URL']}\n")
            sys.stdout.flush()
            run.supervisor.watch()


def _door(wanted_port: int | None) -> socket:
    """Return the socket to answer the web on."""
    if wanted_port is not None:
        return listening(wanted_port)
    try:
        return listening(USUAL_PORT)
    except CannotStart:
        return listening(0)


def _already_running(data: DataFolder) -> str:
    """Return the sentence for a second start on the same data folder."""
    published = data.read_published() or {}
    where = published.get("SITE_URL", "it is starting or stopping")
    return (
        f"The portal is already running (pid {data.holder()}) on the data in {data.root}: {where}."
    )


def _note(text: str) -> None:
    """Say on standard error what is under way; standard output keeps to the one line."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
