"""PostgreSQL for all faults, one after another, and a database of it for each."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection

from collaborative.embedded.accounts import for_postgres
from collaborative.embedded.environment import APPLICATION, DATABASE
from collaborative.embedded.folders import DataFolder, runtime_folder
from collaborative.embedded.postgres import Cluster
from tests.faults.keeper import Keeper, until

MODEL = "model"
"""The migrated database of which each test gets a copy."""


@dataclass
class Grounds:
    """PostgreSQL with a migrated database to copy, for all houses one after another."""

    folder: Path
    data: DataFolder
    cluster: Cluster
    keeper: Keeper

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the superuser, each by itself."""
        address = f"host={self.folder} user={DATABASE} dbname={database}"
        with psycopg.connect(address, autocommit=True) as line:
            for statement in statements:
                line.execute(statement.encode())

    def dump(self, file: Path, *, database: str = DATABASE, sockets: Path | None = None) -> None:
        """Back a database up as docs/production.md says; it may be another server's."""
        self._run("pg_dump", "--format=custom", f"--file={file}", database, sockets=sockets)

    def restore(self, file: Path) -> None:
        """Put a backup into a new database in the place of the one that is there."""
        disconnect()
        self.sql(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)", f"CREATE DATABASE {DATABASE}")
        self._run("pg_restore", "--exit-on-error", f"--dbname={DATABASE}", str(file))

    def _run(self, program: str, *arguments: str, sockets: Path | None = None) -> None:
        at = [f"--host={sockets or self.folder}", f"--username={DATABASE}"]
        subprocess.run([self.cluster.binaries / program, *at, *arguments], check=True)

    def start_postgres(self) -> None:
        """Start the server on the cluster that there is."""
        self.keeper.start(self.cluster._server())

    def stop_postgres(self, how: signal.Signals) -> None:
        """Stop it: INT ends its clients, QUIT ends all at once, KILL ends it alone."""
        process = self.keeper.running["postgres"].process
        process.send_signal(how)
        process.wait(timeout=60)
        self.keeper.kill("postgres")
        disconnect()
        until(lambda: not self.cluster._servers(), what="PostgreSQL has ended")
        (self.cluster.folder / "postmaster.pid").unlink(missing_ok=True)


@contextmanager
def grounds(fill: Callable[[Grounds], None], *, lasting: bool = False) -> Iterator[Grounds]:
    """Start PostgreSQL; `fill` makes the database to copy, once.

    It is as careful of its own death as in production; unless it is to be `lasting`, it does not
    wait for the disk, as if the machine never lost its power.
    """
    account = for_postgres(None)
    with runtime_folder(owner=account) as folder:
        data = DataFolder(folder / "data")
        data.make()
        keeper = Keeper(data.logs)
        cluster = Cluster.at(data.postgres, sockets=folder, account=account, throwaway=False)
        try:
            cluster.start(keeper, alongside=[])
            own = Grounds(folder, data, cluster, keeper)
            if not lasting:
                own.sql("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            fill(own)
            own.sql(f"ALTER DATABASE {DATABASE} RENAME TO {MODEL}")
            yield own
        finally:
            keeper.close()


@contextmanager
def connected(sockets: Path) -> Iterator[None]:
    """Connect this process to the house's database, with the portal's own rights."""
    before = dict(connection.settings_dict)
    options = before["OPTIONS"] | {"options": "-c statement_timeout=60000", "pool": None}
    disconnect()
    connection.settings_dict.update(
        NAME=DATABASE, HOST=str(sockets), PORT="", USER=APPLICATION, PASSWORD="", OPTIONS=options
    )
    try:
        yield
    finally:
        disconnect()
        connection.settings_dict.update(before)


def disconnect() -> None:
    """Let go of connections that are dead, or lead elsewhere."""
    connection.close()
    connection.close_pool()
