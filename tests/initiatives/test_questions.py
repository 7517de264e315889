"""What a proposal is asked, what an answer means, and what a text comes to."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives.questions import (
    LONGEST_ANSWER,
    LONGEST_LINE,
    QUESTIONS,
    SECTIONS,
    TICKED,
    Kind,
    Unreadable,
    amount,
    changed,
    first_year_cost,
    first_year_saving,
    key_for,
    number,
    of_substance,
    question_of,
    questions_in,
    revised,
    section_of,
    slug_of,
    tidied,
    unreadable,
    wanted,
)

NO_AMOUNT = "Enter an amount in dollars, such as 12,500.00, without words."
NO_NUMBER = "Enter a number, such as 3 or 0.5, without words."

slugs = st.sampled_from(["independence", "lees-summit", "blue-springs", "grandview", "raytown"])
keys = st.builds(key_for, st.sampled_from(list(QUESTIONS.values())), slugs)
texts = st.dictionaries(keys, st.text(max_size=12), max_size=8)
"""Answers as somebody may type them, the empty and the blank ones too."""


# The catalogue -----------------------------------------------------------------------------


def test_every_question_belongs_to_a_section_and_every_section_but_the_files_asks_something():
    assert {question.section for question in QUESTIONS.values()} == set(SECTIONS) - {"files"}
    assert [question.key for section in SECTIONS for question in questions_in(section)] == list(
        QUESTIONS
    )
    assert questions_in("nowhere") == []


def test_keys_are_plain_words_that_no_city_can_be_mistaken_in():
    keys = [*QUESTIONS, *SECTIONS]
    assert [key for key in keys if not re.fullmatch(r"[a-z]+(_[a-z]+)*", key)] == []


def test_a_question_for_each_city_says_in_its_words_which_one():
    silent = [
        question.key
        for question in QUESTIONS.values()
        if question.is_per_city != ("{city}" in question.words)
    ]
    assert silent == ["wanted"]  # one list of boxes, whose labels are the cities


def test_running_text_has_its_usual_length_and_every_question_a_hint_or_plain_words():
    assert [
        question.key
        for question in QUESTIONS.values()
        if (question.usual > 0) != (question.kind == Kind.PROSE)
    ] == []
    unhinted = [question.key for question in QUESTIONS.values() if not question.hint]
    assert [QUESTIONS[key].section for key in unhinted] == ["money"] * 8


def test_what_is_asked_for_is_asked_in_a_sentence():
    needed = {question.key for question in QUESTIONS.values() if question.needed}
    assert needed == {
        "title",
        "category",
        "department",
        "problem",
        "who_feels_it",
        "idea",
        "how",
        "shared",
        "wanted",
        "one_time_cost_cash",
        "yearly_cost_cash",
        "yearly_saving_cash",
        "risks",
        "people_affected",
        "legal_basis",
        "measures",
    }
    assert [QUESTIONS[key].needed for key in needed if QUESTIONS[key].needed[-1] != "."] == []


@given(st.sampled_from(list(QUESTIONS.values())), slugs)
def test_a_key_leads_back_to_its_question_section_and_city(question, slug):
    key = key_for(question, slug)
    assert (question_of(key), section_of(key), slug_of(key)) == (
        question,
        question.section,
        slug if question.is_per_city else "",
    )


@pytest.mark.parametrize("key", ["", "nonsense", "how", "idea__raytown", "how_raytown", "__"])
def test_a_key_that_no_question_has_belongs_nowhere(key):
    assert (question_of(key), section_of(key), tidied({key: "x"})) == (None, "", {})


def test_a_co_sponsors_word_rests_on_the_idea_the_sharing_the_money_and_the_law():
    keys = [key_for(question, "raytown") for question in QUESTIONS.values()]
    assert of_substance([*keys, "nonsense"]) == [
        "idea",
        "shared",
        "wanted__raytown",
        "one_time_cost_cash",
        "one_time_cost_in_kind",
        "yearly_cost_cash",
        "yearly_cost_in_kind",
        "one_time_saving_cash",
        "one_time_saving_in_kind",
        "yearly_saving_cash",
        "yearly_saving_in_kind",
        "money_basis",
        "legal_basis",
    ]


# Answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("12500", "12500.00"),
        ("$12,500.00", "12500.00"),
        (" $ 12 500.5 ", "12500.50"),
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("9,999,999,999.99", "9999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, figure):
    read = amount(typed)
    assert (read, str(read)) == (Decimal(figure), figure)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "about a million",
        "-1",
        "1.234",
        "12.",
        ".5",
        "1e3",
        "10000000000",
        "12,500 a year",
        "NaN",
        "Infinity",
        "+5",
    ],
)
def test_what_is_no_amount_is_never_guessed_at(typed):
    with pytest.raises(Unreadable, match=re.escape(NO_AMOUNT)):
        amount(typed)


def test_a_number_may_have_a_fraction_and_no_dollar_sign():
    assert [number(typed) for typed in ("3", "0.5", "1,200", " 12.25 ")] == [
        Decimal(3),
        Decimal("0.5"),
        Decimal(1200),
        Decimal("12.25"),
    ]
    for typed in ("", "half", "-1", "$3", "1234567", "0.125"):
        with pytest.raises(Unreadable, match=re.escape(NO_NUMBER)):
            number(typed)


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("yearly_cost_cash", "about nine", NO_AMOUNT),
        ("yearly_cost_cash", "$9", None),
        ("yearly_cost__raytown", "about nine", NO_AMOUNT),
        ("staff__raytown", "two and a half", NO_NUMBER),
        ("staff__raytown", "2.5", None),
        ("idea", "x" * LONGEST_ANSWER, None),
        (
            "idea",
            "x" * (LONGEST_ANSWER + 1),
            (
                "This answer has 10,001 characters; it can be sent in with 10,000. Take 1 away, or "
                "put the rest in a file."
            ),
        ),
        ("title", "x" * LONGEST_LINE, None),
        (
            "title",
            "x" * (LONGEST_LINE + 40),
            (
                "This answer has 160 characters; it can be sent in with 120. Take 40 away, or put "
                "the rest in a file."
            ),
        ),
        ("yearly_cost_cash", "", None),
        ("nonsense", "about nine", None),
    ],
)
def test_what_keeps_an_answer_from_being_sent_in_is_said(key, typed, sentence):
    assert unreadable(key, typed) == sentence


@given(keys, st.text(max_size=200))
def test_every_answer_is_readable_or_told_why_not(key, typed):
    why = unreadable(key, typed)
    assert why is None or why.endswith(".")


# Texts -------------------------------------------------------------------------------------


def test_lines_lose_the_blanks_around_them_and_texts_keep_their_own():
    assert tidied(
        {
            "title": "  Shared \t street\nsweeper ",
            "idea": "  - one\r\n  - two\r\rthree \0 \n\n",
            "problem": " \n ",
            "one_time_cost_cash": " $ 5 ",
            "nonsense": "x",
        }
    ) == {
        "title": "Shared street sweeper",
        "idea": "  - one\n  - two\n\nthree",
        "problem": "",
        "one_time_cost_cash": "$ 5",
    }


@given(texts)
def test_tidying_twice_is_tidying_once_and_loses_no_answer(typed):
    tidy = tidied(typed)
    assert (tidied(tidy), list(tidy)) == (tidy, list(typed))


def test_only_what_differs_has_changed_and_an_empty_answer_takes_one_away():
    text = {"idea": "Buy one.", "title": "Sweeper"}
    after = {"title": "Sweeper", "idea": "", "problem": "", "risks": "Rust."}
    changes = changed(text, after)
    assert changes == {"idea": "", "risks": "Rust."}
    assert revised(text, changes) == {"risks": "Rust.", "title": "Sweeper"}
    assert text == {"idea": "Buy one.", "title": "Sweeper"}


def test_what_was_not_typed_has_not_changed():
    assert changed({"idea": "Buy one."}, {}) == {}


@given(texts, texts)
def test_a_text_with_its_changes_is_the_other_text(typed, other):
    text, after = revised({}, tidied(typed)), revised({}, tidied(other))
    gone = {key: "" for key in text if key not in after}
    changes = changed(text, after | gone)
    assert revised(text, changes) == after
    assert list(revised(text, changes)) == sorted(after)
    assert {key for key in changes if text.get(key, "") == changes[key]} == set()


@given(st.lists(texts, max_size=5))
def test_the_changes_laid_over_each_other_are_the_text_that_stands(saves):
    text, laid = {}, {}
    for typed in saves:
        changes = changed(text, tidied(typed))
        text = revised(text, changes)
        laid |= changes
    assert {key: value for key, value in laid.items() if value} == text


def test_the_cities_that_are_ticked_are_wanted():
    text = {
        "wanted__raytown": TICKED,
        "wanted__grandview": TICKED,
        "wanted__independence": "no",
        "how__lees-summit": TICKED,
    }
    assert wanted(text) == ["grandview", "raytown"]


def test_a_first_year_adds_what_is_paid_once_and_each_year_in_cash_and_in_kind():
    text = {
        "one_time_cost_cash": "1,000",
        "one_time_cost_in_kind": "$200.50",
        "yearly_cost_cash": "30",
        "yearly_cost_in_kind": "about nine",
        "one_time_saving_cash": "0",
        "yearly_cost__raytown": "99999",
    }
    assert first_year_cost(text) == Decimal("1230.50")
    assert first_year_saving(text) == Decimal(0)


def test_without_a_figure_that_can_be_read_there_is_no_sum():
    assert (first_year_cost({}), first_year_saving({"yearly_saving_cash": "much"})) == (None, None)
