"""A worker's hold on a plan, and the word of how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collaborative import leasing
from collaborative.leasing import Clock, Lease
from training.events import YearPlanEvent
from training.lifecycle import YEAR_PLAN
from training.models import YearPlan


class PlanLease(Lease[YearPlan]):
    """One worker's hold on one plan."""

    lifecycle = YEAR_PLAN

    def tell(self, progress: str) -> None:
        """Say how far it is and renew the lease, a few times in its length. Raises LeaseLost."""
        at = self.clock()
        if at - self.since >= leasing.length() / 30:
            self.renew(at, progress=progress[:300])

    def conclude(self, event: YearPlanEvent, *, detail: Mapping[str, Any], **changes: Any) -> None:
        """Say what became of it; call it in the transaction that holds the row."""
        self.end(event, at=self.clock(), detail=detail, progress="", **changes)


def claim(*, clock: Clock) -> PlanLease | None:
    """Take the oldest plan that is to be worked out; None when there is none."""
    at = clock()
    rows = YearPlan.objects.all()
    plan = leasing.take(rows, lifecycle=YEAR_PLAN, begun=YearPlanEvent.BEGUN, at=at)
    return PlanLease(plan, clock=clock, at=at) if plan else None
