"""When things are due: waits between tries, rungs before a deadline, slots of a digest.

Pure arithmetic on aware datetimes. Days and hours are counted on the wall clock of the zone
given, so that "3 days before 5:00 pm" is 5:00 pm also across a change to or from daylight time;
an hour that the clock skips counts as the hour after it, one that comes twice as the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

RETRY_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long to wait after the first, second, third and every later failed try."""

GIVE_UP_AFTER = timedelta(hours=72)
"""How long after the first try a message is still tried."""

RUNGS = (7, 3, 1)
"""Days before a deadline on which people are reminded."""


FARTHEST = 90
"""How many days before or after a deadline a rung lies at most."""


def next_try(*, first_tried_at: datetime, attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after `attempts` failed tries (1 or more), or None to give up."""
    again = at + RETRY_WAITS[min(attempts, len(RETRY_WAITS)) - 1]
    return again if again - first_tried_at <= GIVE_UP_AFTER else None


def days_before(deadline: datetime, days: int, *, zone: ZoneInfo) -> datetime:
    """Return the same time of day so many calendar days earlier, in UTC."""
    return (deadline.astimezone(zone) - timedelta(days=days)).astimezone(UTC)


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


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of the ladder: how many days before the deadline, and when that is."""

    days: int
    at: datetime


def ladder(
    deadline: datetime, *, zone: ZoneInfo, rungs: tuple[int, ...] = RUNGS
) -> tuple[Rung, ...]:
    """Return the rungs before a deadline, earliest first; `rungs` are days, the most first."""
    return tuple(Rung(days, days_before(deadline, days, zone=zone)) for days in rungs)


def latest(rungs: Iterable[Rung], *, at: datetime) -> Rung | None:
    """Return the last rung that is due, or None: a gap of days is answered by one reminder."""
    return max((rung for rung in rungs if rung.at <= at), key=lambda rung: rung.at, default=None)


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
