"""A worker's hold on a plan: taken, renewed as it goes, and ended with what became of it.

Every write names the token, so that a worker whose lease ran out, or whose plan was given up,
writes nothing any more: it finds out, and stops.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from collaborative.models import PORTAL
from training.events import YearPlanEvent
from training.lifecycle import YEAR_PLAN
from training.models import YearPlan
from training.models.plans.years import YearPlanQuerySet

Clock = Callable[[], datetime]


class LeaseLost(Exception):
    """The plan is no longer this worker's: another has it, or it was given up."""


class Lease:
    """One worker's hold on one plan."""

    def __init__(self, plan: YearPlan, *, clock: Clock) -> None:
        """Keep what was leased; its progress was written now."""
        self.plan, self.clock, self._written = plan, clock, clock()

    @property
    def mine(self) -> YearPlanQuerySet:
        """The row, while it is this worker's."""
        return YearPlan.objects.filter(
            pk=self.plan.pk, state=YearPlan.State.RUNNING, lease_token=self.plan.lease_token
        )

    def tell(self, progress: str) -> None:
        """Say how far it is and renew the lease, a few times in its length. Raises LeaseLost."""
        at = self.clock()
        if at - self._written < length() / 30:
            return
        self._written = at
        if not self.mine.update(lease_until=at + length(), progress=progress[:300]):
            raise LeaseLost

    def hold(self) -> None:
        """Keep the row until the transaction ends. Raises LeaseLost."""
        if not self.mine.select_for_update().exists():
            raise LeaseLost

    def end(self, event: YearPlanEvent, *, detail: dict[str, object], **changes: object) -> None:
        """Say what became of it; call it in the transaction that holds the row."""
        at = self.clock()
        YEAR_PLAN.advance(
            self.plan,
            event,
            by=PORTAL,
            at=at,
            detail=detail,
            state_since=at,
            progress="",
            lease_token=None,
            lease_until=None,
            **changes,
        )


def length() -> timedelta:
    """How long a worker may be silent before another takes its plan over."""
    return timedelta(seconds=settings.EXPORT_LEASE_SECONDS)


@transaction.atomic
def claim(*, clock: Clock) -> Lease | None:
    """Take the oldest plan that is to be worked out; None when there is none.

    Two workers never take the same: the row is locked while it is taken, and passed over while
    another holds it.
    """
    at = clock()
    plan = YearPlan.objects.claimable(at).select_for_update(skip_locked=True).first()
    if plan is None:
        return None
    if plan.state == YearPlan.State.WAITING:
        YEAR_PLAN.advance(plan, YearPlanEvent.BEGUN, by=PORTAL, at=at, state_since=at)
    plan.lapses += plan.lease_token is not None
    plan.lease_token, plan.lease_until = uuid.uuid4(), at + length()
    plan.save(update_fields=["lapses", "lease_token", "lease_until"])
    return Lease(plan, clock=clock)
