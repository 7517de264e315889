"""What templates say by `{% load portal %}`, and the parts that use it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from lxml import html

from collaborative.forms import Problem
from collaborative.templatetags import portal

AT = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)


class Idea(forms.Form):
    """A form with one thing to fill in."""

    title = forms.CharField()


def said(source: str, **context) -> str:
    """What a line of template says."""
    return Template("{% load portal %}" + source).render(Context(context))


def part(name: str, **context):
    """A part of a page, as a tree of elements."""
    drawn = render_to_string(f"_parts/{name}.html", context)
    return html.fragment_fromstring(drawn, create_parent="main")


def words(element) -> str:
    """The text of an element, in one line."""
    return " ".join(element.text_content().split())


def test_a_text_is_written_as_markdown_below_its_heading():
    assert said("{{ text|markdown:4 }}", text="# A\n\n<b>one</b>\ntwo") == (
        "<h4>A</h4>\n<p>&lt;b&gt;one&lt;/b&gt;<br>\ntwo</p>\n"
    )


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|day }}", date(2026, 3, 3), "Tuesday, March 3, 2026"),
        ("{{ value|moment }}", AT, "Tuesday, March 3, 2026, 5:00 pm Central"),
        ("{{ value|dollars }}", Decimal(12500), "$12,500.00"),
        ("{{ value|thousands }}", 123011, "123,011"),
        ("{{ value|words_in:300 }}", "One two.", "2 words; about 300 are usual"),
        ("{% filter sentence_case %} Sign In\n{% endfilter %}", None, "Sign in"),
    ],
)
def test_filters_say_values_in_words(source, value, expected):
    assert said(source, value=value) == expected


@pytest.mark.parametrize("name", ["day", "moment", "dollars", "thousands"])
def test_filters_say_nothing_for_nothing(name):
    assert said(f"{{{{ value|{name} }}}}", value=None) == ""


def test_a_pages_problems_are_those_of_every_form_whatever_its_name_once():
    refused = Idea({}, prefix="a")
    context = Context(
        {
            "form": refused,
            "same": refused,
            "rows": [Idea({}, prefix="b")],
            "unsent": Idea(),
            "title": "Ideas",
        }
    )
    assert portal.page_problems(context) == [
        Problem("Title: fill this in.", "id_a-title"),
        Problem("Title: fill this in.", "id_b-title"),
    ]


def test_a_formset_counts_as_a_form():
    rows = forms.formset_factory(Idea, min_num=1, validate_min=True, extra=0)
    sent = rows({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-title": ""})
    assert portal.page_problems(Context({"rows": sent})) == [
        Problem("Please submit at least 1 form."),
        Problem("Title: fill this in.", "id_form-0-title"),
    ]


def test_page_numbers_are_those_around_and_nothing_stands_for_the_rest():
    paginator = Paginator(range(200), 10)
    assert portal.page_range(paginator, paginator.page(10)) == [1, 0, 9, 10, 11, 0, 20]


# Parts -------------------------------------------------------------------------------------------


def test_an_act_is_a_button_that_posts_with_its_token_even_when_included_with_only(rf):
    source = '{% include "_parts/act.html" with label="Send in" url="/x/" only %}'
    drawn = Template(source).render(RequestContext(rf.get("/")))
    form = html.fragment_fromstring(drawn.strip())
    assert (form.get("method"), form.get("action")) == ("post", "/x/")
    assert [box.get("name") for box in form.xpath("//input")] == ["csrfmiddlewaretoken"]
    assert len(form.xpath("//input/@value")[0]) == 64
    assert [words(button) for button in form.xpath("//button")] == ["Send in"]


def test_a_closed_act_is_the_sentence_and_no_button():
    tree = part("act", label="Send in", url="/x/", why_not="The round has closed.")
    assert words(tree) == "Send in: The round has closed."
    assert tree.xpath("//button") == []


@pytest.mark.parametrize(
    ("style", "dress"),
    [
        (None, "usa-button"),
        ("outline", "usa-button usa-button--outline"),
        ("danger", "usa-button usa-button--outline portal-danger"),
    ],
)
def test_an_act_wears_its_style(style, dress):
    assert part("act", label="End", url="/x/", style=style).xpath("//button/@class") == [dress]


def test_a_token_needs_a_request():
    assert said("{% post_token %}") == ""


@pytest.mark.parametrize(
    ("context", "expected", "moment"),
    [
        ({"on": date(2021, 4, 13)}, "Adopted Tuesday, April 13, 2021", ["2021-04-13"]),
        (
            {"at": AT},
            "Adopted Tuesday, March 3, 2026, 5:00 pm Central",
            ["2026-03-03T17:00:00-06:00"],
        ),
        ({}, "Adopted", []),
    ],
)
def test_a_state_is_shown_with_its_date(context, expected, moment):
    tree = part("state", label="Adopted", tone="good", **context)
    assert words(tree) == expected
    assert tree.xpath("//time/@datetime") == moment


def test_the_error_summary_links_each_sentence_to_its_box():
    found = [Problem("Title: fill this in.", "id_title"), Problem("The sum is wrong.")]
    tree = part("error_summary", problems=found)
    assert [words(item) for item in tree.xpath("//li")] == [
        "Title: fill this in.",
        "The sum is wrong.",
    ]
    assert tree.xpath("//a/@href") == ["#id_title"]
    assert tree.xpath("//*[@role='alert']/@tabindex") == ["-1"]


def test_nothing_wrong_is_no_summary():
    assert words(part("error_summary", problems=[])) == ""


def test_a_fact_names_its_source_and_an_unknown_one_is_no_record():
    facts = [
        SimpleNamespace(
            label="Population",
            value="101,108",
            source="Census 2020",
            source_url="https://c.example/",
        ),
        SimpleNamespace(label="Annexed", value="", source=""),
    ]
    tree = part("facts", facts=facts)
    assert [words(fact) for fact in tree.xpath("//dd")] == [
        "101,108 Source: Census 2020",
        "No record",
    ]
    assert tree.xpath("//a/@href") == ["https://c.example/"]


def test_an_empty_list_says_why_and_what_next():
    tree = part("empty", sentence="Nothing waits.", next="Ask.", url="/all/", label="See all")
    assert words(tree) == "Nothing waits. Ask. See all"


def test_a_caption_says_what_a_table_shows():
    assert words(part("caption", title="Ranking", note="Points.")) == "Ranking Points."


def test_pages_keep_the_rest_of_the_address_and_mark_the_current_one(rf):
    page = Paginator(range(411), 20).page(2)
    drawn = render_to_string(
        "_parts/pagination.html", {"page": page, "what": "proposals"}, rf.get("/?q=salt&page=2")
    )
    tree = html.fragment_fromstring(drawn, create_parent=True)
    assert words(tree.find_class("portal-pages__where")[0]) == "Proposals 21 to 40 of 411"
    assert tree.xpath("//a[@aria-current='page']/@href") == ["?q=salt&page=2"]
    assert tree.xpath("//a[@rel='next']/@href") == ["?q=salt&page=3"]


def test_one_page_needs_no_pages(rf):
    page = Paginator(range(5), 20).page(1)
    drawn = render_to_string("_parts/pagination.html", {"page": page, "what": "x"}, rf.get("/"))
    assert drawn.strip() == ""


# The page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "title"),
    [
        (Idea(), "There is no such page – Common Purpose"),
        (Idea({}), "Error: There is no such page – Common Purpose"),
    ],
)
def test_a_refused_form_begins_the_title_with_error(form, title):
    tree = html.document_fromstring(render_to_string("404.html", {"form": form}))
    assert words(tree.find(".//title")) == title


def test_no_template_has_script_or_style_of_its_own():
    tree = html.document_fromstring(render_to_string("404.html", {}))
    assert tree.xpath("//style | //*[@style] | //script[not(@src)]") == []


def test_the_page_of_a_broken_portal_needs_nothing():
    tree = html.document_fromstring(render_to_string("500.html"))
    assert words(tree.find(".//h1")) == "Something broke on our side"
