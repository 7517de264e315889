"""What an assessment comes to, from rows of answers to pages, files and people to train."""

import csv
import io
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaborative.models import Event
from collaborative.roles import Role as Office
from tests.conftest import NOON, in_office, sign_in
from tests.factories.cities import DepartmentFactory
from tests.factories.training import TopicFactory
from tests.training.assessed import HEADS, TRENCH, Role, asking, close, say, worked_example
from training.disclosure import Place
from training.models import Answer
from training.operations.gaps import look_exactly
from training.results.gaps import gather, people_to_train

pytestmark = pytest.mark.django_db


@pytest.fixture
def trench():
    return TopicFactory(slug="trench", name="Trench and excavation")


def cell(assessment, topic, **where):
    return gather(assessment).figure(topic, Place(**where))


def test_the_worked_example_from_answers_to_people_to_train(cities, trench):
    raytown = cities["raytown"]
    assessment = close(worked_example(raytown, trench))
    found = cell(assessment, trench, city=raytown.pk)
    assert (found.people, found.importance) == (11, Fraction(50, 11))
    assert (found.performance, found.calling) == (Fraction(26, 11), 10)
    assert (found.heads, found.concerned) == (5, 44)
    assert (found.difficulty, found.frequency) == (4, 2)
    assert people_to_train(assessment) == {(trench.pk, raytown.pk): 40}


def test_only_what_was_sent_in_counts_and_a_blank_mark_does_not(cities, trench):
    raytown = cities["raytown"]
    assessment = worked_example(raytown, trench)
    crew = assessment.respondents.filter(role=Role.FIELD)
    assessment.respondents.filter(pk=crew[0].pk).update(sent_at=None)
    Answer.objects.filter(respondent__role=Role.HEAD).update(performance=None)
    found = cell(close(assessment), trench, city=raytown.pk)
    assert (found.people, found.heads, found.concerned) == (5, 5, 44)


def test_small_groups_are_pooled_and_what_stays_small_is_nowhere(cities, trench):
    raytown, grandview = cities["raytown"], cities["grandview"]
    works, police = (DepartmentFactory(organisation=raytown, name=n) for n in ("Works", "Police"))
    assessment = asking(trench)
    say(assessment, works, Role.FIELD, trench, *[(5, 1)] * 5)
    say(assessment, works, Role.OFFICE, trench, *[(3, 3)] * 2)
    say(assessment, police, Role.SAFETY, trench, *[(1, 5)] * 3)
    say(assessment, DepartmentFactory(organisation=grandview), Role.FIELD, trench, *[(5, 1)] * 4)
    gathered = gather(close(assessment))

    def people(**where):
        found = gathered.figure(trench, Place(**where))
        return found.people if found else None

    assert people() == people(city=raytown.pk) == 10
    assert people(department=works.pk) == people(role="field") == 5
    assert (
        people(department=police.pk) is people(city=grandview.pk) is people(role="safety") is None
    )
    exact = gather(assessment, is_exact=True)
    assert exact.figure(trench, Place()).people == 14
    assert exact.figure(trench, Place(department=police.pk)).people == 3


def test_causes_are_counted_among_those_who_were_asked_about_them(cities, trench):
    raytown = cities["raytown"]
    assessment = worked_example(raytown, trench)
    Answer.objects.filter(respondent__role=Role.FIELD).update(barriers=["equipment", "time"])
    found = cell(close(assessment), trench, city=raytown.pk)
    assert [(cause.key, cause.named, cause.people) for cause in found.prevailing] == [
        ("equipment", 6, 11),
        ("time", 6, 11),
    ]
    assert (found.able, found.to_train, people_to_train(assessment)) == (5, 0, {})


@pytest.mark.parametrize("number", [1, 3])
def test_reading_costs_as_many_statements_for_one_topic_as_for_three(cities, trench, number):
    topics = [trench, *(TopicFactory() for _ in range(number - 1))]
    department = DepartmentFactory(organisation=cities["raytown"])
    assessment = asking(*topics)
    for topic in topics:
        say(assessment, department, Role.FIELD, topic, *TRENCH)
    close(assessment)
    with CaptureQueriesContext(connection) as queries:
        assert len(gather(assessment).topics) == number
    assert len(queries) == 3
    reader = sign_in(in_office(Office.LIAISON, cities["raytown"]))
    for url, most in (
        (reverse("training:gaps", args=[assessment.slug]) + "?by=department", 15),
        (reverse("training:gap", args=[assessment.slug, trench.slug]), 18),
        (reverse("training:gaps_csv", args=[assessment.slug]), 9),
    ):
        with CaptureQueriesContext(connection) as queries:
            answer = reader.get(url)
            b"".join(answer) if answer.streaming else answer.content
        assert (answer.status_code, len(queries)) == (200, most), url


