"""What the forms about proposals ask and offer."""

from decimal import Decimal

from django.utils.datastructures import MultiValueDict

from initiatives.forms.proposals import EditProposalForm, NewProposalForm, ScreeningForm
from initiatives.results.proposals import QUESTIONS, Answers
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import ProposalFactory


def test_a_form_asks_every_question_with_a_hint_and_marks_none_as_optional(cities):
    form = NewProposalForm(city=cities["raytown"])
    fields = {name: form.fields[name] for name in QUESTIONS}
    assert [field.label for field in fields.values()] == list(QUESTIONS.values())
    assert all(field.help_text for field in fields.values())
    assert fields["department"].help_text == "The department that would lead the work in Raytown."
    assert "(optional)" not in str(form)


def test_a_form_offers_the_own_departments_and_the_other_cities(cities):
    own = DepartmentFactory(organisation=cities["raytown"], name="Public works")
    DepartmentFactory(organisation=cities["grandview"])
    form = NewProposalForm(city=cities["raytown"])
    offered = {
        name: [label for _, label in form.fields[name].choices]
        for name in ("department", "wanted_cities")
    }
    assert offered == {
        "department": ["Choose one", own.name],
        "wanted_cities": ["Blue Springs", "Grandview", "Independence", "Lee's Summit"],
    }


def test_each_new_form_has_a_key_of_its_own(cities):
    first, second = (NewProposalForm(city=cities["raytown"])["key"].value() for _ in range(2))
    assert first != second


def test_an_empty_form_is_valid_and_answers_nothing(cities):
    form = EditProposalForm(MultiValueDict({"version": ["1"]}), city=cities["raytown"])
    assert form.is_valid()
    assert form.answers() == Answers()


def test_a_form_reads_amounts_and_lines_as_people_write_them(cities):
    typed = {
        "version": ["1"],
        "title": ["  Sweeper  "],
        "problem": [" one\r\ntwo\rthree\n"],
        "first_year_cost": ["$ 91,000"],
        "first_year_saving": ["0"],
        "wanted_cities": [str(cities["grandview"].pk)],
    }
    form = EditProposalForm(MultiValueDict(typed), city=cities["raytown"])
    assert form.is_valid()
    assert form.answers() == Answers(
        title="Sweeper",
        problem="one\ntwo\nthree",
        first_year_cost=Decimal(91000),
        first_year_saving=Decimal(0),
        wanted_cities=frozenset({cities["grandview"]}),
    )


def test_a_department_or_city_that_is_not_offered_is_refused(cities):
    foreign = DepartmentFactory(organisation=cities["grandview"])
    typed = {
        "version": ["1"],
        "department": [str(foreign.pk)],
        "wanted_cities": [str(cities["raytown"].pk)],
        "first_year_cost": ["-1"],
    }
    form = EditProposalForm(MultiValueDict(typed), city=cities["raytown"])
    assert set(form.errors) == {"department", "wanted_cities", "first_year_cost"}


def test_what_is_typed_over_a_newer_text_carries_its_version(cities):
    current = ProposalFactory(city=cities["raytown"], version=7)
    typed = MultiValueDict({"version": ["3"], "idea": ["Mine"]})
    form = EditProposalForm.typed_over(typed, current)
    assert (form["version"].value(), form["idea"].value(), typed["version"]) == ("7", "Mine", "3")


def test_accepting_needs_no_reason_and_the_other_steps_do():
    complaints = {
        step: dict(ScreeningForm(MultiValueDict({"step": [step]})).errors)
        for step in ("accept", "send_back", "decline", "steal")
    }
    why = {"reason": ["Say why, so that its authors know what to do."]}
    assert complaints["accept"] == {}
    assert complaints["send_back"] == complaints["decline"] == why
    assert list(complaints["steal"]) == ["step"]
