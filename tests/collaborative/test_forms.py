"""How forms look and what they say when something is wrong."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import timezone
from lxml import html

from collaborative.forms import (
    DateInput,
    DateTimeInput,
    MoneyField,
    Problem,
    Renderer,
    WholeNumberInput,
    problems,
    sentences,
    target,
)

CITIES = [("independence", "Independence"), ("raytown", "Raytown")]


class Everything(forms.Form):
    """One of each kind of field."""

    title = forms.CharField(help_text="In ten words or fewer.")
    problem = forms.CharField(label="What is the problem?", widget=forms.Textarea)
    category = forms.ChoiceField(choices=[("", "Choose one"), ("training", "Training")])
    mark = forms.ChoiceField(choices=[("0", "None"), ("5", "All")], widget=forms.RadioSelect)
    cities = forms.MultipleChoiceField(choices=CITIES, widget=forms.CheckboxSelectMultiple)
    file = forms.FileField()
    known = forms.BooleanField(label="The city manager knows")
    mail = forms.EmailField(required=False)
    cost = MoneyField(required=False, help_text="US dollars.")
    secret = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The cost is more than the saving.")


def drawn(form):
    """A form as a tree of elements."""
    return html.fragment_fromstring(str(form), create_parent="form")


def described(tree):
    """Ids that some element says it is described by, labelled by or labels."""
    refs = tree.xpath("//@aria-describedby | //@aria-labelledby | //@for")
    return {name for ref in refs for name in ref.split()}


@pytest.mark.parametrize("data", [None, {}, {"title": "Road salt", "secret": "x"}])
def test_every_reference_has_its_element_and_every_id_is_there_once(data):
    tree = drawn(Everything(data))
    ids = tree.xpath("//@id")
    assert described(tree) - set(ids) == set()
    assert len(ids) == len(set(ids))


def test_every_box_has_a_label_or_a_legend():
    tree = drawn(Everything())
    labelled = set(tree.xpath("//label/@for"))
    boxes = tree.xpath(
        "//*[self::input or self::select or self::textarea][not(@type='hidden')]/@id"
    )
    assert set(boxes) - labelled == set()
    assert [" ".join(legend.text_content().split()) for legend in tree.xpath("//legend")] == [
        "Mark",
        "Cities",
    ]


def test_a_box_is_described_by_its_hint_and_its_error():
    tree = drawn(Everything({}))
    box = tree.get_element_by_id("id_title")
    assert dict(box.attrib) == {
        "type": "text",
        "name": "title",
        "required": "",
        "aria-invalid": "true",
        "aria-describedby": "id_title_helptext id_title_error",
        "id": "id_title",
        "class": "usa-input",
    }
    assert tree.get_element_by_id("id_title_helptext").text_content() == "In ten words or fewer."
    error = tree.get_element_by_id("id_title_error").text_content()
    assert " ".join(error.split()) == "Error: Title: fill this in."


def test_a_group_of_buttons_is_described_on_its_fieldset():
    tree = drawn(Everything({}))
    fieldset = tree.get_element_by_id("id_mark").getparent()
    assert (fieldset.tag, fieldset.get("aria-describedby")) == ("fieldset", "id_mark_error")


def test_what_need_not_be_filled_in_says_so_and_nothing_wears_a_star():
    labels = {
        " ".join(label.text_content().split()) for label in drawn(Everything()).xpath("//label")
    }
    assert labels == {
        "Title",
        "What is the problem?",
        "Category",
        "None",
        "All",
        "Independence",
        "Raytown",
        "File",
        "The city manager knows",
        "Mail (optional)",
        "Cost (optional)",
    }


def test_a_form_whose_answers_are_needed_later_marks_nothing_as_optional():
    form = Everything()
    form.may_wait = True
    assert drawn(form).find_class("portal-optional") == []


@pytest.mark.parametrize(
    ("name", "dress"),
    [
        ("id_title", "usa-input"),
        ("id_problem", "usa-textarea"),
        ("id_category", "usa-select"),
        ("id_mark_0", "usa-radio__input"),
        ("id_cities_1", "usa-checkbox__input"),
        ("id_file", "portal-file"),
        ("id_known", "usa-checkbox__input"),
        ("id_mail", "usa-input"),
        ("id_cost", "usa-input"),
    ],
)
def test_every_widget_wears_the_design_system(name, dress):
    assert drawn(Everything()).get_element_by_id(name).get("class") == dress


def test_a_widgets_own_class_stays_beside_the_design_systems():
    widget = forms.TextInput({"class": "narrow"})
    for _drawing in (1, 2):
        box = html.fragment_fromstring(widget.render("a", "", renderer=Renderer()))
        assert box.get("class") == "narrow usa-input"


def test_each_part_of_a_widget_of_several_boxes_is_dressed():
    widget = forms.SplitDateTimeWidget()
    tree = html.fragment_fromstring(
        widget.render("when", None, renderer=Renderer()), create_parent=True
    )
    assert tree.xpath("//input/@class") == ["usa-input", "usa-input"]


def test_a_list_from_which_nothing_is_chosen_says_so_in_words():
    class Chooser(forms.Form):
        city = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, *CITIES])

    assert drawn(Chooser()).xpath("//option/text()") == [
        "Choose one",
        "Independence",
        "Raytown",
    ]


def test_a_file_that_is_there_can_be_seen_replaced_and_removed():
    class Kept(forms.Form):
        file = forms.FileField(required=False)

    file = SimpleUploadedFile("budget.pdf", b"")
    file.url = "/files/budget.pdf"
    tree = drawn(Kept(initial={"file": file}))
    assert tree.xpath("//a/@href") == ["/files/budget.pdf"]
    assert tree.xpath("//label[@for='file-clear_id']/text()") == ["Remove this file"]


def test_a_formsets_rows_are_numbered_boxes():
    class Row(forms.Form):
        name = forms.CharField()

    formset = forms.formset_factory(Row, extra=2)()
    tree = drawn(formset)
    assert tree.xpath("//fieldset/legend/text()") == ["Row 1", "Row 2"]
    assert "form-TOTAL_FORMS" in tree.xpath("//input[@type='hidden']/@name")


def test_the_hidden_fields_are_drawn_without_a_label():
    tree = drawn(Everything())
    assert tree.xpath("//input[@type='hidden']/@name") == ["secret"]


# What is wrong -------------------------------------------------------------------------------


def test_each_problem_says_what_where_and_what_to_do_in_the_order_of_the_page():
    assert problems(Everything({})) == [
        Problem("The cost is more than the saving.", ""),
        Problem("Title: fill this in.", "id_title"),
        Problem("What is the problem: fill this in.", "id_problem"),
        Problem("Category: choose one.", "id_category"),
        Problem("Mark: choose one.", "id_mark_0"),
        Problem("Cities: choose at least one.", "id_cities_0"),
        Problem("File: choose a file.", "id_file"),
        Problem("The city manager knows: tick this box.", "id_known"),
        Problem("Secret: fill this in.", ""),
    ]


def test_a_form_nobody_sent_has_no_problem():
    assert problems(Everything()) == []


def test_a_fields_own_words_for_a_missing_value_are_kept():
    class Own(forms.Form):
        title = forms.CharField(error_messages={"required": "Give the idea a name."})

    assert sentences(Own({})["title"]) == ["Give the idea a name."]


def test_other_errors_speak_for_themselves():
    class Short(forms.Form):
        mail = forms.EmailField(label="E-mail address")

    assert sentences(Short({"mail": "x"})["mail"]) == ["Enter a valid email address."]


def test_the_way_to_a_box_in_a_form_without_ids_is_no_way():
    assert target(Everything(auto_id=False)["mark"]) == ""


class Weight(forms.Form):
    """A criterion's row."""

    name = forms.CharField()


