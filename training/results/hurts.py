"""Where it has hurt, topic by topic: what is on record of safety, to stand beside the gaps.

Whose reports a reader sees is as on the page of safety: the own city's in full, other cities' only
together, from five reports on, and only of a year that is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from cities.models import City
from collaborative.models import Actor
from training import rates
from training.models import Exposure, Incident, Topic
from training.results.safety import own_cities

GRAVE = (Incident.Severity.CRITICAL, Incident.Severity.CATASTROPHIC)


@dataclass(frozen=True, slots=True)
class TopicsTogether:
    """Reports of other cities in a topic, or in several that are counted only together."""

    topics: tuple[Topic | None, ...]
    number: int

    @property
    def label(self) -> str:
        """Which topics; reports that name none are one of them."""
        return ", ".join(topic.name if topic else "No topic named" for topic in self.topics)


@dataclass(frozen=True, slots=True)
class Hurt:
    """What one city reported of a topic in a year, and the hours that its people worked in it."""

    city: City
    year: int
    cases: int
    near_misses: int
    grave: int
    hours: Decimal

    @property
    def rate(self) -> rates.Rate | None:
        """Incidents of this topic for 200,000 hours worked; None without hours."""
        return rates.rate(self.cases, self.hours)


@dataclass(frozen=True, slots=True)
class TopicSafety:
    """One topic: the own cities' reports city by city and year by year, the others' together."""

    since: int
    hurts: tuple[Hurt, ...] = ()
    others: TopicsTogether | None = None

    @property
    def words(self) -> str:
        """The own cities' reports in few words; nothing where there are none."""
        cases = sum(one.cases for one in self.hurts)
        near = sum(one.near_misses for one in self.hurts)
        if not cases and not near:
            return ""
        return (
            f"{cases:,} incident{'' if cases == 1 else 's'} and {near:,} near "
            f"miss{'' if near == 1 else 'es'} since {self.since}"
        )

    @property
    def others_in_words(self) -> str:
        """The others' reports of the year that is over; nothing where none are shown."""
        if self.others is None:
            return ""
        together = len(self.others.topics) > 1
        whose = f", counted together: {self.others.label}" if together else ""
        return f"{self.others.number:,} reports of other cities in {self.since}{whose}"


@dataclass(frozen=True, slots=True)
class Hurts:
    """What one reader may see of safety, topic by topic: of the last year, and of this so far."""

    since: int
    own: Sequence[City]
    other_cities: tuple[str, ...]
    by_topic: Mapping[int, TopicSafety]

    def of(self, topic: Topic) -> TopicSafety:
        """What is on record of a topic."""
        return self.by_topic.get(topic.pk) or TopicSafety(self.since)


def hurts(actor: Actor, *, on: date, city: City | None = None) -> Hurts:
    """Add up the last year and this one for a reader; costs seven statements.

    With a city only its own reports are counted, where the reader sees them one by one.
    """
    every = own_cities(actor)
    own = [one for one in every if city in {None, one}]
    others = [one.name for one in City.objects.all() if one not in every]
    since = on.year - 1
    found = _hurts(own, (since, on.year))
    together = {
        topic.pk: group
        for group in others_by_topic({one.pk for one in every}, since)
        for topic in group.topics
        if topic
    }
    return Hurts(
        since=since,
        own=own,
        other_cities=tuple(others),
        by_topic={
            key: TopicSafety(since, tuple(found.get(key, ())), together.get(key))
            for key in {*found, *together}
        },
    )


def others_by_topic(own: Collection[int], year: int) -> list[TopicsTogether]:
    """Count what cities other than the own reported in a year that is over; two statements.

    Topics with fewer than five reports stand together, so that no total less what is shown is a
    number under five. What is put together depends on the order of the topics, which is always
    that of their names: two ways of putting the same together would tell of fewer.
    """
    reports = Incident.objects.standing().filter(on__year=year).exclude(city__in=own)
    counts = dict(reports.order_by().values_list("topic").annotate(number=Count("pk")))
    topics: list[Topic | None] = [*Topic.objects.filter(pk__in=counts).order_by("name", "pk"), None]
    ordered = {topic: counts.get(topic.pk if topic else None, 0) for topic in topics}
    return [TopicsTogether(group, number) for group, number in rates.together(ordered)]


def _hurts(cities: Iterable[City], years: tuple[int, ...]) -> dict[int, list[Hurt]]:
    """What some cities reported in some years, by topic; costs two statements."""
    known = {one.pk: one for one in cities}
    near = Q(is_near_miss=True)
    reports = Incident.objects.standing().filter(
        city__in=known, on__year__in=years, topic__isnull=False
    )
    counted = (
        reports.order_by("city__name", "-on__year")
        .values_list("topic", "city", "on__year")
        .annotate(
            cases=Count("pk", ~near),
            near=Count("pk", near),
            grave=Count("pk", Q(severity__in=GRAVE)),
        )
    )
    hours = _hours(known, years)
    found: dict[int, list[Hurt]] = defaultdict(list)
    for topic, city, year, cases, near_misses, grave in counted:
        worked = hours.get((city, year), Decimal(0))
        found[topic].append(Hurt(known[city], year, cases, near_misses, grave, worked))
    return found


def _hours(cities: Collection[int], years: tuple[int, ...]) -> dict[tuple[int, int], Decimal]:
    rows = Exposure.objects.standing().filter(city__in=cities, year__in=years).order_by()
    summed = rows.values_list("city", "year").annotate(worked=Sum("hours"))
    return {(city, year): worked for city, year, worked in summed}