def test_a_liaison_reads_of_the_own_city_and_a_facilitator_of_all(cities, marc, trench):
    raytown = cities["raytown"]
    assessment = worked_example(raytown, trench)
    elsewhere = DepartmentFactory(organisation=cities["grandview"], name="Streets")
    say(assessment, elsewhere, Role.FIELD, trench, *TRENCH)
    close(assessment)
    seen = {}
    for reader in (
        in_office(Office.LIAISON, raytown),
        in_office(Office.LIAISON, cities["grandview"]),
        in_office(Office.FACILITATOR, marc),
    ):
        answer = sign_in(reader).get(reverse("training:gaps_csv", args=[assessment.slug]))
        text = b"".join(answer).decode("utf-8-sig")
        seen[reader.title.split(",")[0] + reader.title[-8:]] = {
            (row["City"], row["Department"], row["Kind of work"])
            for row in csv.DictReader(io.StringIO(text))
        }
    assert list(seen.values()) == [
        {
            ("Raytown", "All", "All"),
            ("Raytown", "All", "Head of a department"),
            ("Raytown", "All", "Field staff"),
            ("Raytown", "Public works", "All"),
            ("Raytown", "Public works", "Field staff"),
        },
        {
            ("Grandview", "All", "All"),
            ("Grandview", "All", "Field staff"),
            ("Grandview", "Streets", "All"),
            ("Grandview", "Streets", "Field staff"),
        },
        {
            ("All", "All", "All"),
            ("All", "All", "Head of a department"),
            ("All", "All", "Field staff"),
            ("Raytown", "All", "All"),
            ("Raytown", "All", "Head of a department"),
            ("Raytown", "All", "Field staff"),
            ("Raytown", "Public works", "All"),
            ("Raytown", "Public works", "Field staff"),
            ("Grandview", "All", "All"),
            ("Grandview", "All", "Field staff"),
            ("Grandview", "Streets", "All"),
            ("Grandview", "Streets", "Field staff"),
        },
    ]


def test_figures_are_not_shown_while_answers_come_in(cities, marc, gti, trench):
    assessment = worked_example(cities["raytown"], trench)
    url = reverse("training:gaps", args=[assessment.slug])
    for reader in (in_office(Office.FACILITATOR, marc), in_office(Office.ANALYST, gti)):
        answer = sign_in(reader).get(url)
        assert answer.status_code == 403
        assert "nobody can tell from two looks what the last person answered" in (
            answer.content.decode()
        )


def test_every_look_at_exact_figures_is_on_record(cities, gti, trench):
    assessment = worked_example(cities["raytown"], trench)
    analyst = in_office(Office.ANALYST, gti)
    answer = sign_in(analyst).get(reverse("training:gaps_exact", args=[assessment.slug]))
    assert "Not for publication" in answer.content.decode()
    (event,) = Event.objects.about(assessment)
    assert (event.kind, event.by) == ("gaps.looked_at_exactly", analyst.user)
    with pytest.raises(PermissionDenied, match="for the Government Training Institute alone"):
        look_exactly(assessment, by=in_office(Office.LIAISON, cities["raytown"]), at=NOON)


def test_two_assessments_are_compared_topic_by_topic(cities, gti, trench):
    raytown = cities["raytown"]
    before = asking(trench, title="Spring")
    department = DepartmentFactory(organisation=raytown, name="Streets")
    say(before, department, Role.FIELD, trench, *[(5, 3)] * 5)
    close(before)
    later = asking(trench, title="Fall", opens_at=NOON, state_since=NOON)
    say(later, department, Role.FIELD, trench, *[(5, 2)] * 5)
    close(later)
    reader = sign_in(in_office(Office.LIAISON, raytown))
    page = reader.get(reverse("training:gaps_compared", args=[later.slug])).context
    assert page["before"] == before
    (line,) = page["lines"]
    assert (line.before.need_of_each, line.now.need_of_each) == (Fraction(1, 2), Fraction(3, 4))
    assert line.change == "0.25 more"
    first = reader.get(reverse("training:gaps_compared", args=[before.slug])).context
    assert (first["before"], first["lines"]) == (None, [])


def test_what_training_alone_will_not_mend_stands_apart(cities, gti, trench):
    raytown, other = cities["raytown"], TopicFactory(name="Writing and reports")
    assessment = asking(trench, other)
    department = DepartmentFactory(organisation=raytown)
    say(assessment, department, Role.FIELD, trench, *TRENCH)
    say(assessment, department, Role.OFFICE, other, *TRENCH)
    Answer.objects.filter(topic=other).update(barriers=["staffing"])
    close(assessment)
    reader = sign_in(in_office(Office.LIAISON, raytown))
    page = reader.get(reverse("training:gaps", args=[assessment.slug])).context
    assert [line.topic for line in page["lines"]] == [trench]
    assert [line.topic for line in page["apart"]] == [other]


def test_the_heads_of_the_example_concern_44_people():
    assert sum(people for *_, people in HEADS) == 44
