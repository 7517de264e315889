"""Files that are either whole or not there."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ENDING = ".part"
"""Of a file that is being written, behind its name and its worker's token."""
_BUFFER = 1024 * 1024


class Watched(io.BufferedRandom):
    """A new file; `keep` is called as it is written, so that a long one shows signs of life."""

    def __init__(self, path: Path, keep: Callable[[], None]) -> None:
        """Open the file, which must not be there yet."""
        self._keep = keep
        super().__init__(io.FileIO(path, "x+", opener=_opener), _BUFFER)

    def write(self, data: bytes) -> int:  # type: ignore[override] # takes less than any buffer
        """Write, after the sign of life."""
        self._keep()
        return super().write(data)

    def digest(self) -> str:
        """Read all that was written, in pieces, and return its SHA-256."""
        digest = hashlib.sha256()
        self.seek(0)
        while piece := self.read(_BUFFER):
            self._keep()
            digest.update(piece)
        return digest.hexdigest()


@contextmanager
def writing(
    path: Path, *, token: object, keep: Callable[[], None]
) -> Iterator[tuple[Watched, Path]]:
    """Write beside a file, under another name; what was not given its name in the end is removed.

    Gives the open file and where it lies. Call `settled` before it gets its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{token}{ENDING}")
    part.unlink(missing_ok=True)
    try:
        with Watched(part, keep) as out:
            yield out, part
    finally:
        part.unlink(missing_ok=True)


def settled(out: Watched) -> int:
    """Bring all that was written to the disk, and return its length in bytes."""
    out.flush()
    os.fsync(out.fileno())
    return os.fstat(out.fileno()).st_size


def _opener(path: str, flags: int) -> int:
    return os.open(path, flags, settings.FILE_UPLOAD_PERMISSIONS)
