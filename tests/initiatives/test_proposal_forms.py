"""What the forms about proposals ask and offer."""

import pytest
from django.utils.datastructures import MultiValueDict

from initiatives.forms.sections import SectionForm, StartForm
from initiatives.questions import QUESTIONS, SECTIONS, TICKED, questions_in
from initiatives.results.proposals import names_of
from tests.factories.cities import DepartmentFactory

WRITTEN = [key for key in SECTIONS if key != "files"]


@pytest.fixture
def names(cities):
    DepartmentFactory(organisation=cities["raytown"], name="Public works")
    return names_of(cities["raytown"])


def asked(section, names, typed=None, text=None, base=3):
    """The form of one section; `typed` as a browser sends it."""
    data = None if typed is None else MultiValueDict({"base": [str(base)], **typed})
    return SectionForm(data, section=SECTIONS[section], names=names, text=text or {}, base=base)


def shown(form) -> list[str]:
    return [name for name in form.fields if name != "base"]


@pytest.mark.parametrize("section", WRITTEN)
def test_a_section_asks_its_questions_with_their_hints_and_marks_none_as_optional(section, names):
    form = asked(section, names)
    of_the_proposal = {
        question.key: (question.words, question.hint.format(city="Raytown"))
        for question in questions_in(section)
        if not question.is_per_city
    }
    assert {
        name: (form.fields[name].label, form.fields[name].help_text) for name in of_the_proposal
    } == of_the_proposal
    assert ("(optional)" in str(form), "required" in str(form)) == (False, False)
    assert {field.required for name, field in form.fields.items() if name != "base"} == {False}


def test_every_city_is_asked_about_its_service_today_the_lead_first(names):
    form = asked("today", names)
    cities = [str(city) for city, _ in form.by_city()]
    assert cities == ["Raytown", "Blue Springs", "Grandview", "Independence", "Lee's Summit"]
    _, fields = form.by_city()[2]
    assert [(field.name, field.label) for field in fields] == [
        ("how__grandview", "How Grandview does it"),
        ("yearly_cost__grandview", "What it costs Grandview in a year"),
        ("staff__grandview", "Staff in Grandview"),
        ("level__grandview", "Level of service in Grandview"),
    ]
    assert len(shown(form)) == 20


def test_the_own_departments_and_the_other_cities_are_offered(names, cities):
    DepartmentFactory(organisation=cities["grandview"], name="Parks")
    offered = {
        name: [label for _, label in asked(section, names).fields[name].choices]
        for section, name in (("about", "department"), ("sharing", "wanted"))
    }
    assert offered == {
        "department": ["Choose one", "Public works"],
        "wanted": ["Blue Springs", "Grandview", "Independence", "Lee's Summit"],
    }


def test_what_was_answered_so_far_stands_in_the_form(names):
    text = {"shared": "Machines.", "wanted__grandview": TICKED, "idea": "Elsewhere."}
    form = asked("sharing", names, text=text, base=7)
    assert {name: form[name].value() for name in form.fields} == {
        "base": 7,
        "shared": "Machines.",
        "wanted": ["grandview"],
    }


def test_boxes_fit_what_they_ask_for(names):
    attrs = {
        name: asked(section, names).fields[name].widget.attrs
        for section, name in (
            ("idea", "idea"),
            ("today", "staff__raytown"),
            ("money", "yearly_cost_cash"),
        )
    }
    assert attrs["idea"]["data-usual-words"] == str(QUESTIONS["idea"].usual)
    assert (
        attrs["staff__raytown"]["inputmode"] == attrs["yearly_cost_cash"]["inputmode"] == "decimal"
    )


def test_an_empty_section_is_saved_as_answers_taken_away(names):
    form = asked("sharing", names, typed={"shared": [""], "asked": ["wanted"]})
    assert form.is_valid()
    assert form.typed() == dict.fromkeys(
        [
            "shared",
            "wanted__blue-springs",
            "wanted__grandview",
            "wanted__independence",
            "wanted__lees-summit",
        ],
        "",
    )


