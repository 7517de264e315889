"""The courses: kept one by one and from files, found, and taken away."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.models import PUBLIC, Event
from collaborative.roles import Role
from collaborative.tables import read_table
from initiatives.results.tables import csv_lines
from tests.conftest import in_office, sign_in
from tests.factories.training import (
    NOON,
    CourseFactory,
    FamilyFactory,
    RequirementFactory,
    TopicFactory,
)
from training.catalogues import COLUMNS, HEADINGS, Facts, as_cells, compare, read
from training.models import Course, Family, Requirement, Topic
from training.operations import catalogue as operations
from training.operations.keeping import StaleRow
from training.operations.topics import change_topic
from training.results.catalogue import WORDS, by_code, facts_of

FACTS = Facts(
    code="SUP-101",
    title="First year as a supervisor",
    family="Supervision",
    topic="Supervision",
    level="introductory",
    hours=Decimal("7.5"),
    delivery="classroom",
    min_seats=8,
    max_seats=24,
    fixed_cost=Decimal("2400.00"),
    cost_per_seat=Decimal("15.00"),
)


def csv_of(*courses: Facts) -> bytes:
    return "".join(csv_lines(HEADINGS, (as_cells(one, WORDS) for one in courses))).encode()


def reading(content: bytes):
    table = read_table("courses.csv", content, tuple(COLUMNS.values()))
    courses, faults = read(table, WORDS)
    return [facts for _, facts in courses], [str(fault) for fault in faults]


def told() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("kind", flat=True))


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40)
NAMES = NAMES.map(lambda text: " ".join(text.split())).filter(bool)
DOLLARS = st.decimals(0, 9999999, places=2, allow_nan=False)
COURSES = st.builds(
    Facts,
    code=st.from_regex(r"\A[A-Z0-9][A-Z0-9.-]{0,19}\Z"),
    title=NAMES,
    family=NAMES,
    topic=NAMES,
    level=st.sampled_from(Course.Level.values),
    hours=st.decimals("0.01", 400, places=2, allow_nan=False),
    delivery=st.sampled_from(Course.Delivery.values),
    min_seats=st.integers(1, 500),
    max_seats=st.integers(500, 1000),
    fixed_cost=DOLLARS,
    cost_per_seat=DOLLARS,
    market_price=st.none() | DOLLARS,
    market_travel=st.none() | DOLLARS,
    instructor=NAMES | st.just(""),
    every_months=st.none() | st.integers(1, 120),
    about=NAMES | st.just(""),
    is_retired=st.booleans(),
)


@settings(max_examples=150)
@given(st.lists(COURSES, max_size=4, unique_by=lambda facts: facts.code))
def test_whatever_the_catalogue_holds_comes_back_from_its_file_unchanged(courses):
    back, faults = reading(csv_of(*courses))
    assert (back, faults) == (courses, [])
    there = {facts.code: facts for facts in courses}
    columns = [column.name for column in COLUMNS.values()]
    again = compare(list(enumerate(back)), there, columns=columns, words=WORDS)
    assert (again.to_write, len(again.same)) == ((), len(courses))


def test_every_fault_of_a_file_is_named_by_line_and_column():
    good = csv_of(FACTS, replace(FACTS, code="SUP-102")).decode()
    bad = (
        good.replace("SUP-102", "sup 102")
        .replace("7.50", "eight", 1)
        .replace("In a classroom", "Outdoors", 1)
        .replace(",8,24,", ",24,8,")
    )
    assert reading(bad.encode())[1] == [
        f"Line 2, “Format”: “Outdoors” is not one of: {', '.join(WORDS.deliveries)}.",
        "Line 2, “Hours”: “eight” is not a number; expected one as 8 or 7.5.",
        "Line 2, “Most seats”: 8 is less than the least seats, 24.",
        "Line 3, “Code”: “SUP 102” is no code; expected one as SUP-101.",
        "Line 3, “Most seats”: 8 is less than the least seats, 24.",
    ]
    assert reading(csv_of(FACTS, FACTS))[1] == [
        "Line 3, “Code”: “SUP-101” is in line 2 already. Take one line away."
    ]


def test_a_file_without_a_column_leaves_that_fact_as_it_is():
    there = {FACTS.code: replace(FACTS, about="Leading a crew.", is_retired=True)}
    found = compare([(2, FACTS)], there, columns=["Code", "Title"], words=WORDS)
    assert len(found.same) == 1
    columns = ["Code", "What people learn", "No longer offered"]
    (change,) = compare([(2, FACTS)], there, columns=columns, words=WORDS).changed
    assert [(one.heading, one.before, one.after) for one in change.differences] == [
        ("What people learn", "Leading a crew.", ""),
        ("No longer offered", "yes", "no"),
    ]


@pytest.mark.django_db
class TestKeeping:
    def test_a_course_brings_its_family_and_topic_along(self, analyst):
        course = operations.add_course(FACTS, by=analyst, at=NOON)
        assert facts_of(course) == FACTS
        assert told() == ["family.added", "topic.added", "course.added"]
        other = replace(FACTS, code="SUP-102", family="SUPERVISION")
        operations.add_course(other, by=analyst, at=NOON)
        assert (Family.objects.count(), Topic.objects.count()) == (1, 1)
        with pytest.raises(StaleRow):
            operations.add_course(FACTS, by=analyst, at=NOON)

    def test_what_differs_is_written_and_told_and_the_same_again_is_nothing(self, analyst):
        course = operations.add_course(FACTS, by=analyst, at=NOON)
        after = replace(FACTS, hours=Decimal(8), title="Second year")
        changed = operations.change_course(course, facts=after, revision=1, by=analyst, at=NOON)
        assert (facts_of(changed), changed.revision) == (after, 2)
        event = Event.objects.get(kind="course.changed")
        assert event.detail["changed"] == {
            "title": ["First year as a supervisor", "Second year"],
            "hours": ["7.50", "8"],
        }
        operations.change_course(course, facts=after, revision=2, by=analyst, at=NOON)
        assert Event.objects.filter(kind="course.changed").count() == 1

    def test_whoever_read_an_older_course_writes_nothing(self, analyst):
        course = operations.add_course(FACTS, by=analyst, at=NOON)
        operations.retire(course, revision=1, by=analyst, at=NOON)
        with pytest.raises(StaleRow):
            operations.change_course(
                course, facts=replace(FACTS, title="Late"), revision=1, by=analyst, at=NOON
            )
        course.refresh_from_db()
        assert (course.title, course.is_retired) == (FACTS.title, True)
        operations.resume(course, revision=2, by=analyst, at=NOON)
        course.refresh_from_db()
        assert not course.is_retired

    @pytest.mark.parametrize("who", ["liaison", "facilitator", "public"])
    def test_nobody_but_the_analyst_keeps_it(self, request, who, cities):
        actor = PUBLIC if who == "public" else None
        if who == "liaison":
            actor = request.getfixturevalue("liaison_of")(cities["raytown"])
        elif who == "facilitator":
            actor = request.getfixturevalue("facilitator")
        with pytest.raises(PermissionDenied, match="Ask the training analyst"):
            operations.add_course(FACTS, by=actor, at=NOON)

    def test_a_topic_keeps_what_belongs_to_it_under_another_name(self, analyst):
        course = operations.add_course(FACTS, by=analyst, at=NOON)
        change_topic(
            course.topic,
            name="Leading people",
            about="",
            is_safety=False,
            is_retired=False,
            revision=1,
            by=analyst,
            at=NOON,
        )
        assert by_code()["SUP-101"].topic.name == "Leading people"

    @pytest.mark.parametrize("code", ["new", "a/b", "A B", "", "-A"])
    def test_the_database_takes_no_code_that_is_no_address(self, code):
        with pytest.raises(IntegrityError, match="code_can_stand"), transaction.atomic():
            CourseFactory(code=code)

    @pytest.mark.parametrize("basis", ["state", "insurer", "city"])
    def test_no_requirement_is_without_its_source(self, basis, cities):
        with pytest.raises(IntegrityError, match="names_its_source"), transaction.atomic():
            RequirementFactory(basis=basis, source="", city=cities["raytown"])
        RequirementFactory(basis="practice", source="")


@pytest.mark.django_db
class TestLoading:
    url = "/training/courses/load/"

    def sent(self, client, content, name="courses.csv"):
        file = io.BytesIO(content)
        file.name = name
        return client.post(self.url, {"file": file})

    def test_first_it_is_shown_then_written_and_the_same_file_twice_changes_nothing(self, analyst):
        operations.add_course(FACTS, by=analyst, at=NOON)
        client = sign_in(analyst)
        content = csv_of(
            replace(FACTS, hours=Decimal(8)), replace(FACTS, code="WRI-1", topic="Writing")
        )
        before = Event.objects.count()
        shown = self.sent(client, content)
        page = shown.content.decode()
        assert "1 new, 1 changed, 0 the same." in page
        assert "topic “Writing”" in page
        assert (Course.objects.count(), Event.objects.count()) == (1, before)
        answer = client.post(self.url, {"shown": shown.context["shown"]}, follow=True)
        assert "1 course added and 1 changed." in answer.content.decode()
        assert sorted(by_code()) == ["SUP-101", "WRI-1"]
        assert Course.objects.get(code="SUP-101").hours == Decimal(8)
        again = self.sent(client, content).context["compared"]
        assert (again.to_write, len(again.same)) == ((), 2)

    def test_nothing_is_written_while_a_single_line_is_wrong(self, analyst):
        content = csv_of(replace(FACTS, code="A-1"), FACTS).replace(b"7.50", b"eight", 1)
        answer = self.sent(sign_in(analyst), content)
        assert (answer.status_code, Course.objects.count()) == (422, 0)
        assert "Line 2, “Hours”: “eight” is not a number" in answer.content.decode()

    @pytest.mark.parametrize("meanwhile", ["changed", "added", "forged", "somebody else's"])
    def test_what_was_shown_is_written_only_while_it_holds(self, analyst, gti, meanwhile):
        operations.add_course(FACTS, by=analyst, at=NOON)
        client = sign_in(analyst)
        content = csv_of(replace(FACTS, hours=Decimal(8)), replace(FACTS, code="WRI-1"))
        shown = self.sent(client, content).context["shown"]
        if meanwhile == "changed":
            course = Course.objects.get()
            operations.retire(course, revision=1, by=analyst, at=NOON)
        elif meanwhile == "added":
            operations.add_course(replace(FACTS, code="WRI-1"), by=analyst, at=NOON)
        elif meanwhile == "forged":
            shown = shown.replace(":", "x:", 1)
        else:
            client = sign_in(in_office(Role.ANALYST, gti))
        before = Event.objects.count()
        answer = client.post(self.url, {"shown": shown})
        assert (answer.status_code, Event.objects.count()) == (409, before)
        assert Course.objects.get(code="SUP-101").hours == Decimal("7.50")

    def test_a_workbook_that_goes_out_comes_in_again_unchanged(self, analyst):
        operations.add_course(replace(FACTS, about="=1+1\n@x", title="+1"), by=analyst, at=NOON)
        CourseFactory(market_price=None, every_months=12)
        client = sign_in(analyst)
        content = b"".join(client.get(reverse("training:courses_xlsx")).streaming_content)
        compared = self.sent(client, content, "courses.xlsx").context["compared"]
        assert (compared.to_write, len(compared.same)) == ((), 2)

    def test_the_command_looks_first_and_names_the_first_fault(self, tmp_path, capsys):
        file = tmp_path / "courses.csv"
        file.write_bytes(csv_of(FACTS))
        call_command("load_courses", str(file), dry_run=True)
        assert Course.objects.count() == 0
        call_command("load_courses", str(file))
        call_command("load_courses", str(file))
        assert capsys.readouterr().out.splitlines() == [
            "SUP-101: new",
            "1 new, 0 changed, 0 the same; nothing was written",
            "SUP-101: new",
            "1 new, 0 changed, 0 the same",
            "0 new, 0 changed, 1 the same",
        ]
        file.write_bytes(csv_of(FACTS).replace(b"7.50", b"eight"))
        with pytest.raises(CommandError, match="Line 2, “Hours”: “eight”") as refused:
            call_command("load_courses", str(file))
        assert refused.value.returncode == 2


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("count", [1, 3])
    @pytest.mark.parametrize(
        ("route", "queries"),
        [
            ("training:courses", 7),
            ("training:courses_csv", 4),
            ("training:topics", 5),
            ("training:requirements", 4),
        ],
    )
    def test_lists_cost_the_same_for_one_and_for_three(
        self, analyst, django_assert_num_queries, route, queries, count
    ):
        for _ in range(count):
            RequirementFactory(topic=CourseFactory().topic)
        client = sign_in(analyst)
        with django_assert_num_queries(queries):
            answer = client.get(reverse(route))
            b"".join(answer)

    def test_the_finder_keeps_what_fits_all_that_was_asked(self, analyst):
        trench = TopicFactory(slug="trench", name="Trench")
        safety = FamilyFactory(slug="safety", name="Safety")
        wanted = CourseFactory(
            code="TR-1", title="Shoring", topic=trench, family=safety, level="advanced"
        )
        CourseFactory(code="TR-2", topic=trench, is_retired=True)
        CourseFactory(code="SUP-1", family=safety, delivery="online")
        client = sign_in(analyst)

        def codes(query):
            page = client.get(reverse("training:courses"), query).context["page"]
            return [course.code for course in page]

        assert codes({}) == ["SUP-1", "TR-1"]
        assert codes({"retired": "on"}) == ["SUP-1", "TR-1", "TR-2"]
        assert codes({"topic": "trench"}) == [wanted.code]
        assert codes({"family": "safety", "delivery": "online"}) == ["SUP-1"]
        assert codes({"q": "safety shor", "level": "advanced"}) == [wanted.code]
        assert codes({"q": "nothing"}) == []

    def test_an_edited_course_that_changed_meanwhile_keeps_what_was_typed(self, analyst):
        course = operations.add_course(FACTS, by=analyst, at=NOON)
        client = sign_in(analyst)
        url = reverse("training:edit_course", args=[course.code])
        form = client.get(url).context["form"]
        typed = {name: value for name, value in form.initial.items() if value is not None}
        typed |= {"title": "Mine", "revision": "1"}
        operations.retire(course, revision=1, by=analyst, at=NOON)
        late = client.post(url, typed)
        assert late.status_code == 409
        assert late.context["form"]["title"].value() == "Mine"
        typed["revision"] = late.context["form"]["revision"].value()
        assert client.post(url, typed).status_code == 302
        course.refresh_from_db()
        assert (course.title, course.is_retired, course.revision) == ("Mine", True, 3)

    def test_a_requirement_is_added_with_its_basis_and_refused_without(self, analyst):
        topic = TopicFactory()
        client = sign_in(analyst)
        typed = {"name": "Shoring", "topic": topic.pk, "basis": "state", "whom": "Crews"}
        refused = client.post(reverse("training:new_requirement"), typed)
        assert "Name the rule, contract or policy" in refused.content.decode()
        assert Requirement.objects.count() == 0
        typed["source"] = "Sample rule, section 1"
        client.post(reverse("training:new_requirement"), typed)
        page = client.get(reverse("training:requirements")).content.decode()
        assert "State rule: Sample rule, section 1." in page

    def test_a_course_says_what_asks_for_it(self, analyst):
        course = CourseFactory()
        RequirementFactory(topic=course.topic, name="Shoring", basis="practice", every_months=24)
        RequirementFactory(topic=course.topic, name="Repealed", is_retired=True)
        page = sign_in(analyst).get(course.get_absolute_url()).content.decode()
        assert "Shoring" in page
        assert "Good practice. Good for 24 months." in " ".join(page.split())
        assert "Repealed" not in page
