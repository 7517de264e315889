"""What is to be said by now: reminders and digests, each written to the ledger once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from notifications.models import Message
from notifications.operations import digests, ledger, reminders


@transaction.atomic
def remind(*, at: datetime) -> list[Message]:
    """Write all that is due at that time and not there yet; return what was new.

    Twice, late, or after a gap gives the same ledger.
    """
    return [*reminders.remind(at=at), *ledger.write(digests.due(at=at))]


def due(*, at: datetime) -> list[Message]:
    """Return all that is due at that time; nothing is written."""
    return [*reminders.due(at=at), *digests.due(at=at)]
