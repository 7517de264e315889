"""Which account of this machine runs PostgreSQL, and which folders that account can reach.

PostgreSQL refuses to run as root, so root hands it to an unprivileged account that the machine
already has. No account is made and no folder of the caller is opened up for it.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from collaborative.embedded.refusals import CannotStart

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of this machine by its numbers."""

    uid: int
    gid: int

    @classmethod
    def numbered(cls, uid: int) -> "Account":
        """Return the account with this number, in its own group (or one of the same number)."""
        try:
            return cls(uid, pwd.getpwuid(uid).pw_gid)
        except KeyError:
            return cls(uid, uid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach what lies in the folder; the kernel is asked."""
        asked = subprocess.run(  # noqa: S603 - a path of ours, no shell
            ["/usr/bin/test", "-x", str(folder.absolute())],
            check=False,
            cwd="/",
            user=self.uid,
            group=self.gid,
            extra_groups=(),
        )
        return asked.returncode == 0


def for_postgres(cluster: Path | None) -> Account | None:
    """Return the account that is to run PostgreSQL; None means the caller's own.

    A cluster that exists (in the given folder) keeps its owner, because PostgreSQL runs only as
    the owner.
    """
    if os.geteuid() != 0:
        return None
    if cluster and cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        return Account.numbered(owner)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise CannotStart(
        "PostgreSQL refuses to run as root, and this machine has no account named "
        f"{' or '.join(UNPRIVILEGED)} to hand it to. Start again as an ordinary user."
    )
