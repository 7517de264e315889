"""Safety beside the gaps: the own city's reports in full, other cities' only together."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from collaborative.roles import Role as Office
from tests.conftest import in_office, sign_in
from tests.factories.records import NOON, ExposureFactory, IncidentFactory
from tests.factories.training import TopicFactory
from tests.training.assessed import asking, close, worked_example
from training.rates import LEAST, together
from training.results.hurts import hurts, others_by_topic

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LAST_YEAR = date(TODAY.year - 1, 5, 5)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def trench():
    return TopicFactory(slug="trench", name="Trench and excavation")


def report(city, topic, number, **more):
    IncidentFactory.create_batch(number, city=city, topic=topic, **{"on": LAST_YEAR} | more)


def told(groups):
    return [(one.label, one.number) for one in groups]


def test_the_own_citys_reports_stand_year_by_year_with_their_rate(cities, trench):
    raytown = cities["raytown"]
    report(raytown, trench, 5, severity="critical")
    report(raytown, trench, 2, on=date(TODAY.year, 1, 20), is_near_miss=True, hours_lost=0)
    report(raytown, None, 3)
    ExposureFactory(city=raytown, year=LAST_YEAR.year, hours=Decimal(250_000))
    seen = hurts(in_office(Office.LIAISON, raytown), on=TODAY).of(trench)
    assert [(one.year, one.cases, one.near_misses, one.grave) for one in seen.hurts] == [
        (TODAY.year, 0, 2, 0),
        (LAST_YEAR.year, 5, 0, 5),
    ]
    assert [one.rate and one.rate.value for one in seen.hurts] == [None, Decimal("4.00")]
    assert seen.words == f"5 incidents and 2 near misses since {LAST_YEAR.year}"


def test_other_cities_are_shown_together_from_five_on_and_only_of_a_year_that_is_over(
    cities, trench, marc
):
    writing = TopicFactory(name="Writing and reports")
    report(cities["grandview"], trench, 6)
    report(cities["grandview"], writing, 2)
    report(cities["independence"], None, 1)
    report(cities["grandview"], trench, 9, on=date(TODAY.year, 1, 20))
    liaison = in_office(Office.LIAISON, cities["raytown"])
    seen = hurts(liaison, on=TODAY).of(trench)
    pool = "Trench and excavation, Writing and reports, No topic named"
    assert (seen.hurts, seen.words) == ((), "")
    assert seen.others_in_words == (
        f"9 reports of other cities in {LAST_YEAR.year}, counted together: {pool}"
    )
    assert told(others_by_topic({cities["raytown"].pk}, LAST_YEAR.year)) == [(pool, 9)]
    own = {cities["grandview"].pk}
    assert told(others_by_topic(own, LAST_YEAR.year)) == []
    facilitator = in_office(Office.FACILITATOR, marc)
    assert hurts(facilitator, on=TODAY, city=cities["grandview"]).of(trench).hurts == ()


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")), max_size=40),
)
def test_kinds_and_topics_side_by_side_pin_down_no_one_to_four_reports(reports):
    """Two lists of the same reports bound how many are of a kind and a topic: never to 1 to 4.

    How many of both there are lies between what the two lists leave no room for and the smaller
    of the two, and every number between is possible (Frechet's bounds).
    """
    kinds, topics = (
        together({key: sum(one[place] == key for one in reports) for key in "abcdevwxyz"})
        for place in (0, 1)
    )
    whole = sum(number for _, number in kinds)
    assert whole == sum(number for _, number in topics)
    for _, kind in kinds:
        for _, topic in topics:
            least, most = max(0, kind + topic - whole), min(kind, topic)
            assert least != most or most >= LEAST


def test_the_analyst_sees_each_city_and_the_facilitator_none_by_itself(cities, gti, marc, trench):
    report(cities["raytown"], trench, 1)
    report(cities["grandview"], trench, 4)
    analyst = hurts(in_office(Office.ANALYST, gti), on=TODAY)
    assert [(one.city.name, one.cases) for one in analyst.of(trench).hurts] == [
        ("Grandview", 4),
        ("Raytown", 1),
    ]
    assert analyst.other_cities == ()
    facilitator = hurts(in_office(Office.FACILITATOR, marc), on=TODAY).of(trench)
    assert (facilitator.hurts, facilitator.others.number) == ((), 5)


def test_the_gap_and_the_safety_page_lead_to_each_other(cities, trench):
    raytown = cities["raytown"]
    assessment = close(worked_example(raytown, trench))
    report(raytown, trench, 2)
    reader = sign_in(in_office(Office.LIAISON, raytown))
    gap, safety = (
        reverse("training:gap", args=[assessment.slug, "trench"]),
        reverse("training:safety") + f"?year={LAST_YEAR.year}",
    )
    assert safety in reader.get(gap).content.decode()
    assert f'href="{gap}"' in reader.get(safety).content.decode()
    grid = reader.get(reverse("training:gaps", args=[assessment.slug])).content.decode()
    assert f"2 incidents and 0 near misses since {LAST_YEAR.year}" in grid


def test_a_topic_that_nobody_was_asked_about_leads_nowhere(cities, trench):
    raytown = cities["raytown"]
    close(asking(TopicFactory()))
    report(raytown, trench, 2)
    page = sign_in(in_office(Office.LIAISON, raytown)).get(
        reverse("training:safety") + f"?year={LAST_YEAR.year}"
    )
    assert trench.name in page.content.decode()
    assert "/topics/trench/" not in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_safety_costs_as_many_statements_for_one_report_as_for_three(cities, number):
    for topic in TopicFactory.create_batch(number):
        report(cities["raytown"], topic, number)
        report(cities["grandview"], topic, 5 * number)
    liaison = in_office(Office.LIAISON, cities["raytown"])
    with CaptureQueriesContext(connection) as queries:
        hurts(liaison, on=TODAY)
    assert len(queries) == 6
