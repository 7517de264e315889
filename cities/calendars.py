"""Meetings of a council by a rule: "first and third Monday, 6:00 pm, cut-off Thursday noon before".

Pure arithmetic on days and wall-clock times; nothing here knows which council it is, and nothing
is certain before its clerk has looked at it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

WEEK = 7
FIRST_OF_THE_MONTH = 1
SATURDAY, SUNDAY = 5, 6
LAST = 5
"""The last one of its weekday in the month, whether it is the fourth or the fifth."""


class OnHoliday(enum.StrEnum):
    """What becomes of a meeting that falls on a federal holiday."""

    KEEP = "keep"
    DAY_AFTER = "day_after"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """Until when an item gets onto the agenda: the last such weekday before the meeting's own day.

    `weekday` counts from Monday, 0. `weeks_earlier` goes back so many weeks more.
    """

    weekday: int
    at: time
    weeks_earlier: int = 0

    def before(self, day: date) -> datetime:
        """The cut-off for a meeting on a day, by the wall clock; never on the day itself."""
        back = (day.weekday() - self.weekday) % WEEK or WEEK
        return datetime.combine(day - timedelta(days=back + WEEK * self.weeks_earlier), self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a council meets: which ones of a weekday in each month (1 to 4, or LAST), and when.

    `begins` None means that the time is not known.
    """

    weeks: frozenset[int]
    weekday: int
    begins: time | None = None
    cut_off: CutOff | None = None
    on_holiday: OnHoliday = OnHoliday.KEEP


@dataclass(frozen=True, slots=True)
class Planned:
    """One meeting by the rule. `holiday` names the federal holiday of its day by the rule, or "".

    `moved_from` is that day where the meeting was moved because of it.
    """

    on: date
    begins: time | None
    cut_off: datetime | None
    holiday: str = ""
    moved_from: date | None = None


def plan(rule: Rule, *, first: date, last: date) -> list[Planned]:
    """Every meeting by the rule from a day to a day, both included, in order."""
    days = sorted(on for year, month in _months(first, last) for on in _in_month(rule, year, month))
    meetings = (_meeting(rule, on) for on in days if first <= on <= last)
    return [meeting for meeting in meetings if meeting is not None]


def _meeting(rule: Rule, on: date) -> Planned | None:
    """The meeting of a day by the rule; None where it is left out."""
    holiday = holidays(on.year).get(on, "")
    if holiday and rule.on_holiday is OnHoliday.LEAVE_OUT:
        return None
    moved = bool(holiday) and rule.on_holiday is OnHoliday.DAY_AFTER
    held = on + timedelta(days=1) if moved else on
    cut_off = rule.cut_off.before(held) if rule.cut_off else None
    return Planned(held, rule.begins, cut_off, holiday, on if moved else None)


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _in_month(rule: Rule, year: int, month: int) -> set[date]:
    return {nth(year, month, weekday=rule.weekday, week=week) for week in rule.weeks}


def nth(year: int, month: int, *, weekday: int, week: int) -> date:
    """The first to fourth (1 to 4) or last (LAST) of a weekday in a month."""
    start = date(year, month, FIRST_OF_THE_MONTH)
    first = start + timedelta(days=(weekday - start.weekday()) % WEEK)
    on = first + timedelta(weeks=week - 1)
    return on if on.month == month else on - timedelta(weeks=1)


_FIXED: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "New Year's Day": (1, 1),
        "Juneteenth": (6, 19),
        "Independence Day": (7, 4),
        "Veterans Day": (11, 11),
        "Christmas Day": (12, 25),
    }
)
_BY_WEEKDAY: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "Martin Luther King Jr. Day": (1, 0, 3),
        "Washington's Birthday": (2, 0, 3),
        "Memorial Day": (5, 0, LAST),
        "Labor Day": (9, 0, 1),
        "Columbus Day": (10, 0, 2),
        "Thanksgiving Day": (11, 3, 4),
    }
)


def holidays(year: int) -> dict[date, str]:
    """The federal holidays (5 U.S.C. 6103) that fall in a year or are observed in it.

    One on a Saturday is observed on the Friday before, one on a Sunday on the Monday after. A
    city's own holidays are its own: this is a hint for whoever looks at a calendar.
    """
    found = {
        nth(year, month, weekday=weekday, week=week): name
        for name, (month, weekday, week) in _BY_WEEKDAY.items()
    }
    for name, (month, day) in _FIXED.items():
        on = date(year, month, day)
        found[on] = name
        found |= {_observed(on): f"{name} as observed"} if on.weekday() >= SATURDAY else {}
    new_year = date(year + 1, 1, 1)
    if new_year.weekday() == SATURDAY:
        found[_observed(new_year)] = "New Year's Day as observed"
    return found


def _observed(on: date) -> date:
    return on + timedelta(days=1 if on.weekday() == SUNDAY else -1)
