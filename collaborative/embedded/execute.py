"""`exec`: run one command beside the services, those of a running demo or its own.

A running demo is found by its lock; the command then takes this process's place. Otherwise the
services are started for the run. `--throwaway` never looks: it starts empty ones.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence

from collaborative.embedded import portal
from collaborative.embedded.environment import inherited
from collaborative.embedded.folders import DataFolder
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.services import running

_NOT_FOUND = 127
_OTHER_SECONDS = 60.0
_POLL_SECONDS = 0.2


def execute(command: Sequence[str], *, data: DataFolder, web_port: int) -> int:
    """Run the command on this data folder and return its exit code.

    The database is migrated first when the services are started for the run. Raises CannotStart,
    or StopAsked when told to stop before the command began.
    """
    _check_exists(command)
    data.make()
    has_waited = False
    deadline = time.monotonic() + _OTHER_SECONDS
    while time.monotonic() < deadline:
        with data.held() as is_ours:
            if is_ours:
                return _run(command, data=data, web_port=web_port)
        if published := data.read_published():
            _become(command, published)
        if not has_waited:
            sys.stderr.write(f"Waiting for process {data.holder()}, which uses {data.root} ...\n")
            has_waited = True
        time.sleep(_POLL_SECONDS)
    raise CannotStart(
        f"Process {data.holder()} has held {data.root} for {_OTHER_SECONDS:.0f} seconds and offers "
        "no services to share. Wait until it has ended; beside `make demo`, commands can share."
    )


def execute_throwaway(command: Sequence[str], *, web_port: int) -> int:
    """Run the command beside empty services whose data is gone afterwards; return its exit code.

    Nothing is migrated: the command (or pytest-django) does that.
    """
    _check_exists(command)
    with running(None, web_port=web_port) as run:
        return run.supervisor.attend(command, environment=run.environment)


def _run(command: Sequence[str], *, data: DataFolder, web_port: int) -> int:
    """Run the command beside services of its own on this data folder."""
    with running(data, web_port=web_port) as run:
        run.supervisor.finish(portal.migration(run))
        return run.supervisor.attend(command, environment=run.environment)


def _become(command: Sequence[str], published: dict[str, str]) -> None:
    """Turn into the command, in the environment of services that run already."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it; the command must not
    environment = {**inherited(os.environ), **published}
    os.execvpe(command[0], list(command), environment)  # noqa: S606 - the caller's own command


def _check_exists(command: Sequence[str]) -> None:
    """Refuse a command that cannot be found, before anything is started for it."""
    if shutil.which(command[0], path=inherited(os.environ)["PATH"]) is None:
        raise CannotStart(f"There is no command {command[0]}.", exit_code=_NOT_FOUND)
