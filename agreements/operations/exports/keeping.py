"""How long exports are kept, and what is removed: old files, and what nobody will finish."""

from __future__ import annotations

import logging
import shutil
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage

from agreements.events import ExportEvent
from agreements.lifecycle import EXPORT
from agreements.models import Export
from agreements.models.exports import SHELF
from agreements.operations.exports.writing import ENDING
from collaborative.lifecycle import StaleState
from collaborative.models import PORTAL

logger = logging.getLogger(__name__)


def expire(*, at: datetime) -> int:
    """Let go of the files whose time is over; the rows stay. Return how many."""
    over = Export.objects.filter(state=Export.State.READY, expires_at__lte=at)
    return sum(_expired(export, at=at) for export in over)


def sweep() -> int:
    """Remove what lies on the shelf and belongs to no export, or to none any more.

    Packets of an export under way stay, and so does a file that its worker is writing. Return how
    many folders and files were removed.
    """
    removed = 0
    for folder in _folders():
        key = _key(folder)
        export = Export.objects.filter(pk=key).first() if key else None
        if export is None or not (export.is_under_way or export.state == Export.State.READY):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
        elif export.state == Export.State.READY:
            removed += clear(export, keep=export.file)
        else:
            removed += _clear_left(folder, token=export.lease_token)
    return removed


def clear(export: Export, *, keep: Path | None = None) -> int:
    """Remove an export's files, all but the one to keep; return how many."""
    if keep is None:
        shutil.rmtree(export.folder, ignore_errors=True)
        return 1
    gone = [each for each in export.folder.iterdir() if each != keep]
    for each in gone:
        each.unlink(missing_ok=True)
    return len(gone)


def _expired(export: Export, *, at: datetime) -> bool:
    try:
        EXPORT.advance(export, ExportEvent.EXPIRED, by=PORTAL, at=at, state_since=at)
    except StaleState:  # another run was first
        return False
    clear(export)
    return True


def _clear_left(folder: Path, *, token: uuid.UUID | None) -> int:
    """Remove what earlier workers were writing when they died."""
    left = [each for each in folder.glob(f"*{ENDING}") if f".{token}{ENDING}" not in each.name]
    for each in left:
        logger.info("Removed %s, which a worker left behind", each.name)
        each.unlink(missing_ok=True)
    return len(left)


def _folders() -> Iterator[Path]:
    shelf = Path(default_storage.path(SHELF))
    if shelf.is_dir():
        yield from sorted(each for each in shelf.iterdir() if each.is_dir())


def _key(folder: Path) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=folder.name)
    except ValueError:
        return None
