"""On which days and in which zone the people of each body are written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from cities.models import City, Holiday
from notifications.schedule import Hours


class Workdays(dict[int | None, Hours]):
    """The hours of each body, by its key; the portal's own zone for every other."""

    def __missing__(self, body: int | None) -> Hours:
        """The portal's own."""
        return Hours(ZoneInfo(settings.TIME_ZONE))


def workdays(bodies: Collection[int]) -> Mapping[int | None, Hours]:
    """The hours of bodies by their zones and own lists of days. Costs two queries."""
    zones = dict(City.objects.filter(pk__in=bodies).values_list("pk", "time_zone"))
    days: dict[int, dict[bool, set[date]]] = defaultdict(lambda: {True: set(), False: set()})
    rows = Holiday.objects.filter(organisation__in=bodies)
    for body, on, is_open in rows.values_list("organisation", "on", "is_open"):
        days[body][is_open].add(on)
    found = Workdays()
    for body in bodies:
        found[body] = Hours(
            ZoneInfo(zones.get(body, settings.TIME_ZONE)),
            closed=frozenset(days[body][False]),
            opened=frozenset(days[body][True]),
        )
    return found
