"""From when to when an agreement holds: periods, renewals, notices, departures, coming dates.

Pure arithmetic on days. A period of months ends on the day before the same day of the month, or at
the end of a month that has no such day: a year from January 15 ends on January 14, a month from
January 31 on the last day of February, a year from February 29 on February 28. Every period is
counted from the first day of the first, so that nothing drifts.
"""

from agreements.terms.course import Cause, Course, Ending, course
from agreements.terms.dates import Coming, Station, coming, next_of_each
from agreements.terms.leaving import Leaving, leaves_on, notice_doubt
from agreements.terms.periods import Period, begun, days_before, last_day, period_on, periods
from agreements.terms.term import (
    LEAST_PARTIES,
    Departure,
    Effective,
    Known,
    Renewal,
    Term,
    begins,
)

__all__ = [
    "LEAST_PARTIES",
    "Cause",
    "Coming",
    "Course",
    "Departure",
    "Effective",
    "Ending",
    "Known",
    "Leaving",
    "Period",
    "Renewal",
    "Station",
    "Term",
    "begins",
    "begun",
    "coming",
    "course",
    "days_before",
    "last_day",
    "leaves_on",
    "next_of_each",
    "notice_doubt",
    "period_on",
    "periods",
]
