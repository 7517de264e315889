"""What an agreement says of its own duration, and what has happened that it counts from."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date


class Effective(enum.StrEnum):
    """From when the agreement takes effect."""

    FIXED = "fixed"
    IN_FORCE = "in_force"
    SIGNED = "signed"
    FILED = "filed"


class Renewal(enum.StrEnum):
    """What happens at the end of a period."""

    NONE = "none"
    AUTOMATIC = "automatic"
    NEW_ACTS = "new_acts"


class Departure(enum.StrEnum):
    """What becomes of the agreement when a party leaves it."""

    CONTINUES = "continues"
    ENDS = "ends"
    ENDS_BELOW = "ends_below"


LEAST_PARTIES = 2
"""An agreement between fewer is none, whatever its terms say."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The terms of duration, as the text has them; None where it says nothing.

    `effective_on` goes with FIXED. `expires_on` is the last day; `months` is the length instead.
    `renewal_months` goes with AUTOMATIC. `notice_opens` and `notice_closes` are days before the
    last day of a period, between which notice against its renewal is given. `leave_days` is how
    long before leaving a party says so; None where nobody may leave before the end. `least` goes
    with ENDS_BELOW: with fewer parties the agreement ends. `review` is month and day of each year.
    """

    effective: Effective
    effective_on: date | None = None
    expires_on: date | None = None
    months: int | None = None
    renewal: Renewal = Renewal.NONE
    renewal_months: int | None = None
    notice_opens: int | None = None
    notice_closes: int | None = None
    leave_days: int | None = None
    departure: Departure = Departure.CONTINUES
    least: int | None = None
    review: tuple[int, int] | None = None

    @property
    def has_end(self) -> bool:
        """Whether the text sets an end at all, renewed or not."""
        return self.expires_on is not None or self.months is not None

    @property
    def floor(self) -> int:
        """With fewer parties than these the agreement ends."""
        if self.departure is Departure.ENDS_BELOW and self.least is not None:
            return max(self.least, LEAST_PARTIES)
        return LEAST_PARTIES


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The days on record that a term may count from; None for what has not happened yet.

    `signed_on` is the day of the last signature, once every party has signed; `filed_on` that of
    the last filing, once every filing needed is on record.
    """

    in_force_on: date | None = None
    signed_on: date | None = None
    filed_on: date | None = None


def begins(term: Term, known: Known) -> date | None:
    """Return the first day on which the agreement has effect, None while that is not known."""
    days = {
        Effective.FIXED: term.effective_on,
        Effective.IN_FORCE: known.in_force_on,
        Effective.SIGNED: known.signed_on,
        Effective.FILED: known.filed_on,
    }
    return days[term.effective]
