"""How people would come: counted of whole groups of five, the same for every topic."""

import csv
import io
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from collaborative.roles import Role as Office
from tests.conftest import in_office, sign_in
from tests.factories.cities import DepartmentFactory
from tests.factories.training import AskedTopicFactory, TopicFactory
from tests.training.assessed import Role, asking, close, say, worked_example
from tests.training.test_disclosure import CELLS, SEARCHES, grouped, learns
from training.disclosure import LEAST, Place
from training.gaps import MILES, WISHES, Base, Counted, Shown, Tally, wishes
from training.models import Respondent
from training.results.gaps import QUESTIONS, answering_in, wished

pytestmark = pytest.mark.django_db
BLANK = st.booleans()


def wish(assessment, role=None, **said):
    """Let everybody of a kind of work say how they would come."""
    people = Respondent.objects.filter(assessment=assessment)
    (people.filter(role=role) if role else people).update(**said)


def said_in(assessment, base=Base.FORMAT, **where):
    question = next(one for one in QUESTIONS if one.base == base)
    found = wished(answering_in(assessment)).of(question, Place(**where))
    return {one.key: (one.named, one.people) for one in found if one.named}


def shown_of(people, gave):
    """Which people every shown figure counts, where some left the question blank.

    Each person answers with a digit of their own, so that a sum tells who is in it.
    """
    groups = grouped(people)
    counted = [
        Counted(place, {Base.TRAVEL: Tally(len(own), (sum(1 << n for n in own), 0, 0))})
        for place, members in groups
        if (own := [n for n in members if gave[n]])
    ]
    shown = Shown(counted)
    found = {wishes(shown, Base.TRAVEL, search)[:1] for search in SEARCHES} - {()}
    return {frozenset(n for n in range(len(people)) if one.named >> n & 1) for (one,) in found}


@given(st.data(), st.lists(st.sampled_from(CELLS), min_size=1, max_size=12))
def test_whoever_solves_all_shown_totals_learns_the_wishes_of_no_one_to_four_people(data, people):
    gave = data.draw(st.lists(BLANK, min_size=len(people), max_size=len(people)))
    shown = shown_of(people, gave)
    assert all(len(members) >= LEAST for members in shown)
    assert learns(shown, len(people)) is None


def test_the_same_attacker_breaks_wishes_that_are_added_up_topic_by_topic():
    """Six marked one topic and five of them another: the difference is one person's wish."""
    six, five = frozenset(range(6)), frozenset(range(5))
    assert learns({six, five}, 6) == (5,)
    assert learns(shown_of([CELLS[0]] * 6, [True] * 6), 6) is None


def test_the_wishes_are_the_same_whoever_marked_the_topic(cities):
    raytown = cities["raytown"]
    marked, hardly = TopicFactory(), TopicFactory()
    assessment = asking(marked, hardly)
    works = DepartmentFactory(organisation=raytown)
    say(assessment, works, Role.FIELD, marked, *[(5, 2)] * 6)
    for person in list(assessment.respondents.all())[:5]:
        person.answers.create(topic=hardly, importance=5, performance=2)
    wish(assessment, formats=["classroom"])
    last = assessment.respondents.last()
    Respondent.objects.filter(pk=last.pk).update(formats=["online"])
    close(assessment)
    reader = sign_in(in_office(Office.LIAISON, raytown))
    pages = [
        reader.get(reverse("training:gap", args=[assessment.slug, topic.slug])).context
        for topic in (marked, hardly)
    ]
    assert [page["figure"].people for page in pages] == [6, 5]
    assert pages[0]["wishes"] == pages[1]["wishes"]
    assert pages[0]["wishes"][0] == (
        "How they would rather learn",
        [
            "In a classroom: 5 of 6 (83 %).",
            "At our own site: 0 of 6 (0 %).",
            "Online, at a set time: 1 of 6 (17 %).",
            "Online, at one’s own pace: 0 of 6 (0 %).",
        ],
    )


def test_a_topic_asked_of_heads_alone_shows_how_heads_would_come(cities):
    raytown, topic = cities["raytown"], TopicFactory()
    assessment = worked_example(raytown, TopicFactory())
    heads = assessment.questionnaires.get(audience="heads")
    AskedTopicFactory(questionnaire=heads, topic=topic, position=1)
    wish(assessment, Role.HEAD, travel_miles=30)
    wish(assessment, Role.FIELD, travel_miles=5)
    close(assessment)
    assert said_in(assessment, Base.TRAVEL, audience="heads") == {
        "ten": (5, 5),
        "twenty_five": (5, 5),
    }
    reader = sign_in(in_office(Office.LIAISON, raytown))
    page = reader.get(reverse("training:gap", args=[assessment.slug, topic.slug])).context
    assert page["wishes"][2][1] == [
        "10 miles or more: 5 of 5 (100 %).",
        "25 miles or more: 5 of 5 (100 %).",
        "50 miles or more: 0 of 5 (0 %).",
    ]


