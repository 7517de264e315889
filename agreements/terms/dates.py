"""The dates of an agreement that people should know of before they come."""

from __future__ import annotations

import calendar
import dataclasses
import enum
from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from agreements.terms.course import Course
from agreements.terms.periods import DAY, Period, days_before, periods
from agreements.terms.term import Renewal, Term


class Station(enum.StrEnum):
    """What a date is."""

    EFFECTIVE = "effective"
    NOTICE_OPENS = "notice_opens"
    NOTICE_CLOSES = "notice_closes"
    RENEWAL = "renewal"
    EXPIRY = "expiry"
    REVIEW = "review"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Coming:
    """One date: the last day of the agreement, or the first of what begins."""

    on: date
    what: Station


def coming(term: Term, found: Course, *, since: date, until: date) -> list[Coming]:
    """Return the dates from `since` to `until`, both counted, in order; `found` is the course."""
    ends = found.ending.on if found.ending else None
    dates = set(_stations(term, found, until=until)) | set(_reviews(term, found, until=until))
    if ends:
        dates = {one for one in dates if one.on <= ends} | {Coming(ends, Station.EXPIRY)}
    return sorted(one for one in dates if since <= one.on <= until)


def next_of_each(dates: list[Coming]) -> list[Coming]:
    """Keep of dates in order the first of each sort."""
    first: dict[Station, Coming] = {}
    for one in dates:
        first.setdefault(one.what, one)
    return list(first.values())


def _stations(term: Term, found: Course, *, until: date) -> Iterator[Coming]:
    if found.first is None:
        return
    yield Coming(found.first, Station.EFFECTIVE)
    # A notice window may open long before the period it belongs to has begun.
    ahead = term.notice_opens or term.notice_closes or 0
    for period in takewhile(lambda p: _reaches(p, ahead, until), periods(term, found.first)):
        yield from _of_period(term, period)


def _reaches(period: Period, ahead: int, until: date) -> bool:
    return period.ends_on is not None and (
        period.starts_on <= until or days_before(period.ends_on, ahead) <= until
    )


def _of_period(term: Term, period: Period) -> Iterator[Coming]:
    if period.ends_on is None:
        return
    if term.notice_closes is not None:
        if term.notice_opens is not None:
            yield Coming(days_before(period.ends_on, term.notice_opens), Station.NOTICE_OPENS)
        yield Coming(days_before(period.ends_on, term.notice_closes), Station.NOTICE_CLOSES)
    if term.renewal is Renewal.AUTOMATIC:
        yield Coming(period.ends_on + DAY, Station.RENEWAL)
    else:
        yield Coming(period.ends_on, Station.EXPIRY)


def _reviews(term: Term, found: Course, *, until: date) -> Iterator[Coming]:
    """The yearly day of review after the first day; February 29 is the 28th in a common year."""
    if term.review is None or found.first is None:
        return
    month, day = term.review
    for year in range(found.first.year, until.year + 1):
        on = date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if on > found.first:
            yield Coming(on, Station.REVIEW)
