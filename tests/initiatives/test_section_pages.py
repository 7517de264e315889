"""The list of sections and the sections' own pages: what is asked first, what is folded away."""

from datetime import UTC, datetime

import pytest

from collaborative import wording
from initiatives.forms.sections import SectionForm
from initiatives.operations import writing
from initiatives.questions import SECTIONS
from initiatives.results.proposals import names_for, needed_in
from initiatives.results.tasks import neighbours, tasks
from tests.conftest import sign_in
from tests.factories.proposals import ProposalFactory
from tests.initiatives.drafting import open_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(
        city=cities["raytown"], author=author.user, text={"how__independence": "By hand."}
    )


def form_of(draft, key):
    return SectionForm(
        section=SECTIONS[key], names=names_for(draft), text=draft.draft, base=draft.version
    )


def test_the_writers_own_city_comes_first_and_what_is_empty_is_folded_away(draft):
    rows = form_of(draft, "today").for_writer({"grandview"})
    assert [(row.city.slug, row.is_folded) for row in rows] == [
        ("grandview", False),
        ("raytown", False),
        ("blue-springs", True),
        ("independence", False),
        ("lees-summit", True),
    ]


def test_costs_and_savings_are_apart_each_with_the_sum_of_its_first_year(draft):
    groups = form_of(draft, "money").figures(draft.draft)
    assert [(group.title, wording.dollars(group.total)) for group in groups] == [
        ("Costs", "$91,000.00"),
        ("Savings", "$12,500.00"),
    ]
    assert [field.name for field in groups[0].fields] == [
        "one_time_cost_cash",
        "one_time_cost_in_kind",
        "yearly_cost_cash",
        "yearly_cost_in_kind",
    ]


def test_a_box_for_prose_is_tied_to_its_hint_and_its_counter(draft):
    box = form_of(draft, "idea")["idea"]
    assert box.aria_describedby == "id_idea_helptext id_idea_count"
    page = str(box.as_field_group())
    assert 'aria-describedby="id_idea_helptext id_idea_count"' in page
    assert (
        '<span class="usa-hint" id="id_idea_count" data-counter-for="id_idea">2 words; about 250 '
        "are usual</span>"
    ) in page


def test_what_is_needed_of_a_section_is_named(draft):
    assert needed_in(SECTIONS["problem"], names_for(draft)) == ["The problem", "Who feels it"]
    assert needed_in(SECTIONS["today"], names_for(draft)) == ["How Raytown does it"]


def test_the_sections_before_and_after_are_those_of_the_list():
    assert neighbours(SECTIONS["about"]) == (None, SECTIONS["problem"])
    assert neighbours(SECTIONS["files"]) == (SECTIONS["success"], None)


def test_each_section_says_who_changed_it_last_in_one_question(
    draft, author, django_assert_num_queries
):
    writing.save(draft, answers={"risks": "Rain."}, base=1, by=author, at=NOON)
    draft.refresh_from_db()
    names = names_for(draft)
    with django_assert_num_queries(1):
        listed = {task.progress.section.key: task for task in tasks(draft, names)}
    assert (listed["risks"].last.name, listed["risks"].last.at) == (str(author.user), NOON)
    assert (listed["files"].last, listed["risks"].tone, listed["sharing"].tone) == (
        None,
        "good",
        "waiting",
    )


@pytest.mark.parametrize(
    ("press", "where"),
    [
        ("stay", "edit/idea/"),
        ("next", "edit/today/"),
        ("anything", "edit/"),
    ],
)
def test_a_save_leads_on_back_or_nowhere(draft, author, press, where):
    answer = open_section(author, draft).save(press=press, idea="Mine.")
    assert (answer.status_code, answer.url) == (302, f"/proposals/{draft.reference}/{where}")


def test_the_last_section_leads_on_to_the_files(draft, author):
    answer = open_section(author, draft, "success").save(press="next", measures="Hours.")
    assert answer.url == f"/proposals/{draft.reference}/attachments/add/"


def test_a_closed_section_sends_its_reader_to_the_proposal(cities, author):
    closed = ProposalFactory(city=cities["raytown"], author=author.user, state="submitted")
    answer = sign_in(author).get(f"/proposals/{closed.reference}/edit/idea/")
    assert (answer.status_code, answer.url) == (302, f"/proposals/{closed.reference}/")


@pytest.mark.parametrize(("hour", "said"), [(6, "12:05 am"), (18, "12:05 pm"), (20, "2:05 pm")])
def test_the_time_of_day_is_said_in_the_cities_zone(hour, said):
    assert wording.clock(datetime(2026, 3, 2, hour, 5, tzinfo=UTC)) == said
