"""When training lapses: what a rule asks for, what somebody had, and by when it is due again.

    standing(rule, had, first_due_on=…, on=…) -> Standing

Two ways of counting. *Over months*: the hours had within so many months, together, are enough; a
rule without hours asks for one training. It is met until the day on which the oldest training that
is needed for the hours has become too old. *Over the calendar year*: hours had from January 1 to
December 31 count, and each year begins at nothing, as with the continuing education that Missouri
asks of peace officers (24 hours in each calendar year; Missouri Department of Public Safety).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is asked for: hours (None: one training will do), and for how long it is good.

    Without `every_months` once is enough; with `is_yearly` each calendar year stands alone.
    """

    hours: Decimal | None = None
    every_months: int | None = None
    is_yearly: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Had:
    """One training that somebody had: the day on which it was completed, and its hours."""

    on: date
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands on a day.

    `due_on` is the last day to have training, None where nothing is due any more; `hours` are those
    that count on that day.
    """

    is_met: bool
    due_on: date | None
    hours: Decimal


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on, or the last of a month that is shorter."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def standing(rule: Rule, had: Iterable[Had], *, first_due_on: date, on: date) -> Standing:
    """Say whether the rule is met on a day, and by when training is due.

    Training after that day does not count. Nothing is due before `first_due_on`.
    """
    newest_first = sorted((one for one in had if one.on <= on), reverse=True)
    if rule.is_yearly:
        return _by_year(rule, newest_first, first_due_on=first_due_on, on=on)
    return _by_months(rule, newest_first, first_due_on=first_due_on, on=on)


def _by_year(rule: Rule, had: list[Had], *, first_due_on: date, on: date) -> Standing:
    year = max(on.year, first_due_on.year)
    counted = [one for one in had if one.on.year == year]
    is_met = _is_enough(rule, counted)
    return Standing(is_met, date(year + is_met, MONTHS, 31), _hours(counted))


def _by_months(rule: Rule, had: list[Had], *, first_due_on: date, on: date) -> Standing:
    if rule.every_months is None:
        is_met = _is_enough(rule, had)
        return Standing(is_met, None if is_met else first_due_on, _hours(had))
    good = [one for one in had if months_after(one.on, rule.every_months) >= on]
    lapses_on = _last_day_met(rule, rule.every_months, had)
    due_on = max(lapses_on, first_due_on) if lapses_on else first_due_on
    return Standing(lapses_on is not None and lapses_on >= on, due_on, _hours(good))


def _last_day_met(rule: Rule, months: int, newest_first: list[Had]) -> date | None:
    """Return the latest day on which what was had by then was enough; None where it never was.

    For each training, as the newest on its day, the oldest that is still needed decides.
    """
    days = []
    for place, newest in enumerate(newest_first):
        needed = _needed(rule, newest_first[place:])
        if needed and (lapses_on := months_after(needed[-1].on, months)) >= newest.on:
            days.append(lapses_on)
    return max(days, default=None)


def _needed(rule: Rule, newest_first: list[Had]) -> list[Had]:
    """Return the newest that are enough together, or nothing."""
    for place in range(1, len(newest_first) + 1):
        if _is_enough(rule, newest_first[:place]):
            return newest_first[:place]
    return []


def _is_enough(rule: Rule, had: list[Had]) -> bool:
    return bool(had) and _hours(had) >= (rule.hours or 0)


def _hours(had: Iterable[Had]) -> Decimal:
    return sum((one.hours for one in had), Decimal(0))
