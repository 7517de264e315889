"""`exec`: run one command beside the services, those of a running demo or its own.

A running demo is found by its lock; then the command simply takes this process's place. Otherwise
the services are started for the run. `--throwaway` never looks: it starts empty ones.
"""

import os
import shutil
import sys
from collections.abc import Sequence

from collaborative.embedded import portal
from collaborative.embedded.environment import inherited
from collaborative.embedded.folders import DataFolder
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.services import running
from collaborative.embedded.supervisor import wait_until

_NOT_FOUND = 127
_OTHER_STARTS_SECONDS = 120.0


def execute(command: Sequence[str], *, data: DataFolder, web_port: int) -> int:
    """Run the command on this data folder and return its exit code.

    The database is migrated first when the services are started for the run. Raises CannotStart,
    or StopAsked when told to stop before the command began.
    """
    _check_exists(command)
    data.make()
    with data.held() as ours:
        if not ours:
            _attach(command, data)
        with running(data, web_port=web_port) as run:
            run.supervisor.finish(portal.migration(run.environment))
            with data.published(run.given):
                return run.supervisor.attend(command, environment=run.environment)


def execute_throwaway(command: Sequence[str], *, web_port: int) -> int:
    """Run the command beside empty services whose data is gone afterwards; return its exit code.

    Nothing is migrated: the command (or pytest-django) does that.
    """
    _check_exists(command)
    with running(None, web_port=web_port) as run:
        return run.supervisor.attend(command, environment=run.environment)


def _attach(command: Sequence[str], data: DataFolder) -> None:
    """Become the command, in the environment of the services that run on this data folder."""
    if not wait_until(lambda: data.read_published() is not None, seconds=_OTHER_STARTS_SECONDS):
        raise CannotStart(
            f"The services of {data.root} (process {data.holder()}) have not become ready within "
            f"{_OTHER_STARTS_SECONDS:.0f} seconds. Look into {data.logs}."
        )
    environment = {**inherited(os.environ), **(data.read_published() or {})}
    sys.stdout.flush()
    os.execvpe(command[0], list(command), environment)  # noqa: S606 - the caller's own command


def _check_exists(command: Sequence[str]) -> None:
    """Refuse a command that cannot be found, before anything is started for it."""
    if shutil.which(command[0], path=inherited(os.environ)["PATH"]) is None:
        raise CannotStart(f"There is no command {command[0]}.", exit_code=_NOT_FOUND)
