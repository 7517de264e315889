"""A large needs assessment: 5 cities of 40 departments each, 60 topics, and many who answer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

from django.db import connection
from django.test import Client

from cities.models import Department
from collaborative.roles import Role
from tests.bench.site import Answer as Answered
from tests.bench.site import Visited, database, served
from tests.bench.works import PAGE, Work
from tests.conftest import CITIES, NOON, in_office, sign_in
from tests.factories.cities import CityFactory, OrganisationFactory
from tests.factories.training import TopicFactory
from tests.training.assessed import asking, close
from training.models import Answer, Assessment, Respondent, Topic

DEPARTMENTS, TOPICS = 40, 60
"""Departments of each city, and topics that everybody is asked about."""
ADDED_UP = "All means added up in one statement"
KINDS = ("supervisor", "office", "field", "safety")


@dataclass
class Assessed(Visited):
    """A portal with a closed assessment."""

    people: int
    facilitator: Client
    slug: str
    topic: str
    city: str

    def get(self, path: str, *, by: Client | None = None) -> Answered:
        """Open a page as the facilitator."""
        filled = path.format(slug=self.slug, topic=self.topic, city=self.city)
        return super().get(filled, by=by or self.facilitator)


def _look(path: str) -> Callable[[Assessed], Answered]:
    return lambda site: site.get(path)


READING_NEEDS: Sequence[Work] = (
    Work(PAGE, _look("/bare/page/"), is_page=False, repeats=10),
    Work(ADDED_UP, _look("/bare/needs/"), is_page=False, repeats=10),
    *(
        Work(name, _look(f"/training/assessments/{{slug}}/{path}"), ADDED_UP, repeats=10)
        for name, path in (
            ("The heat grid, by city", "gaps/"),
            ("The heat grid, by department", "gaps/?by=department&city={city}"),
            ("The heat grid, by kind of work", "gaps/?by=role"),
            ("The account of one topic", "gaps/topics/{topic}/"),
        )
    ),
    Work(
        "All figures as CSV",
        _look("/training/assessments/{slug}/gaps.csv"),
        ADDED_UP,
        repeats=3,
        is_page=False,
    ),
)


@contextmanager
def assessed(people: int) -> Iterator[Assessed]:
    """Fill a new database with the answers of so many people, and serve it."""
    with database(f"bench_needs_{people}"):
        facilitator = in_office(Role.FACILITATOR, OrganisationFactory(slug="marc", kind="regional"))
        topics = TopicFactory.create_batch(TOPICS)
        assessment = asking(*topics)
        _answer(assessment, topics, people)
        close(assessment)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        with served() as server:
            yield Assessed(
                server=server,
                people=people,
                facilitator=sign_in(facilitator),
                slug=assessment.slug,
                topic=topics[0].slug,
                city=next(iter(CITIES)),
            )


def _answer(assessment: Assessment, topics: Sequence[Topic], people: int) -> None:
    """Let everybody mark every topic; a tenth of the marks is left blank."""
    random = Random(1)
    cities = [CityFactory(slug=slug, name=name) for slug, name in CITIES.items()]
    departments = Department.objects.bulk_create(
        Department(organisation=city, name=f"Department {number}")
        for city in cities
        for number in range(DEPARTMENTS)
    )
    asked = Respondent.objects.bulk_create(
        Respondent(
            assessment=assessment,
            city=cities[number % len(departments) // DEPARTMENTS],
            department=departments[number % len(departments)],
            role="head" if number < len(departments) else random.choice(KINDS),
            way=Respondent.Way.PAPER,
            begun_at=NOON,
            sent_at=NOON,
        )
        for number in range(people)
    )
    Answer.objects.bulk_create(
        (_marks(random, one, topic) for one in asked for topic in topics), batch_size=5_000
    )


def _marks(random: Random, respondent: Respondent, topic: Topic) -> Answer:
    def mark() -> int | None:
        return None if random.random() < 0.1 else random.randint(1, 5)

    return Answer(
        respondent=respondent,
        topic=topic,
        importance=mark(),
        performance=mark(),
        difficulty=mark(),
        frequency=mark(),
        people=random.randint(1, 20) if respondent.role == "head" else None,
        barriers=random.sample(["equipment", "staffing", "time"], random.randint(0, 2)),
    )
