"""When things are due: waits between tries, rungs of a ladder, open hours, slots of a digest.

Pure arithmetic on aware datetimes. Days and hours are counted on the wall clock of the zone
given, so that "3 days before 5:00 pm" is 5:00 pm also across a change to or from daylight time;
an hour that the clock skips counts as the hour after it, one that comes twice as the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from cities.calendars import SATURDAY, holidays

RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long to wait after the first, second, third and every later failed try."""

GIVE_UP_AFTER = timedelta(hours=72)
"""How long after the first try a message is still tried."""

OPENS, CLOSES = time(7), time(20)
"""The open hours of a workday; outside of them nobody is reminded."""
_LAST_HOUR = time(19)

MORNING = time(8)
"""When a day that has no hour of its own begins."""

FARTHEST = 90
"""How many days before or after a deadline a rung lies at most."""


def next_try(*, first_tried_at: datetime, attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after `attempts` failed tries (1 or more), or None to give up."""
    again = at + RETRY_WAITS[min(attempts, len(RETRY_WAITS)) - 1]
    return again if again - first_tried_at <= GIVE_UP_AFTER else None


def days_before(moment: datetime, days: int, *, zone: ZoneInfo) -> datetime:
    """Return the same time of day so many calendar days earlier, in UTC; later for fewer than 0."""
    return (moment.astimezone(zone) - timedelta(days=days)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Ladder:
    """On which days people are reminded: `before` a deadline, 0 the day itself, and `after` it.

    On day `hand_up`, counted like `after`, the facilitators are told what is not done; negative
    means before the deadline, None never.
    """

    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    hand_up: int | None = None

    @property
    def days(self) -> tuple[int, ...]:
        """The days before, the most first; those after it are negative."""
        return (*sorted(self.before, reverse=True), *(-days for days in sorted(self.after)))

    @property
    def words(self) -> str:
        """The ladder as people say it."""
        ahead = [days for days in self.days if days > 0]
        parts = [
            f"{_in_days(ahead)} before" if ahead else "",
            "on the day itself" if 0 in self.before else "",
            f"{_in_days(sorted(self.after))} after" if self.after else "",
        ]
        times = "; ".join(part for part in parts if part)
        reminded = f"People are reminded {times}." if times else "Nobody is reminded."
        if self.hand_up is None:
            return reminded
        return f"{reminded} The facilitators are told {_when(self.hand_up)} what is not done."


def _in_days(numbers: list[int]) -> str:
    """Numbers of days as people say them: "14, 7 and 1 days"; at least one."""
    *first, last = map(str, numbers)
    said = f"{', '.join(first)} and {last}" if first else last
    return f"{said} day" if numbers == [1] else f"{said} days"


def _when(days: int) -> str:
    """A day by its distance from the deadline, as people say it."""
    if days == 0:
        return "on the day itself"
    return f"{_in_days([abs(days)])} {'after' if days > 0 else 'before'}"


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of a ladder: how many days before the deadline (negative: after), and when."""

    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """When people are written to: on a body's workdays, from 7:00 am to 8:00 pm in its zone.

    Workdays are Monday to Friday but the federal holidays and the days that are `closed`; a
    federal holiday among the days that are `opened` is one.
    """

    zone: ZoneInfo
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def is_open(self, at: datetime) -> bool:
        """Tell whether people are written to at a moment."""
        local = at.astimezone(self.zone)
        return self._works(local.date()) and OPENS <= local.time() < CLOSES

    def next_open(self, at: datetime) -> datetime:
        """Return the moment itself where it is open, else when the next open hour begins."""
        if self.is_open(at):
            return at
        local = at.astimezone(self.zone)
        on = local.date() + timedelta(days=local.time() >= CLOSES)
        while not self._works(on):
            on += timedelta(days=1)
        return self._moment(on, OPENS)

    def last_open(self, before: datetime) -> datetime:
        """Return when the last open hour before a moment begins."""
        local = before.astimezone(self.zone)
        on, start = local.date(), _hour_before(min(local.time(), CLOSES))
        if self._works(on) and start is not None:
            return self._moment(on, start)
        on -= timedelta(days=1)
        while not self._works(on):
            on -= timedelta(days=1)
        return self._moment(on, _LAST_HOUR)

    def placed(self, at: datetime, *, over: datetime | None = None) -> datetime:
        """Return when a letter for a moment goes out: then, or at the next open hour.

        Where that is not before `over`, when it would be too late: in the last open hour before.
        """
        found = self.next_open(at)
        return found if over is None or found < over else self.last_open(min(at, over))

    def day_starts(self, on: date) -> datetime:
        """Return when a day of work begins: reminders of something due that day come then."""
        return self._moment(on, MORNING)

    def _works(self, on: date) -> bool:
        if on.weekday() >= SATURDAY or on in self.closed:
            return False
        return on in self.opened or on not in _federal(on.year)

    def _moment(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, self.zone).astimezone(UTC)


def _hour_before(at: time) -> time | None:
    """The time an hour earlier, None where that is before opening."""
    return at.replace(hour=at.hour - 1) if at.hour > OPENS.hour else None


@cache
def _federal(year: int) -> frozenset[date]:
    return frozenset(holidays(year))


def climb(
    ladder: Ladder, deadline: datetime, *, hours: Hours, over: datetime | None = None
) -> tuple[Rung, ...]:
    """Return the rungs of a ladder, earliest first, at most one for each day of the calendar.

    Each is moved into open hours; one before the deadline never past `over`, when it would be too
    late (the deadline itself, unless said otherwise). Of several on a day the nearest to the
    deadline counts, at the time of the first.
    """
    by_day: dict[date, Rung] = {}
    for days in ladder.days:
        at = _placed(days, deadline, hours=hours, over=over or deadline)
        on = at.astimezone(hours.zone).date()
        by_day[on] = Rung(days, min(at, by_day[on].at) if on in by_day else at)
    return tuple(sorted(by_day.values(), key=lambda rung: rung.at))


def handed_up(ladder: Ladder, deadline: datetime, *, hours: Hours) -> Rung | None:
    """Return when the facilitators are told, None where they are not."""
    if ladder.hand_up is None:
        return None
    days = -ladder.hand_up
    return Rung(days, _placed(days, deadline, hours=hours, over=deadline))


def _placed(days: int, deadline: datetime, *, hours: Hours, over: datetime) -> datetime:
    if days == 0:
        at = hours.day_starts(deadline.astimezone(hours.zone).date())
    else:
        at = days_before(deadline, days, zone=hours.zone)
    return hours.placed(at, over=over if days >= 0 else None)


def latest(rungs: Iterable[Rung], *, at: datetime, since: datetime | None = None) -> Rung | None:
    """Return the last rung that is due, or None: a gap of days is answered by one reminder.

    A rung before `since`, when there was nothing to remind of yet, is none.
    """
    due = [rung for rung in rungs if rung.at <= at and (since is None or rung.at >= since)]
    return due[-1] if due else None


@dataclass(frozen=True, slots=True)
class Slot:
    """One date on which a digest is due, and from which moment."""

    on: date
    at: datetime


def latest_slot(at: datetime, *, hour: int, weekday: int | None, zone: ZoneInfo) -> Slot:
    """Return the last moment at or before `at` on which a digest was due.

    `weekday` counts from Monday, 0; None means every day.
    """
    today = at.astimezone(zone).date()
    for back in range(8):
        on = today - timedelta(days=back)
        slot = Slot(on, datetime.combine(on, time(hour), zone).astimezone(UTC))
        if slot.at <= at and weekday in {None, on.weekday()}:
            return slot
    message = f"weekday {weekday} is not a day of the week"
    raise ValueError(message)
