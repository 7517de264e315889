"""A worker's hold on an export, and what it writes as it goes."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.db.models import F

from agreements.events import ExportEvent
from agreements.lifecycle import EXPORT
from agreements.models import Export, ExportItem
from collaborative import leasing
from collaborative.leasing import Clock, Lease


class ExportLease(Lease[Export]):
    """One worker's hold on one export."""

    lifecycle = EXPORT

    def keep(self) -> None:
        """Renew it when a quarter of it is gone. Raises LeaseLost."""
        at = self.clock()
        if at - self.since > leasing.length() / 4:
            self.renew(at)

    def made(self, item: ExportItem, *, size: int, manifest_sha256: str) -> None:
        """Note a packet that is made and kept. Raises LeaseLost."""
        at = self.clock()
        with transaction.atomic():
            self.renew(at, done=F("done") + int(item.made_at is None), lapses=0)
            ExportItem.objects.filter(pk=item.pk).update(
                size=size, manifest_sha256=manifest_sha256, made_at=at
            )

    def publish(self, part: Path, *, size: int, sha256: str) -> None:
        """Give the whole file its name, and say that it is ready. Raises LeaseLost.

        The row is held while the file gets its name, so that nobody cancels or takes over between
        the two; a worker that dies there leaves a whole file that nobody is shown.
        """
        at = self.clock()
        with transaction.atomic():
            self.hold()
            part.replace(self.thing.file)
            self.end(
                ExportEvent.READY,
                at=at,
                detail={"sha256": sha256},
                ready_at=at,
                expires_at=at + Export.KEPT_FOR,
                size=size,
                sha256=sha256,
            )

    @transaction.atomic
    def fail(self, reason: str) -> None:
        """Say why it cannot be made. Raises LeaseLost."""
        self.hold()
        said = reason[:500]
        self.end(ExportEvent.FAILED, at=self.clock(), detail={"reason": said}, reason=said)


@transaction.atomic(durable=True)
def claim(*, clock: Clock) -> ExportLease | None:
    """Take the oldest export that is to be made; None when there is none."""
    at = clock()
    rows = Export.objects.all()
    export = leasing.take(rows, lifecycle=EXPORT, begun=ExportEvent.BEGUN, at=at)
    return ExportLease(export, clock=clock, at=at) if export else None
