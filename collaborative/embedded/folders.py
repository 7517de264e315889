"""The folders on disk: the data folder with its lock, and the short-lived runtime folder.

Both are guarded by flock, which the kernel drops when the holder ends, however it ends. There is
no pid file that could go stale.
"""

import contextlib
import fcntl
import os
import secrets
import shlex
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from collaborative.embedded.accounts import Account
from collaborative.embedded.refusals import CannotStart

# Always here, never $TMPDIR: a socket's path holds at most 107 bytes, Django's database URL
# lower-cases its host part, and PostgreSQL's account must be able to reach the folder.
RUNTIME_PARENT = Path("/tmp")  # noqa: S108 - mkdtemp makes a private folder below it
_RUNTIME_PREFIX = "portal-run-"
_BEING_MADE_SECONDS = 60
_SECRET_BYTES = 48  # 64 characters; Django asks for at least 50


@dataclass(frozen=True)
class DataFolder:
    """Where one installation keeps what must last: database, files, mail, logs, secret."""

    root: Path

    @property
    def logs(self) -> Path:
        """A log file per program."""
        return self.root / "log"

    @property
    def files(self) -> Path:
        """What people uploaded."""
        return self.root / "files"

    @property
    def mail(self) -> Path:
        """What the mail catcher caught, a file per message."""
        return self.root / "mail"

    @property
    def postgres(self) -> Path:
        """The database cluster, or a link to it where its account cannot reach the data folder."""
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        """The broker's queue, kept over a restart."""
        return self.root / "valkey"

    @property
    def clock(self) -> Path:
        """Where the clock remembers when it last rang."""
        return self.root / "clock"

    def make(self) -> None:
        """Make the folder and its parts; CannotStart when that is not allowed."""
        with self._explained():
            for folder in (self.root, self.logs, self.files, self.mail, self.valkey, self.clock):
                folder.mkdir(parents=True, exist_ok=True)

    def secret(self) -> str:
        """Return the installation's random secret, made at the first call."""
        path = self.root / "secret"
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(_SECRET_BYTES))
        return path.read_text()

    @contextlib.contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the folder for the length of the block; yields False when another process does."""
        with self._explained():
            lock = (self.root / "lock").open("a+")
        with lock:
            is_ours = _locked(lock.fileno())
            if is_ours:
                lock.truncate(0)
                lock.write(str(os.getpid()))
                lock.flush()
                self._published.unlink(missing_ok=True)  # left by one that was killed
            yield is_ours

    def holder(self) -> str:
        """Return the process number that the holder of the lock wrote, for a message."""
        return (self.root / "lock").read_text() or "unknown"

    @contextlib.contextmanager
    def published(self, environment: Mapping[str, str]) -> Iterator[None]:
        """Leave the services' environment for other commands to use, for the block's length."""
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in sorted(environment.items())]
        _write_private(self._published, "".join(lines))
        try:
            yield
        finally:
            self._published.unlink(missing_ok=True)

    def read_published(self) -> dict[str, str] | None:
        """Return the environment that running services left, or None; ask while they hold us."""
        with self._explained():
            try:
                text = self._published.read_text()
            except FileNotFoundError:
                return None
        return dict(item.split("=", 1) for item in shlex.split(text))

    def remove(self) -> None:
        """Remove all that was kept here, and the folder when nothing else lies in it."""
        for part in (self.logs, self.files, self.mail, self.valkey, self.clock, self.postgres):
            if part.is_symlink():
                part.unlink()
            shutil.rmtree(part, ignore_errors=True)
        for name in ("secret", "lock"):
            (self.root / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something else lies in it
            self.root.rmdir()

    @property
    def _published(self) -> Path:
        """Where the environment of running services is left; only its owner may read it."""
        return self.root / "environment"

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn a refusal of the file system into CannotStart."""
        try:
            yield
        except OSError as error:
            raise CannotStart(
                f"The data folder {self.root} cannot be used: {error.strerror} ({error.filename})."
            ) from error


@contextlib.contextmanager
def runtime_folder(*, owner: Account | None) -> Iterator[Path]:
    """Make a short-lived folder (sockets, throwaway data) for its owner only; removed at the end.

    The owner is PostgreSQL's account (None: the caller's own). A lock on the folder itself says
    that it is in use, to the next start and to systemd-tmpfiles.
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_RUNTIME_PREFIX, dir=RUNTIME_PARENT))
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if owner:
            os.chown(folder, owner.uid, owner.gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def make_private(folder: Path, *, owner: Account | None) -> Path:
    """Make a folder that only its owner (None: the caller) may enter, and return it."""
    folder.mkdir(mode=0o700)
    if owner:
        os.chown(folder, owner.uid, owner.gid)
    return folder


def _locked(handle: int) -> bool:
    """Whether the file or folder could be locked for us alone; never waits."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)


def _sweep() -> None:
    """Remove runtime folders whose supervisor was killed before it could."""
    for folder in RUNTIME_PARENT.glob(f"{_RUNTIME_PREFIX}*"):
        with contextlib.suppress(OSError):
            _remove_if_abandoned(folder)


def _remove_if_abandoned(folder: Path) -> None:
    """Remove the folder when it is ours, not just being made, and nobody holds its lock."""
    status = folder.lstat()
    if (
        os.geteuid() not in {0, status.st_uid}
        or time.time() - status.st_mtime < _BEING_MADE_SECONDS
    ):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if _locked(handle):
            shutil.rmtree(folder)
    finally:
        os.close(handle)
