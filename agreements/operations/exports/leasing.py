"""A worker's hold on an export: taken, renewed as it goes, and ended with what became of it.

Every write names the token, so that a worker whose lease ran out, or whose export was cancelled,
writes nothing any more: it finds out, and stops.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from agreements.events import ExportEvent
from agreements.lifecycle import EXPORT
from agreements.models import Export, ExportItem
from agreements.models.exports import ExportQuerySet
from collaborative.models import PORTAL

Clock = Callable[[], datetime]


class LeaseLost(Exception):
    """The export is no longer this worker's: another has it, or it was cancelled."""


class Lease:
    """One worker's hold on one export."""

    def __init__(self, export: Export, *, clock: Clock, until: datetime) -> None:
        """Keep what was leased, and when it runs out."""
        self.export, self.clock, self.until = export, clock, until

    @property
    def token(self) -> uuid.UUID:
        """What tells this worker's hold from any other."""
        assert self.export.lease_token is not None
        return self.export.lease_token

    @property
    def mine(self) -> ExportQuerySet:
        """The row, while it is this worker's."""
        return Export.objects.filter(
            pk=self.export.pk, state=Export.State.RUNNING, lease_token=self.export.lease_token
        )

    def keep(self) -> None:
        """Renew it when a quarter of it is gone. Raises LeaseLost."""
        at = self.clock()
        if at > self.until - length() * 3 / 4:
            self._write(at)

    def made(self, item: ExportItem, *, size: int, manifest_sha256: str) -> None:
        """Note a packet that is made and kept. Raises LeaseLost."""
        at = self.clock()
        with transaction.atomic():
            self._write(at, done=F("done") + int(item.made_at is None), lapses=0)
            ExportItem.objects.filter(pk=item.pk).update(
                size=size, manifest_sha256=manifest_sha256, made_at=at
            )

    def let_go(self) -> None:
        """Leave it for the next worker at once."""
        self.mine.update(lease_token=None, lease_until=None)

    def publish(self, part: Path, *, size: int, sha256: str) -> None:
        """Give the whole file its name, and say that it is ready. Raises LeaseLost.

        The row is held while the file gets its name, so that nobody cancels or takes over between
        the two; a worker that dies there leaves a whole file that nobody is shown.
        """
        at = self.clock()
        with transaction.atomic():
            self._hold()
            part.replace(self.export.file)
            EXPORT.advance(
                self.export,
                ExportEvent.READY,
                by=PORTAL,
                at=at,
                detail={"sha256": sha256},
                state_since=at,
                ready_at=at,
                expires_at=at + Export.KEPT_FOR,
                size=size,
                sha256=sha256,
                lease_token=None,
                lease_until=None,
            )

    @transaction.atomic
    def fail(self, reason: str) -> None:
        """Say why it cannot be made. Raises LeaseLost."""
        self._hold()
        at, said = self.clock(), reason[:500]
        EXPORT.advance(
            self.export,
            ExportEvent.FAILED,
            by=PORTAL,
            at=at,
            detail={"reason": said},
            state_since=at,
            reason=said,
            lease_token=None,
            lease_until=None,
        )

    def _hold(self) -> None:
        if not self.mine.select_for_update().exists():
            raise LeaseLost

    def _write(self, at: datetime, **changes: object) -> None:
        until = at + length()
        if not self.mine.update(lease_until=until, **changes):
            raise LeaseLost
        self.until = until


def length() -> timedelta:
    """How long a worker may be silent before another takes its export over."""
    return timedelta(seconds=settings.EXPORT_LEASE_SECONDS)


@transaction.atomic(durable=True)
def claim(*, clock: Clock) -> Lease | None:
    """Take the oldest export that is to be made; None when there is none.

    Two workers never take the same: the row is locked while it is taken, and passed over while
    another holds it.
    """
    at = clock()
    export = Export.objects.claimable(at).select_for_update(skip_locked=True).first()
    if export is None:
        return None
    if export.state == Export.State.WAITING:
        EXPORT.advance(export, ExportEvent.BEGUN, by=PORTAL, at=at, state_since=at)
    export.lapses += export.lease_token is not None
    export.lease_token, export.lease_until = uuid.uuid4(), at + length()
    export.save(update_fields=["lapses", "lease_token", "lease_until"])
    return Lease(export, clock=clock, until=export.lease_until)
