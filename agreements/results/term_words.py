"""The terms of duration in words, fact by fact; what the text does not say is said so."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from agreements import terms
from agreements.models import Term
from agreements.terms import Station
from collaborative.wording import day

UNSAID = "The terms do not say"
STATIONS: Mapping[Station, str] = {
    Station.EFFECTIVE: "It takes effect",
    Station.NOTICE_OPENS: "The notice window opens",
    Station.NOTICE_CLOSES: "Last day for notice",
    Station.RENEWAL: "It is renewed",
    Station.EXPIRY: "Last day of the agreement",
    Station.REVIEW: "Yearly review",
}
"""What each date is called."""


def facts(term: Term, *, first: date | None) -> list[tuple[str, str]]:
    """What the terms say, each with its name; `first` is the first day of effect, if known."""
    return [
        ("Takes effect", _effective(term, first)),
        ("Ends", _end(term)),
        ("At its end", _renewal(term)),
        ("Notice before its end", _notice(term)),
        ("Leaving it", _leaving(term)),
        ("Reviewed", _review(term)),
    ]


def months(number: int) -> str:
    """Say a length: "1 month", "36 months (3 years)"."""
    said = "1 month" if number == 1 else f"{number} months"
    years, rest = divmod(number, 12)
    if rest or not years:
        return said
    return f"{said} ({'1 year' if years == 1 else f'{years} years'})"


def _effective(term: Term, first: date | None) -> str:
    if term.effective == Term.Effective.FIXED and term.effective_on:
        return day(term.effective_on)
    known = f": {day(first)}" if first else "; that day is not known yet"
    return f"{term.get_effective_display()}{known}"


def _end(term: Term) -> str:
    if term.expires_on:
        return f"{day(term.expires_on)} is its last day"
    if term.months:
        return f"{months(term.months)} after it takes effect"
    return "No end is set"


def _renewal(term: Term) -> str:
    if not term.plain.has_end:
        return "It goes on until the parties end it"
    if term.renewal == Term.Renewal.AUTOMATIC and term.renewal_months:
        return f"It is renewed for {months(term.renewal_months)} each time, unless notice is given"
    return term.get_renewal_display()


def _notice(term: Term) -> str:
    if term.notice_closes is None:
        return UNSAID
    if term.notice_opens is None:
        return f"At least {_days(term.notice_closes)} before the last day of a period"
    return (
        f"Between {_days(term.notice_opens)} and {_days(term.notice_closes)} before the last day "
        "of a period"
    )


def _leaving(term: Term) -> str:
    if term.leave_days is None:
        return "The terms let no party leave before the end"
    effect = term.get_departure_display().lower()
    if term.departure == Term.Departure.ENDS_BELOW:
        effect = f"it ends when fewer than {term.least} parties are left"
    elif term.departure == Term.Departure.CONTINUES:
        effect = f"the others continue while at least {terms.LEAST_PARTIES} are left"
    return f"{_days(term.leave_days)} after a party’s notice; {effect}"


def _review(term: Term) -> str:
    if term.review_month is None or term.review_day is None:
        return UNSAID
    return f"Each year on {calendar.month_name[term.review_month]} {term.review_day}"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
