"""When a party that gave notice is out of the agreement."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

from agreements.terms.periods import DAY, Period, days_before, periods
from agreements.terms.term import Renewal, Term


@dataclasses.dataclass(frozen=True, slots=True)
class Leaving:
    """A party on its way out: `on` is the first day on which it is bound no more."""

    party: str
    on: date


def leaves_on(term: Term, *, given_on: date, first: date | None, at_the_end: bool) -> date | None:
    """Return the first day without the party that gave notice on a day; None where there is none.

    A notice to leave counts the term's own days from the day it was given. A notice against the
    renewal (`at_the_end`) leaves at the end of the first period whose notice window had not
    closed yet; `first` is the agreement's first day of effect, which that needs.
    """
    if not at_the_end:
        return None if term.leave_days is None else given_on + timedelta(days=term.leave_days)
    if first is None or term.renewal is not Renewal.AUTOMATIC:
        return None
    period = _to_end(term, given_on=given_on, first=first)
    return period.ends_on + DAY if period and period.ends_on else None


def notice_doubt(term: Term, *, given_on: date, first: date | None) -> str:
    """Return what to look at again in a notice against a renewal; "" when nothing."""
    if first is None or term.notice_opens is None:
        return ""
    period = _to_end(term, given_on=given_on, first=first)
    if period is None or period.ends_on is None:
        return ""
    opens = days_before(period.ends_on, term.notice_opens)
    if given_on >= opens:
        return ""
    return "The notice was given before its window opened."


def _to_end(term: Term, *, given_on: date, first: date) -> Period | None:
    """The first period at whose end such a notice takes effect."""
    for period in periods(term, first):
        if period.ends_on is None:
            return None
        if given_on <= days_before(period.ends_on, term.notice_closes or 0):
            return period
    return None
