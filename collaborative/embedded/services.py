"""The embedded services of one run: PostgreSQL, Valkey and the mail catcher."""

import contextlib
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from collaborative.embedded import mailcatcher, valkey
from collaborative.embedded.accounts import for_postgres
from collaborative.embedded.environment import DEMO, TEST, Services, given, inherited
from collaborative.embedded.folders import DataFolder, runtime_folder
from collaborative.embedded.postgres import Cluster
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.supervisor import Supervisor

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Run:
    """The services of one run, ready."""

    supervisor: Supervisor
    data: DataFolder
    services: Services
    given: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment for a command: what the services give, over the caller's own."""
        return {**inherited(os.environ), **self.given}


@contextlib.contextmanager
def running(data: DataFolder | None, *, web_port: int) -> Iterator[Run]:
    """Start the services on this data folder for the length of the block.

    None stands for throwaway services: empty, fast, careless of a crash, and gone afterwards.
    Raises CannotStart, or StopAsked when told to stop while starting.
    """
    account = for_postgres(data.postgres if data else None)
    with runtime_folder(owner=account) as folder, listening(0) as listener:
        home = data or DataFolder(folder / "data")
        home.make()
        services = Services(
            database_folder=folder,
            broker_socket=folder / "broker",
            mail_port=listener.getsockname()[1],
            web_port=web_port,
        )
        throwaway = data is None
        with Supervisor(logs=home.logs) as supervisor:
            cluster = Cluster.at(
                home.postgres, sockets=folder, account=account, throwaway=throwaway
            )
            broker = valkey.server(
                socket=services.broker_socket, folder=home.valkey, throwaway=throwaway
            )
            mail = mailcatcher.program(
                listener, folder=home.mail, environment=inherited(os.environ)
            )
            cluster.start(supervisor, alongside=[broker, mail])
            mode = TEST if throwaway else DEMO
            yield Run(supervisor, home, services, given(services, data=home, mode=mode))


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this port of this machine only; 0 means any free one.

    Raises CannotStart when the port is taken or not allowed.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        message = (
            f"Port {port} cannot be used: {error.strerror}. Give another one, as in PORT=8100."
        )
        raise CannotStart(message) from error
    listener.listen()
    return listener


def checkout() -> Path:
    """Return the folder that holds manage.py."""
    return Path(__file__).parents[2]
