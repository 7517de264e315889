"""When the sample steps happen: office hours of working days, counted back from the loading."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done as if it were done at that moment."""

    at: datetime
    act: Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Days:
    """Days counted back from one day, by the wall clock of the cities."""

    today: date

    def day(self, ago: int) -> date:
        """Return the working day so many days ago.

        A weekend gives way to the Friday before it, or, when it lies ahead, to the Monday after.
        """
        found = self.today - timedelta(days=ago)
        while found.weekday() >= SATURDAY:
            found += timedelta(days=-1 if ago > 0 else 1)
        return found

    def moment(self, ago: int, *, hour: int = 10, minute: int = 0) -> datetime:
        """Return a time of that working day, in UTC; `minute` may be more than an hour's."""
        return _at(self.day(ago), hour=hour) + timedelta(minutes=minute)

    def morning_after(self, ago: int) -> datetime:
        """Return nine o'clock of the next working day after that one, in UTC."""
        found = self.day(ago) + timedelta(days=1)
        while found.weekday() >= SATURDAY:
            found += timedelta(days=1)
        return _at(found, hour=9)


def _at(day: date, *, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)
