"""How an agreement has gone by a day: its periods, who has left, and when and why it ends."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence
from datetime import date

from agreements.terms.leaving import Leaving
from agreements.terms.periods import DAY, Period, begun, periods
from agreements.terms.term import Departure, Known, Renewal, Term, begins


class Cause(enum.StrEnum):
    """Why an agreement ends."""

    EXPIRED = "expired"
    LEFT = "left"


@dataclasses.dataclass(frozen=True, slots=True)
class Ending:
    """The last day of an agreement, and why; `by` are the parties whose leaving ends it."""

    on: date
    cause: Cause
    by: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """How an agreement has gone.

    `first` is its first day of effect, None while that is not known. `periods` have begun, the
    latest last. `gone` are the parties that are out by the day. `ending` may still be ahead; None
    while nothing ends it.
    """

    first: date | None
    periods: tuple[Period, ...]
    gone: tuple[str, ...]
    ending: Ending | None

    @property
    def renewals(self) -> tuple[Period, ...]:
        """The periods that were renewals."""
        return tuple(period for period in self.periods if period.number)


def course(
    term: Term, known: Known, *, parties: Sequence[str], leaving: Sequence[Leaving], on: date
) -> Course:
    """Return how an agreement between these parties has gone by a day."""
    first = begins(term, known)
    ending = _ending(term, first, parties=parties, leaving=leaving)
    so_far = begun(term, first, on=on) if first else []
    return Course(
        first=first,
        periods=tuple(p for p in so_far if ending is None or p.starts_on <= ending.on),
        gone=tuple(one.party for one in leaving if one.on <= on),
        ending=ending,
    )


def _ending(
    term: Term, first: date | None, *, parties: Sequence[str], leaving: Sequence[Leaving]
) -> Ending | None:
    expired = _expired(term, first)
    left = _left(term, parties=parties, leaving=leaving)
    if left and (expired is None or left.on < expired.on):
        return left
    return expired


def _expired(term: Term, first: date | None) -> Ending | None:
    if term.renewal is Renewal.AUTOMATIC and term.renewal_months is not None:
        return None
    ends = next(periods(term, first)).ends_on if first else term.expires_on
    return Ending(ends, Cause.EXPIRED) if ends else None


def _left(term: Term, *, parties: Sequence[str], leaving: Sequence[Leaving]) -> Ending | None:
    """The first departure after which the agreement does not go on."""
    out: list[str] = []
    for day in sorted({one.on for one in leaving}):
        now = [one.party for one in leaving if one.on == day]
        out += now
        few = len(set(parties) - set(out)) < term.floor
        if few or term.departure is Departure.ENDS:
            return Ending(day - DAY, Cause.LEFT, tuple(now))
    return None