def test_what_is_typed_is_read_by_the_answers_keys_as_typed(names):
    form = asked(
        "today",
        names,
        typed={
            "how__raytown": [" one\r\ntwo\rthree\n"],
            "yearly_cost__raytown": ["  $ 91,000 "],
            "staff__grandview": ["about two"],
        },
    )
    assert form.is_valid()
    assert {key: text for key, text in form.typed().items() if text} == {
        "how__raytown": "one\ntwo\nthree",
        "yearly_cost__raytown": "$ 91,000",
        "staff__grandview": "about two",
    }


@pytest.mark.parametrize("section", WRITTEN)
def test_whatever_is_typed_in_a_box_is_taken(section, names):
    chosen = {"category", "department", "wanted"}
    boxes = [name for name in shown(asked(section, names)) if name not in chosen]
    form = asked(section, names, typed={name: ["<b>\0" + "x" * 20_000] for name in boxes})
    assert form.is_valid()
    typed = form.typed()
    assert {name: typed[name] for name in boxes} == dict.fromkeys(boxes, "<b>" + "x" * 20_000)


def test_a_choice_that_is_not_offered_is_pointed_out_and_not_typed(names, cities):
    foreign = DepartmentFactory(organisation=cities["grandview"])
    about = asked(
        "about",
        names,
        typed={"title": ["Sweeper"], "category": ["stolen"], "department": [str(foreign.pk)]},
    )
    assert (about.is_valid(), set(about.errors)) == (False, {"category", "department"})
    assert about.typed() == {"title": "Sweeper"}
    sharing = asked("sharing", names, typed={"shared": ["Machines."], "wanted": ["raytown"]})
    assert (sharing.is_valid(), set(sharing.errors)) == (False, {"wanted"})
    assert sharing.typed() == {"shared": "Machines."}


def test_what_keeps_an_answer_back_is_said_beside_it(names):
    form = asked(
        "money",
        names,
        typed={
            "yearly_cost_cash": ["about nine"],
            "yearly_saving_cash": ["9"],
            "money_basis": ["x" * 10_001],
        },
    )
    assert form.is_valid()
    form.point_out()
    assert form.errors == {
        "yearly_cost_cash": [
            "Enter an amount in dollars, such as 12,500.00, without words.",
        ],
        "money_basis": [
            (
                "This answer has 10,001 characters; it can be sent in with 10,000. Take 1 away, or "
                "put the rest in a file."
            )
        ],
    }
    assert form["yearly_cost_cash"].value() == "about nine"


def test_a_form_that_is_shown_again_is_over_the_text_that_was_saved(names):
    sent = {
        "shared": ["x" * 10_001],
        "wanted": ["grandview", "raytown-north"],
        "asked": ["wanted"],
    }
    form = asked("sharing", names, typed=sent, base=1)
    form.is_valid()
    again = form.over({"shared": "x" * 10_001, "wanted__independence": TICKED}, 4)
    assert (again["base"].value(), list(again.errors)) == ("4", ["wanted", "shared"])
    form = asked("sharing", names, typed={**sent, "wanted": ["grandview"]}, base=1)
    form.is_valid()
    again = form.over({"shared": "Theirs.", "wanted__independence": TICKED}, 4)
    assert (again["shared"].value(), again["wanted"].value(), again.errors) == (
        "Theirs.",
        ["independence"],
        {},
    )


def test_a_page_without_its_version_is_none_to_be_trusted(names):
    for base in ([], ["-1"], ["x"], [str(2**31)]):
        form = SectionForm(
            MultiValueDict({"base": base, "idea": ["Mine."]}),
            section=SECTIONS["idea"],
            names=names,
            text={},
            base=3,
        )
        assert (form.is_valid(), "base" in form.cleaned_data, form.typed()) == (
            False,
            False,
            {"idea": "Mine."},
        )


def test_each_start_has_a_key_of_its_own_and_needs_a_title():
    first, second = (StartForm()["key"].value() for _ in range(2))
    assert first != second
    form = StartForm(MultiValueDict({"title": [" "], "key": [str(first)]}))
    assert list(form.errors) == ["title"]
