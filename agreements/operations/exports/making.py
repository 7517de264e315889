"""Making an export: a packet for each agreement, then one file of all."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.db import transaction

from agreements import packets
from agreements.models import Export, ExportItem
from agreements.operations.exports.contents import about, beside
from agreements.operations.exports.keeping import clear
from agreements.operations.exports.leasing import ExportLease, claim
from agreements.operations.exports.writing import settled, writing
from agreements.packets.holdings import Holdings
from agreements.results.exports import marks
from collaborative.leasing import Clock, LeaseLost
from collaborative.manifest import bind, manifest_of

FAULTS = 5
"""After so many times that a worker did not come back without one more packet, it has failed."""
NO_ROOM = "There is no room left on the portal's disk. Tell its administrator, then ask again."

logger = logging.getLogger(__name__)


class Unmakeable(Exception):
    """The export cannot be made, however often it is tried; the sentence says why."""


def make_waiting(*, clock: Clock, within: timedelta) -> int:
    """Make what waits; return how many exports were finished, one way or the other.

    After `within` no further packet is begun; what is left waits for the next run, which goes on
    where this one stopped. Twice at once is safe: each takes another export, or none.
    """
    ends, finished = clock() + within, 0
    while clock() < ends and (lease := claim(clock=clock)):
        finished += _make(lease, goes_on=lambda: clock() < ends)
    return finished


def _make(lease: ExportLease, *, goes_on: Callable[[], bool]) -> bool:
    """Make one export; False where it is left to the next run, or to another worker."""
    try:
        return _made(lease, goes_on=goes_on)
    except LeaseLost:
        logger.info("Export %s was taken over or cancelled", lease.thing.pk)
    except Exception:  # one export's fault must not hold up the others; it is tried again
        logger.exception("Export %s could not be made", lease.thing.pk)
    return False


def _made(lease: ExportLease, *, goes_on: Callable[[], bool]) -> bool:
    export = lease.thing
    try:
        _refuse_hopeless(export)
        items = list(export.items.select_related("agreement"))
        for item in items:
            if not goes_on():
                lease.let_go()
                return False
            item.export = export
            _pack(item, lease)
        _bind(items, lease)
    except (Unmakeable, OSError) as why:
        lease.fail(_reason(why))
        clear(export)
    else:
        clear(export, keep=export.file)
    return True


def _refuse_hopeless(export: Export) -> None:
    if export.lapses >= FAULTS:
        raise Unmakeable(f"The worker did not come back from it {FAULTS} times.")


def _reason(why: Unmakeable | OSError) -> str:
    """Say why it has failed; a fault of the disk other than a full one is not the last word."""
    if isinstance(why, Unmakeable):
        return str(why)
    if why.errno in {errno.ENOSPC, errno.EDQUOT}:
        return NO_ROOM
    raise why


def _pack(item: ExportItem, lease: ExportLease) -> None:
    """Make one agreement's packet, unless it is there. Raises LeaseLost and Unmakeable."""
    if item.made_at and item.file.is_file():
        return
    try:
        holdings = _held(item)
        _refuse_lost(holdings)
        with writing(item.file, token=lease.token, keep=lease.keep) as (out, part):
            manifest = packets.write(holdings, out)
            size = settled(out)
            part.replace(item.file)
    except ValueError as why:  # no packet, nothing that can be printed, or too much of it
        raise Unmakeable(f"“{item.agreement}” cannot be exported: {why}") from why
    lease.made(item, size=size, manifest_sha256=manifest.sha256)


def _refuse_lost(holdings: Holdings) -> None:
    if gone := packets.lost(holdings):
        raise ValueError(
            f"the portal's store does not hold {', '.join(gone)} as on record. Tell the portal's "
            "administrator, who can bring it back from a backup."
        )


def _held(item: ExportItem) -> Holdings:
    """Read what the packet is made from, if it is still what it was when it was asked for."""
    agreement, city = item.agreement, item.export.city
    with transaction.atomic():
        holdings = packets.hold(agreement, city=city.slug if city else "")
        mark = marks([agreement.pk])[agreement.pk]
    if mark != item.mark:
        raise Unmakeable(
            f"“{agreement}” changed after the export was asked for, and an export stands for one "
            "moment. Ask again, and it holds them all as they stand then."
        )
    return holdings


def _bind(items: list[ExportItem], lease: ExportLease) -> None:
    """Put the packets into one file and publish it. Raises LeaseLost and Unmakeable."""
    export = lease.thing
    openers = {item.folder: _opener(item.file) for item in items}
    found = {folder: manifest_of(opener) for folder, opener in openers.items()}
    with writing(export.file, token=lease.token, keep=lease.keep) as (out, part):
        try:
            bind(openers, beside(export, found), out, about=about(export, found))
        except ValueError as why:
            raise Unmakeable(str(why)) from why
        size = settled(out)
        lease.publish(part, size=size, sha256=out.digest())


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")
