"""Sections, exhibits, required terms and redlines: the pure part of a text."""

import hashlib
import time

import pytest
from hypothesis import given

from agreements.clauses import (
    TERMS,
    Change,
    Listed,
    anchors,
    numbered,
    redline,
    sections,
    suggested,
    with_exhibits,
    without_exhibits,
)
from agreements.models import normalised
from agreements.operations.outlines import outline
from initiatives.comparing import Kind
from tests.texts import MARKDOWN

TEXT = """Between two cities.

## 1. Purpose

To share plows.

### 1.1 Scope

Streets.

## 2. Duration

Five years.
"""


def test_a_text_is_parted_at_its_main_headings():
    found = sections(TEXT)
    assert [(each.number, each.heading, each.subject, each.anchor) for each in found] == [
        (0, "", "", "section-0"),
        (1, "1. Purpose", "purpose", "section-1"),
        (2, "2. Duration", "duration", "section-2"),
    ]
    assert "".join(each.words for each in found) == TEXT
    assert found[0].label == "Before the first section"


def test_a_title_above_the_sections_is_no_section():
    found = sections("# An agreement\n\n## Purpose\n\nTo share.\n\n## Term\n\nA year.\n")
    assert [(each.number, each.heading) for each in found] == [
        (0, ""),
        (1, "Purpose"),
        (2, "Term"),
    ]


def test_a_heading_within_a_list_or_a_quote_begins_no_section():
    text = "## One\n\n> ## Quoted\n\n- ## Listed\n\n## Two\n"
    assert [each.heading for each in sections(text)] == ["One", "Two"]


def test_links_lead_to_the_main_headings_alone():
    assert anchors(TEXT) == {0: "section-1", 2: "section-2"}
    assert anchors("No heading.\n") == {}


@given(MARKDOWN)
def test_the_sections_joined_are_the_text(text):
    kept = normalised(text)
    assert "".join(each.words for each in sections(kept)) == kept


def test_sections_are_numbered_whatever_numbers_they_had():
    text = "## Purpose\n\nTo share.\n\n## Section 7. Term\n\n## IV. Money\n\n### 3.1 Detail\n"
    assert numbered(text) == (
        "## 1. Purpose\n\nTo share.\n\n## 2. Term\n\n## 3. Money\n\n### 3.1 Detail\n"
    )
    assert numbered(numbered(text)) == numbered(text)


def test_a_section_that_is_only_renumbered_has_the_same_digest():
    before, after = sections("## 1. Term\n\nA year.\n"), sections("## 2) TERM\n\nA year.\n")
    other = sections("## 1. Term\n\nTwo years.\n")
    assert before[0].digest == after[0].digest != other[0].digest


# --- exhibits ------------------------------------------------------------------------------------

A, B = (hashlib.sha256(name).hexdigest() for name in (b"a", b"b"))


def test_a_text_ends_with_the_list_of_its_exhibits():
    exhibits = [Listed(1, "Map of the *routes*", A), Listed(2, "Rates\n[2026]", B)]
    whole = with_exhibits("## 1. Purpose\n\nTo share.\n", exhibits)
    assert whole == (
        "## 1. Purpose\n\nTo share.\n\n## Exhibits\n\n"
        f"- Exhibit 1: Map of the \\*routes\\*, SHA-256 {A}\n"
        f"- Exhibit 2: Rates \\[2026\\], SHA-256 {B}\n"
    )
    assert without_exhibits(whole, exhibits) == "## 1. Purpose\n\nTo share.\n"


def test_a_text_without_exhibits_has_no_list():
    assert with_exhibits("Words.\n", []) == without_exhibits("Words.\n", []) == "Words.\n"


def test_a_list_of_other_files_is_not_taken_for_this_one():
    whole = with_exhibits("Words.\n", [Listed(1, "Map", A)])
    assert without_exhibits(whole, [Listed(1, "Map", B)]) == whole


# --- required terms ------------------------------------------------------------------------------


def test_every_term_says_why_it_is_asked_for_and_where_that_is_written():
    assert [term.key for term in TERMS if not (term.asked and term.why and term.source)] == []
    assert len({term.key for term in TERMS}) == len(TERMS) == 12


