"""The periods for which an agreement holds, one after the other, without a gap between them."""

from __future__ import annotations

import calendar
import dataclasses
import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from agreements.terms.term import Renewal, Term

DAY = timedelta(days=1)
MONTHS = 12


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """One period: `number` 0 is the first, the others are its renewals. Without an end: None."""

    number: int
    starts_on: date
    ends_on: date | None


def last_day(first: date, months: int) -> date:
    """Return the last day of so many months (1 or more) that begin on `first`.

    Raises ValueError for fewer months, or beyond the calendar's year 9999.
    """
    if months < 1:
        raise ValueError(f"{months} months are no period")
    years, month = divmod(first.month - 1 + months, MONTHS)
    year, month = first.year + years, month + 1
    length = calendar.monthrange(year, month)[1] if year <= date.max.year else 0
    if first.day > length:
        return date(year, month, length)
    return date(year, month, first.day) - DAY


def days_before(on: date, days: int) -> date:
    """Return the day so many calendar days earlier."""
    return on - timedelta(days=days)


def periods(term: Term, first: date) -> Iterator[Period]:
    """Yield the periods of an agreement that has effect from `first`, as if nobody gave notice.

    Without end while it is renewed automatically; the caller stops.
    """
    ends = term.expires_on
    if ends is None and term.months is not None:
        ends = last_day(first, term.months)
    yield Period(0, first, ends)
    if ends is None or term.renewal is not Renewal.AUTOMATIC or term.renewal_months is None:
        return
    anchor, before = (ends + DAY, 0) if term.expires_on else (first, term.months or 0)
    for number in itertools.count(1):
        starts = ends + DAY
        ends = last_day(anchor, before + number * term.renewal_months)
        yield Period(number, starts, ends)


def begun(term: Term, first: date, *, on: date) -> list[Period]:
    """Return the periods that have begun by a day, the running one last."""
    found: list[Period] = []
    for period in periods(term, first):
        if period.starts_on > on:
            break
        found.append(period)
    return found


def period_on(term: Term, first: date, *, on: date) -> Period | None:
    """Return the period that a day falls into; None before the first and after the last."""
    found = begun(term, first, on=on)
    if not found:
        return None
    ends = found[-1].ends_on
    return found[-1] if ends is None or on <= ends else None
