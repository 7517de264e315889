"""What the reports of safety add up to: each own city's figures, the others' only together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from cities.models import City
from collaborative.models import Actor
from collaborative.roles import Permission
from training import rates
from training.models import Exposure, Incident, Topic
from training.models.records import is_for_every_city

QUARTERS = 4


@dataclass(frozen=True, slots=True)
class CityFigures:
    """One city's year, or several cities' together; `quarters` have their hours on record."""

    name: str
    cases: int
    near_misses: int
    hours_lost: Decimal
    hours: Decimal
    quarters: int

    @property
    def rate(self) -> rates.Rate | None:
        """Cases for 200,000 hours worked."""
        return rates.rate(self.cases, self.hours)

    @property
    def near_misses_a_case(self) -> Decimal | None:
        """How many near misses were reported for each case."""
        return rates.near_misses_a_case(self.near_misses, self.cases)

    @property
    def is_whole(self) -> bool:
        """Tell whether the hours of all four quarters are on record."""
        return self.quarters >= QUARTERS


@dataclass(frozen=True, slots=True)
class KindLine:
    """How often a kind of thing happened, or nearly did, by how grave it was."""

    label: str
    severities: tuple[int, ...]
    near_misses: int
    hours_lost: Decimal


@dataclass(frozen=True, slots=True)
class Together:
    """A figure of other cities together: what it counts, and how many, five or more."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in which training could have helped, and how often."""

    topic: Topic
    cases: int
    near_misses: int
    grave: int


@dataclass(frozen=True, slots=True)
class SafetyYear:
    """A year as one reader may see it.

    `others` is None while the year is not over: figures that grow day by day would tell of single
    reports. `other_cities` says whose they are.
    """

    year: int
    own: tuple[CityFigures, ...]
    kinds: tuple[KindLine, ...]
    topics: tuple[TopicLine, ...]
    other_cities: tuple[str, ...]
    others: tuple[Together, ...] | None
    others_rate: rates.Rate | None


Cell = tuple[int, str, str, bool, int, Decimal]
"""City, kind, severity, near miss or not, how many, and the hours lost."""


def own_cities(actor: Actor) -> list[City]:
    """The cities whose reports an actor reads one by one; the analyst all. Costs one query."""
    if is_for_every_city(actor, Permission.REPORT_INCIDENT):
        return list(City.objects.all())
    return list(City.objects.filter(pk__in=actor.organisations(Permission.REPORT_INCIDENT)))


def years(on: date) -> list[int]:
    """The years that have reports, and this one, the newest first. Costs two queries."""
    found = {day.year for day in Incident.objects.standing().dates("on", "year")}
    found |= set(Exposure.objects.standing().order_by().values_list("year", flat=True).distinct())
    return sorted(found | {on.year}, reverse=True)


def safety_year(actor: Actor, year: int, *, on: date) -> SafetyYear:
    """Add up a year for a reader. Costs five queries."""
    own = own_cities(actor)
    keys = {city.pk for city in own}
    others = list(City.objects.exclude(pk__in=keys))
    cells, hours = _cells(year), _hours(year)
    own_cells = [cell for cell in cells if cell[0] in keys]
    other_cells = [cell for cell in cells if cell[0] not in keys]
    together = _figures("Other cities", other_cells, hours, {city.pk for city in others})
    shown = _others(other_cells) if others and year < on.year else None
    return SafetyYear(
        year=year,
        own=tuple(
            _figures(city.name, [cell for cell in cells if cell[0] == city.pk], hours, {city.pk})
            for city in own
        ),
        kinds=tuple(_kinds(own_cells)),
        topics=tuple(_topics(keys, year)),
        other_cities=tuple(city.name for city in others),
        others=shown,
        others_rate=together.rate
        if shown and together.cases >= rates.LEAST and _is_told_apart(together)
        else None,
    )


def _is_told_apart(together: CityFigures) -> bool:
    """Tell whether cases can be shown without the near misses beside them."""
    return not 0 < together.near_misses < rates.LEAST


def _cells(year: int) -> list[Cell]:
    rows = Incident.objects.standing().filter(on__year=year).order_by()
    return list(
        rows.values_list("city", "kind", "severity", "is_near_miss").annotate(
            number=Count("pk"), lost=Sum("hours_lost")
        )
    )


def _hours(year: int) -> dict[int, list[Decimal]]:
    hours: dict[int, list[Decimal]] = {}
    rows = Exposure.objects.standing().filter(year=year).order_by()
    for city, worked in rows.values_list("city", "hours"):
        hours.setdefault(city, []).append(worked)
    return hours


def _figures(
    name: str, cells: Iterable[Cell], hours: dict[int, list[Decimal]], keys: set[int]
) -> CityFigures:
    cases = near = 0
    lost = Decimal(0)
    for _, _, _, is_near_miss, number, hours_lost in cells:
        near += number * is_near_miss
        cases += number * (not is_near_miss)
        lost += hours_lost
    worked = [hours.get(key, []) for key in keys]
    return CityFigures(
        name,
        cases,
        near,
        lost,
        sum((one for quarters in worked for one in quarters), Decimal(0)),
        min((len(quarters) for quarters in worked), default=0),
    )


def _kinds(cells: list[Cell]) -> Iterable[KindLine]:
    for kind in Incident.Kind:
        own = [cell for cell in cells if cell[1] == kind]
        if own:
            hurt = Counter[str]()
            for _, _, severity, is_near_miss, number, _ in own:
                hurt[severity] += number * (not is_near_miss)
            yield KindLine(
                kind.label,
                tuple(hurt[severity] for severity in Incident.Severity),
                sum(number for _, _, _, is_near_miss, number, _ in own if is_near_miss),
                sum((cell[-1] for cell in own), Decimal(0)),
            )


def _others(cells: list[Cell]) -> tuple[Together, ...]:
    """Count what is in other cities by kind, whatever is rarer than five put together."""
    counts = Counter[str]()
    for _, kind, _, _, number, _ in cells:
        counts[kind] += number
    ordered = {kind: counts[kind] for kind in Incident.Kind}
    return tuple(
        Together(", ".join(Incident.Kind(kind).label for kind in kinds), number)
        for kinds, number in rates.together(ordered)
    )


def _topics(cities: set[int], year: int) -> Iterable[TopicLine]:
    """Count what training could have helped with, the most first. Costs one query."""
    reported = Q(
        incidents__city__in=cities,
        incidents__on__year=year,
        incidents__corrected_by=None,
        incidents__is_void=False,
    )
    grave = Q(incidents__severity__in=[Incident.Severity.CRITICAL, Incident.Severity.CATASTROPHIC])
    topics = Topic.objects.annotate(
        cases=Count("incidents", reported & Q(incidents__is_near_miss=False)),
        near=Count("incidents", reported & Q(incidents__is_near_miss=True)),
        grave=Count("incidents", reported & grave),
    )
    rows = topics.filter(Q(cases__gt=0) | Q(near__gt=0))
    rows = rows.order_by("-grave", "-cases", "-near", "name")
    return (TopicLine(topic, topic.cases, topic.near, topic.grave) for topic in rows)