def test_the_sections_of_the_outline_are_found_by_their_headings():
    there = sections(outline(None, parties=["City of Raytown, Missouri"]))
    found = {term.key: suggested(term, there) for term in TERMS}
    assert {key: section and section.heading for key, section in found.items()} == {
        "parties": "2. Parties",
        "purpose": "1. Purpose",
        "duration": "3. Duration",
        "organisation": "4. Organization",
        "financing": "5. Financing",
        "termination": "6. Termination",
        "property": "7. Property",
        "writing": None,
        "dating": None,
        "consideration": None,
        "majority": None,
        "filing": None,
    }


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("writing", "This agreement is made in writing."),
        ("dating", "Dated on the day of signature."),
        ("consideration", "All work is performed after this agreement is made."),
        ("majority", "It takes a majority of the members of each governing body."),
        ("filing", "A copy is filed with the Secretary of State."),
    ],
)
def test_a_term_is_found_by_its_words_where_no_heading_names_it(key, words):
    there = sections(f"## Purpose\n\nTo share.\n\n## Rest\n\n{words}\n")
    term = next(term for term in TERMS if term.key == key)
    found = suggested(term, there)
    assert found is not None
    assert found.heading == "Rest"


# --- redline -------------------------------------------------------------------------------------


def marked(passage) -> list[tuple[Kind, str]]:
    return [(piece.kind, piece.text) for piece in passage.pieces if not piece.is_blank]


def test_a_change_is_shown_word_by_word_in_its_section():
    found = redline(TEXT, TEXT.replace("Five years", "Six full years"))
    assert [(each.label, each.change) for each in found.passages] == [
        ("Before the first section", Change.SAME),
        ("1. Purpose", Change.SAME),
        ("2. Duration", Change.CHANGED),
    ]
    assert marked(found.passages[2]) == [
        (Kind.REMOVED, "Five"),
        (Kind.ADDED, "Six full"),
        (Kind.SAME, " years.\n"),
    ]
    assert found.summary == ("1 section changed (2. Duration). 2 words added, 1 word removed.")


def test_sections_that_came_went_moved_and_were_renamed_are_told_apart():
    before = (
        "## 1. Purpose\n\nTo share plows.\n\n## 2. Term\n\nOne year.\n\n"
        "## 3. Money\n\nHalf each.\n\n## 4. Notices\n\nBy letter to the clerk of each party.\n"
    )
    after = (
        "## 1. Money\n\nHalf each.\n\n## 2. Purpose\n\nTo share plows.\n\n"
        "## 3. Letters\n\nBy letter to the clerk of each party.\n\n## 4. Salt\n\nBought together.\n"
    )
    found = redline(before, after)
    assert [(each.label, each.change, each.is_moved) for each in found.passages] == [
        ("1. Money", Change.CHANGED, False),
        ("2. Purpose", Change.CHANGED, True),
        ("2. Term", Change.REMOVED, False),
        ("3. Letters", Change.CHANGED, False),
        ("4. Salt", Change.ADDED, False),
    ]


def test_a_change_of_marks_alone_is_no_change_of_words():
    found = redline("## 1. Term\n\nA year.\n", "## 1. Term\n\nA **year**.\n")
    assert [each.change for each in found.passages] == [Change.MARKS]
    assert found.summary == (
        "1 section marked otherwise (1. Term). 0 words added, 0 words removed."
    )


def test_the_same_text_is_said_to_be_the_same():
    assert redline(TEXT, TEXT).summary == "The two texts are the same, word for word."


def test_a_summary_names_no_more_sections_than_one_reads():
    before = "".join(f"## {n}. Part {n}\n\nWord {n}.\n\n" for n in range(1, 11))
    assert redline(before, before.replace("Word", "Sign")).summary == (
        "10 sections changed (1. Part 1; 2. Part 2; 3. Part 3; 4. Part 4; 5. Part 5; 6. Part 6 "
        "and 4 more). 10 words added, 10 words removed."
    )


@given(MARKDOWN, MARKDOWN)
def test_every_section_of_both_texts_stands_in_the_redline_once(before, after):
    before, after = normalised(before), normalised(after)
    found = redline(before, after).passages
    old = [each.before for each in found if each.before]
    new = [each.after for each in found if each.after]
    assert (sorted(old, key=lambda each: each.number), new) == (sections(before), sections(after))


def test_two_hundred_pages_are_compared_in_seconds():
    words = "the parties share the cost of each year as the board resolves and reports to councils"
    page = "\n\n".join(f"{words} {n} {words[::-1]}." for n in range(18))
    before = "\n\n".join(f"## {n}. Part {n}\n\n{page}\n\n{n}" for n in range(200))
    after = before.replace("resolves", "decides").replace("7 ", "seven ")
    began = time.monotonic()
    found = redline(before, after)
    assert (len(found.changed), time.monotonic() - began < 20) == (200, True)
