"""What a proposal says, in words, and how far it is."""

import pytest

from initiatives.questions import SECTIONS, TICKED
from initiatives.results.proposals import (
    Missing,
    in_words,
    keys_in,
    missing,
    names_for,
    parts,
    progress,
)
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import ProposalFactory

GONE = "A department that is no longer listed"


@pytest.fixture
def works(cities):
    return DepartmentFactory(organisation=cities["raytown"], name="Public works")


@pytest.fixture
def proposal(cities, works):
    return ProposalFactory(
        city=cities["raytown"],
        title="Shared street sweeper",
        text={
            "department": str(works.pk),
            "how__grandview": "A neighbor helps.",
            "staff__raytown": "2.5",
            "wanted__lees-summit": TICKED,
            "wanted__grandview": TICKED,
        },
    )


@pytest.fixture
def names(proposal):
    return names_for(proposal)


def words(proposal, names) -> dict[str, str]:
    return {
        answer.question: answer.text
        for part in parts(proposal.draft, names)
        for answer in part.answers
    }


def test_the_names_take_two_queries(proposal, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = names_for(proposal)
    assert [str(city) for city in found.others] == [
        "Blue Springs",
        "Grandview",
        "Independence",
        "Lee's Summit",
    ]
    assert list(found.departments.values()) == ["Public works"]


def test_every_section_but_the_files_says_its_answers_in_words(proposal, names):
    told = parts(proposal.draft, names)
    assert [part.section.key for part in told] == [key for key in SECTIONS if key != "files"]
    assert words(proposal, names) == {
        "Title": "Shared street sweeper",
        "Kind of service": "Fleet and facilities",
        "Lead department": "Public works",
        "The problem": "Sample problem.",
        "Who feels it": "Sample crews.",
        "The idea": "Sample idea.",
        "How Raytown does it": "Sample service.",
        "Staff in Raytown": "2.5",
        "How Grandview does it": "A neighbor helps.",
        "What would be shared": "Sample machines.",
        "Other cities wanted": "Grandview, Lee's Summit",
        "One-time cost, in cash": "$1,000.00",
        "Cost each year, in cash": "$90,000.00",
        "Saving each year, in cash": "$12,500.00",
        "Cost in the first year, all together": "$91,000.00",
        "Saving in the first year, all together": "$12,500.00",
        "Risks, and what could stop it": "Sample risks.",
        "People and departments affected": "Sample departments.",
        "Legal basis": "Sections 70.210 to 70.320, RSMo.",
        "Measures of success": "Sample measures.",
    }


def test_a_text_without_figures_has_no_sum_and_without_other_cities_no_part_of_theirs(
    cities, works
):
    empty = ProposalFactory(city=cities["raytown"], draft={})
    told = words(empty, names_for(empty))
    assert "Cost in the first year, all together" not in told
    assert [question for question in told if "Grandview" in question] == []
    assert set(told.values()) == {""}


def test_running_text_is_marked_as_such_and_nothing_else(proposal, names):
    prose = {
        answer.key
        for part in parts(proposal.draft, names)
        for answer in part.answers
        if answer.is_prose
    }
    assert prose == {
        "problem",
        "who_feels_it",
        "idea",
        "how__raytown",
        "how__grandview",
        "shared",
        "risks",
        "people_affected",
        "legal_basis",
        "measures",
    }


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("category", "fleet", "Fleet and facilities"),
        ("category", "nonsense", "nonsense"),
        ("department", "0", GONE),
        ("yearly_cost_cash", "$ 12 500.5", "$12,500.50"),
        ("yearly_cost_cash", "about nine", "about nine"),
        ("yearly_cost__raytown", "9", "$9.00"),
        ("staff__raytown", "2.5", "2.5"),
        ("idea", "<b>Buy</b>", "<b>Buy</b>"),
        ("idea", "", ""),
        ("nonsense", "x", ""),
    ],
)
def test_an_answer_in_words(key, value, said, names):
    assert in_words(key, value, names) == said


def test_the_keys_of_a_section_come_city_by_city_the_lead_first(names):
    assert list(keys_in(SECTIONS["sharing"], names)) == [
        "shared",
        "wanted__blue-springs",
        "wanted__grandview",
        "wanted__independence",
        "wanted__lees-summit",
    ]
    today = list(keys_in(SECTIONS["today"], names))
    assert today[:5] == [
        "how__raytown",
        "yearly_cost__raytown",
        "staff__raytown",
        "level__raytown",
        "how__blue-springs",
    ]
    assert len(today) == 20


# What is missing ---------------------------------------------------------------------------


def test_a_whole_text_misses_nothing(proposal, names):
    assert missing(proposal.draft, names) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"idea": ""}, Missing("idea", "idea", "Describe the idea.")),
        (
            {"how__raytown": ""},
            Missing("how__raytown", "today", "Describe how Raytown does it today."),
        ),
        (
            {"yearly_cost__grandview": "some"},
            Missing(
                "yearly_cost__grandview",
                "today",
                "What it costs Grandview in a year: Enter an amount in dollars, such as 12,500.00, "
                "without words.",
            ),
        ),
        (
            {"category": "nonsense"},
            Missing("category", "about", "Choose the kind of service."),
        ),
        (
            {"department": "0"},
            Missing("department", "about", "Choose the department that leads."),
        ),
    ],
)
def test_what_keeps_a_text_back_is_told_with_its_place(changes, expected, proposal, names):
    assert missing(proposal.draft | changes, names) == [expected]


def test_a_choice_of_a_city_without_departments_keeps_nothing_back(cities):
    bare = ProposalFactory(city=cities["raytown"], text={"wanted__grandview": TICKED})
    assert missing(bare.draft | {"department": "7"}, names_for(bare)) == []


def test_progress_counts_what_is_needed_and_says_how_far_each_section_is(names):
    text = {
        "title": "Sweeper",
        "category": "fleet",
        "problem": "P.",
        "who_feels_it": "W.",
        "level__raytown": "Slow.",
        "wanted__grandview": TICKED,
        "yearly_cost_cash": "nine",
        "unions": "None.",
    }
    told = [(one.section.key, one.given, one.needed, one.words) for one in progress(text, names)]
    assert told == [
        ("about", 2, 3, "In progress"),
        ("problem", 2, 2, "Complete"),
        ("idea", 0, 1, "Not started"),
        ("today", 0, 1, "In progress"),
        ("sharing", 1, 2, "In progress"),
        ("money", 0, 3, "In progress"),
        ("risks", 0, 1, "Not started"),
        ("people", 0, 1, "In progress"),
        ("law", 0, 1, "Not started"),
        ("success", 0, 1, "Not started"),
        ("files", 0, 0, "Optional"),
    ]


def test_a_wrong_answer_beside_the_needed_ones_leaves_their_count(proposal, names):
    (today,) = [
        one
        for one in progress(proposal.draft | {"staff__grandview": "two"}, names)
        if one.section.key == "today"
    ]
    assert (today.given, today.needed, today.words, len(today.missing)) == (1, 1, "In progress", 1)