def test_who_left_it_blank_is_not_counted_and_small_groups_are_merged_again(cities):
    raytown, topic = cities["raytown"], TopicFactory()
    works = DepartmentFactory(organisation=raytown)
    assessment = asking(topic)
    say(assessment, works, Role.FIELD, topic, *[(5, 1)] * 6)
    say(assessment, works, Role.OFFICE, topic, *[(5, 1)] * 6)
    wish(assessment, times=["night"])
    few = list(assessment.respondents.filter(role=Role.FIELD))[:2]
    Respondent.objects.filter(pk__in=[one.pk for one in few]).update(times=[])
    close(assessment)
    assert said_in(assessment, Base.TIME, role="office") == {"night": (6, 6)}
    assert said_in(assessment, Base.TIME, role="field") == {}
    assert said_in(assessment, Base.TIME, city=raytown.pk) == {"night": (6, 6)}
    exact = wished(answering_in(assessment, is_exact=True))
    (night,) = [one for one in exact.of(QUESTIONS[1], Place(role="field")) if one.named]
    assert (night.named, night.people) == (4, 4)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_and_the_file_cost_as_many_statements_for_one_group_as_for_three(cities, number):
    topics = TopicFactory.create_batch(number)
    assessment = asking(*topics)
    for place in range(number):
        department = DepartmentFactory(organisation=cities["raytown"], name=f"Works {place}")
        for topic in topics:
            say(assessment, department, Role.FIELD, topic, *[(5, 1)] * 5)
    wish(assessment, formats=["online"], travel_miles=10)
    close(assessment)
    reader = sign_in(in_office(Office.LIAISON, cities["raytown"]))
    for url, most in (
        (reverse("training:gaps_wishes", args=[assessment.slug]) + "?by=department", 10),
        (reverse("training:gaps_wishes_csv", args=[assessment.slug]), 8),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = reader.get(url)
            b"".join(answer) if answer.streaming else answer.content
        assert (answer.status_code, len(queries)) == (200, most), url


def test_a_liaison_takes_the_own_citys_wishes_and_the_causes_stand_beside_the_needs(cities):
    raytown, topic = cities["raytown"], TopicFactory(name="Writing")
    assessment = worked_example(raytown, topic)
    elsewhere = DepartmentFactory(organisation=cities["grandview"])
    say(assessment, elsewhere, Role.FIELD, topic, *[(5, 1)] * 5)
    wish(assessment, Role.FIELD, formats=["on_site"], travel_miles=0)
    crew = assessment.respondents.filter(role=Role.FIELD, city=raytown)
    crew.first().answers.update(barriers=["time"])
    close(assessment)
    reader = sign_in(in_office(Office.LIAISON, raytown))

    def rows(route):
        answer = reader.get(reverse(route, args=[assessment.slug]))
        return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))

    found = rows("training:gaps_wishes_csv")
    assert Counter(row["City"] for row in found) == {"Raytown": 28}
    assert [
        (row["Department"], row["Kind of work"], row["People whom it suits"], row["Share"])
        for row in found
        if row["Answer"] == "At our own site"
    ] == [
        ("All", "All", "6", "100 %"),
        ("All", "Field staff", "6", "100 %"),
        ("Public works", "All", "6", "100 %"),
        ("Public works", "Field staff", "6", "100 %"),
    ]
    (city,) = [
        row
        for row in rows("training:gaps_csv")
        if (row["Department"], row["Kind of work"]) == ("All", "All")
    ]
    assert (
        city["Asked what else stands in the way"],
        city["Named none of it"],
        city["There is no time for it"],
        city["The procedure is unclear"],
    ) == ("11", "10", "1", "0")


def test_the_demand_says_how_people_of_each_city_would_come(cities, gti):
    raytown, topic = cities["raytown"], TopicFactory()
    assessment = worked_example(raytown, topic)
    wish(assessment, formats=["classroom", "on_site"], times=["morning"], travel_miles=12)
    close(assessment)
    page = sign_in(in_office(Office.ANALYST, gti)).get(reverse("training:demand")).context
    found = {one.name: [words for _, words in one.pairs] for one in page["wishes"]}
    assert found["Raytown"] == [
        "In a classroom: 100 %; At our own site: 100 %",
        "Weekday mornings: 100 %",
        "10 miles or more: 100 %",
    ]
    assert found["Grandview"] == ["Not shown"] * 3


def test_the_answers_are_those_that_people_were_offered():
    assert WISHES[Base.FORMAT] == tuple(Respondent.Format.values)
    assert WISHES[Base.TIME] == tuple(Respondent.Time.values)
    assert WISHES[Base.TRAVEL] == tuple(MILES)
