"""Pooled demand: who needs seats in what, by topic and city, and where each number comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cities.models import City
from training.models import Assessment, Topic
from training.results import cohorts, gaps, mandates, requests

LOOK_AHEAD = timedelta(days=365)
"""Mandates that fall due within it call for seats, where nobody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many people of one city each source names for one topic.

    The sources do not tell whether they mean the same people: answers are anonymous, and a
    request names nobody. So the highest number stands as `seats`, which counts nobody twice, and
    `most` is what it would be if no two sources meant the same person.
    """

    gaps: int
    mandates: int
    requests: int

    @property
    def seats(self) -> int:
        """The highest of the three."""
        return max(self.gaps, self.mandates, self.requests)

    @property
    def most(self) -> int:
        """All three together."""
        return self.gaps + self.mandates + self.requests

    @property
    def words(self) -> str:
        """Where the number comes from, in one sentence."""
        named = [
            f"{number} {said}"
            for number, said in (
                (self.gaps, "by the gaps of the last assessment"),
                (self.mandates, "due by what is on record"),
                (self.requests, "asked for by the city"),
            )
            if number
        ]
        return f"{', '.join(named)}; the highest stands." if len(named) > 1 else f"{named[0]}."


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDemand:
    """One topic, with what each city wants in it; None for a city that nobody names."""

    topic: Topic
    pairs: list[tuple[Wanted | None, City]]

    @property
    def is_gap(self) -> bool:
        """Whether a gap is among what it comes from."""
        return any(wanted.gaps for wanted, _ in self.pairs if wanted)

    @property
    def seats(self) -> int:
        """All cities together."""
        return sum(wanted.seats for wanted, _ in self.pairs if wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The whole pool: its topics, the most wanted first, and what it was read from."""

    cities: list[City]
    topics: list[TopicDemand]
    assessment: Assessment | None
    until: date


def demand(*, on: date, until: date | None = None) -> Demand:
    """Pool what every source names; mandates count where they fall due up to `until`."""
    until = until or on + LOOK_AHEAD
    assessment = last_closed()
    pool = pooled(assessment, on=on, until=until)
    cities = list(City.objects.all())
    topics = Topic.objects.in_bulk({topic for topic, _ in pool})
    found = [
        TopicDemand(topic=topic, pairs=[(pool.get((key, city.pk)), city) for city in cities])
        for key, topic in topics.items()
    ]
    found.sort(key=lambda one: (-one.seats, one.topic.name))
    return Demand(cities=cities, topics=found, assessment=assessment, until=until)


def demand_of(topic_id: int, *, on: date) -> dict[int, Wanted]:
    """What each city needs of one topic within the year, by the city's key."""
    pool = pooled(last_closed(), on=on, until=on + LOOK_AHEAD)
    return {city: wanted for (topic, city), wanted in pool.items() if topic == topic_id}


def city_wishes(found: Demand) -> list[gaps.CityWishes]:
    """How people of each city would come, by the assessment that counts; costs two statements."""
    if found.assessment is None:
        return []
    return gaps.wished(gaps.answering_in(found.assessment)).by_city(found.cities)


def last_closed() -> Assessment | None:
    """The assessment whose gaps count: of those that are closed, the one that closed last."""
    closed = Assessment.objects.filter(state=Assessment.State.CLOSED)
    return closed.order_by("-closes_at", "-pk").first()


def pooled(
    assessment: Assessment | None, *, on: date, until: date
) -> dict[tuple[int, int], Wanted]:
    """Return what is wanted by topic and city, without those that nobody names."""
    by_gaps = _still_to_train(assessment) if assessment else {}
    by_mandates = mandates.due(until, on=on)
    by_requests = requests.asked()
    return {
        key: Wanted(
            gaps=by_gaps.get(key, 0),
            mandates=by_mandates.get(key, 0),
            requests=by_requests.get(key, 0),
        )
        for key in sorted({*by_gaps, *by_mandates, *by_requests})
        if any(source.get(key) for source in (by_gaps, by_mandates, by_requests))
    }


def _still_to_train(assessment: Assessment) -> Mapping[tuple[int, int], int]:
    """Return the people whose gap calls for training, less those who completed a course since."""
    assert assessment.closes_at is not None, "a closed assessment has its window"
    since = cohorts.completed_since(timezone.localdate(assessment.closes_at))
    found = gaps.people_to_train(assessment)
    return {key: max(people - since.get(key, 0), 0) for key, people in found.items()}