class Weights(forms.BaseFormSet):
    """Rows that must agree among themselves."""

    def clean(self):
        raise forms.ValidationError("The weights add up to 90; they must add up to 100.")


def test_a_formsets_problems_are_its_own_and_then_its_rows_except_those_struck_out():
    rows = forms.formset_factory(Weight, formset=Weights, extra=0, can_delete=True)
    data = {
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "2",
        "form-0-name": "",
        "form-0-DELETE": "on",
        "form-1-name": "",
    }
    assert problems(rows(data)) == [
        Problem("The weights add up to 90; they must add up to 100.", ""),
        Problem("Name: fill this in.", "id_form-1-name"),
    ]


# Small widgets and fields ----------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["$12,500.00", "12,500", "12500", " $ 12 500 "])
def test_an_amount_may_be_typed_as_people_write_it(typed):
    assert MoneyField().clean(typed) == Decimal(12500)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a lot", "Enter an amount in dollars, such as 12,500.00."),
        ("12.345", "Enter an amount to the cent, such as 12,500.25."),
        ("-1", "Enter an amount of $0 or more."),
    ],
)
def test_an_amount_that_is_none_is_refused_with_an_example(typed, sentence):
    with pytest.raises(forms.ValidationError) as caught:
        MoneyField().clean(typed)
    assert caught.value.messages == [sentence]


def test_an_amount_left_empty_is_nothing():
    assert MoneyField(required=False).clean("") is None


def test_a_money_box_shows_the_dollar_and_asks_for_the_number_pad():
    class Cost(forms.Form):
        cost = MoneyField(required=False)

    tree = drawn(Cost({"cost": "$12,500"}))
    box = tree.get_element_by_id("id_cost")
    assert (box.get("inputmode"), box.get("type"), box.get("value")) == (
        "decimal",
        "text",
        "$12,500",
    )
    assert tree.find_class("usa-input-prefix")[0].text == "$"


def test_dates_and_times_are_written_as_browsers_read_them():
    class When(forms.Form):
        on = forms.DateField(widget=DateInput)
        at = forms.DateTimeField(widget=DateTimeInput)
        seats = forms.IntegerField(widget=WholeNumberInput)

    noon = timezone.make_aware(datetime(2026, 3, 3, 12, 0))  # noqa: DTZ001 - made aware here
    tree = drawn(When(initial={"on": date(2026, 3, 3), "at": noon, "seats": 8}))
    assert [(box.get("type"), box.get("value")) for box in tree.xpath("//input")] == [
        ("date", "2026-03-03"),
        ("datetime-local", "2026-03-03T12:00"),
        ("text", "8"),
    ]


def test_what_a_browsers_date_box_sends_is_read_in_the_cities_time():
    field = forms.DateTimeField(widget=DateTimeInput)
    assert field.clean("2026-03-03T17:00").isoformat() == "2026-03-03T17:00:00-06:00"
