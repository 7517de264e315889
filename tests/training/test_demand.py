"""Pooled demand, and the documented example from answers to a verdict."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.conftest import NOON
from tests.factories.records import SeatRequestFactory
from tests.factories.training import CourseFactory, TopicFactory
from tests.training.assessed import close, worked_example
from training.models import FIGURES
from training.operations import programmes as operations
from training.operations.programmes import Asked
from training.results import demand as demand_results
from training.results.demand import Wanted, demand, demand_of
from training.results.judged import judged
from training.results.programmes import names_of, study_of

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def trench():
    return TopicFactory(slug="trench", name="Trench and excavation")


def ask(city, topic, people, **fields):
    return SeatRequestFactory(city=city, topic=topic, people=people, **fields)


@pytest.fixture
def needed(cities, trench):
    """Forty of Raytown by their answers; five and three asked for by two other cities."""
    assessment = close(worked_example(cities["raytown"], trench))
    ask(cities["grandview"], trench, 5)
    ask(cities["independence"], trench, 3)
    return assessment


def test_the_documented_example_goes_from_answers_to_the_verdict(needed, cities, trench, analyst):
    wanted = demand_of(trench.pk, on=TODAY)
    assert {key: (one.seats, one.words) for key, one in wanted.items()} == {
        cities["raytown"].pk: (40, "40 by the gaps of the last assessment."),
        cities["grandview"].pk: (5, "5 asked for by the city."),
        cities["independence"].pk: (3, "3 asked for by the city."),
    }
    course = CourseFactory(topic=trench, min_seats=8, max_seats=20)
    own = {name: getattr(course, name) for name in FIGURES if hasattr(course, name)}
    programme = operations.begin(
        course,
        words={"title": "Trench safety together", "why": "", "required_cities": 3, **own},
        asked=[
            Asked(
                city=city,
                seats=wanted[city.pk].seats,
                travel=Decimal(9 if slug == "grandview" else 0),
            )
            for slug, city in cities.items()
            if city.pk in wanted
        ],
        by=analyst,
        at=NOON,
    )
    found = operations.judge(programme, revision=1, by=analyst, at=NOON)
    assert found.sentence == (
        "Feasible: 48 seats of 3 cities fill 3 classes, at $7,965.00 together with travel, "
        "$2,595.00 less than buying the seats elsewhere. With paid time on the road and on shifts "
        "counted, the cheapest way that is open to all of them is: one shared course, $7,965.00 "
        "in all, $2,595.00 less than the next."
    )
    compared = judged(study_of(programme), names_of(programme)).found
    answer = compared.feasibility
    assert (answer.break_even_seats, answer.seats_needed) == (12, 0)
    assert {city: str(cost.shared_cost) for city, cost in answer.cities.items()} == {
        "grandview": "870.00",
        "independence": "495.00",
        "raytown": "6600.00",
    }
    alone = compared.options["alone"]
    assert {city: (part.short, str(part.total)) for city, part in alone.cities.items()} == {
        "grandview": (3, "2475.00"),
        "independence": (5, "2445.00"),
        "raytown": (0, "5400.00"),
    }


def test_the_highest_of_the_sources_stands_and_counts_nobody_twice(
    needed, cities, trench, monkeypatch
):
    ask(cities["raytown"], trench, 12)
    due = {(trench.pk, cities["raytown"].pk): 50, (trench.pk, cities["blue-springs"].pk): 2}
    monkeypatch.setattr(demand_results.mandates, "due", lambda _until, **_: due)
    wanted = demand_of(trench.pk, on=TODAY)[cities["raytown"].pk]
    assert wanted == Wanted(gaps=40, mandates=50, requests=12)
    assert (wanted.seats, wanted.most, wanted.words) == (
        50,
        102,
        (
            "40 by the gaps of the last assessment, 50 due by what is on record, 12 asked for by "
            "the city; the highest stands."
        ),
    )
    pool = demand(on=TODAY)
    assert [(line.topic, line.seats) for line in pool.topics] == [(trench, 60)]
    assert pool.assessment == needed
    assert pool.until == TODAY + timedelta(days=365)


def test_the_demand_costs_the_same_for_one_topic_and_for_many(
    client, needed, cities, analyst, django_assert_max_num_queries
):
    client.force_login(analyst.user)
    url = reverse("training:demand")
    client.get(url)
    with django_assert_max_num_queries(40) as one:
        client.get(url)
    for _ in range(3):
        ask(cities["raytown"], TopicFactory(), 4)
    with django_assert_max_num_queries(len(one.captured_queries)):
        page = client.get(url)
    assert len(page.context["demand"].topics) == 4


def test_a_new_study_finds_the_demand_in_its_form(client, needed, cities, trench, analyst):
    CourseFactory(code="SMP-TRENCH", topic=trench)
    client.force_login(analyst.user)
    page = client.get(f"{reverse('training:new_programme')}?course=SMP-TRENCH")
    assert {row.city.slug: row["seats"].value() for row in page.context["rows"]} == {
        "blue-springs": 0,
        "grandview": 5,
        "independence": 3,
        "lees-summit": 0,
        "raytown": 40,
    }


def test_who_completed_a_course_since_the_assessment_is_taken_off(
    needed, cities, trench, monkeypatch
):
    since = {}
    monkeypatch.setattr(demand_results.cohorts, "completed_since", lambda _day: since)
    raytown = (trench.pk, cities["raytown"].pk)
    since[raytown] = 3
    assert demand_of(trench.pk, on=TODAY)[raytown[1]].gaps == 37
    since[raytown] = 99
    assert raytown[1] not in demand_of(trench.pk, on=TODAY)
