"""A worker's hold on a thing that it makes: taken, renewed as it goes, and lost by silence.

Every write names the token, so that a worker whose lease ran out, or whose thing was given up,
writes nothing any more: it finds out, and stops.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, QuerySet

from collaborative.lifecycle import Lifecycle
from collaborative.models import PORTAL, Stateful

Clock = Callable[[], datetime]

WAITING, RUNNING = "waiting", "running"
FREE: Mapping[str, None] = MappingProxyType({"lease_token": None, "lease_until": None})
"""What is written of a thing that no worker has."""
LEASED_WHILE_RUNNING = Q(**FREE) | Q(
    lease_token__isnull=False, lease_until__isnull=False, state=RUNNING
)
"""What the database holds every leased thing to."""


class LeaseLost(Exception):
    """The thing is no longer this worker's: another has it, or it was given up."""


class Leased(Stateful):
    """A thing that is owed once it waits: a worker takes it, and another where that is silent.

    Its states are, among others, "waiting" and "running"; `asked_at` says whose turn is first.
    """

    lease_token = models.UUIDField(null=True, editable=False, help_text="Which worker's it is.")
    lease_until = models.DateTimeField(null=True, editable=False)
    lapses = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How often a worker did not come back."
    )

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be made, or being made."""
        return self.state in {WAITING, RUNNING}


Thing = TypeVar("Thing", bound=Leased)


class LeasedQuerySet(models.QuerySet[Thing]):
    """Reads things that workers make."""

    def claimable(self, at: datetime) -> Self:
        """Keep what a worker may take up: what waits, and what another did not come back to."""
        left = Q(lease_until=None) | Q(lease_until__lte=at)
        return self.filter(Q(state=WAITING) | Q(state=RUNNING) & left).order_by("asked_at", "pk")


class Lease(Generic[Thing]):
    """One worker's hold on one thing."""

    lifecycle: ClassVar[Lifecycle]

    def __init__(self, thing: Thing, *, clock: Clock, at: datetime) -> None:
        """Keep what was leased, and since when."""
        self.thing, self.clock, self.since = thing, clock, at

    @property
    def token(self) -> uuid.UUID:
        """What tells this worker's hold from any other."""
        assert self.thing.lease_token is not None
        return self.thing.lease_token

    @property
    def mine(self) -> QuerySet[Thing]:
        """The row, while it is this worker's."""
        return type(self.thing)._base_manager.filter(
            pk=self.thing.pk, state=RUNNING, lease_token=self.token
        )

    def renew(self, at: datetime, **changes: Any) -> None:
        """Hold it for the whole length again, and write the changes. Raises LeaseLost."""
        if not self.mine.update(lease_until=at + length(), **changes):
            raise LeaseLost
        self.since = at

    def hold(self) -> None:
        """Keep the row until the transaction ends. Raises LeaseLost."""
        if not self.mine.select_for_update().exists():
            raise LeaseLost

    def let_go(self) -> None:
        """Leave it for the next worker at once."""
        self.mine.update(**FREE)

    def end(
        self, event: StrEnum, *, at: datetime, detail: Mapping[str, Any], **changes: Any
    ) -> None:
        """Say what became of it; call it in the transaction that holds the row."""
        self.lifecycle.advance(
            self.thing, event, by=PORTAL, at=at, detail=detail, state_since=at, **FREE, **changes
        )


def length() -> timedelta:
    """How long a worker may be silent before another takes over what it has."""
    return timedelta(seconds=settings.LEASE_SECONDS)


@transaction.atomic
def take(
    rows: LeasedQuerySet[Thing], *, lifecycle: Lifecycle, begun: StrEnum, at: datetime
) -> Thing | None:
    """Take the row whose turn it is, for one worker; None where no row waits.

    Two workers never take the same: the row is locked while it is taken, and passed over while
    another holds it.
    """
    thing = rows.claimable(at).select_for_update(skip_locked=True).first()
    if thing is None:
        return None
    if thing.state == WAITING:
        lifecycle.advance(thing, begun, by=PORTAL, at=at, state_since=at)
    thing.lapses += thing.lease_token is not None
    thing.lease_token, thing.lease_until = uuid.uuid4(), at + length()
    thing.save(update_fields=["lapses", "lease_token", "lease_until"])
    return thing
