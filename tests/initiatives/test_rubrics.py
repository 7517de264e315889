"""Sets of criteria as data."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from initiatives.operations.library import FOLDER
from initiatives.rubrics import (
    Question,
    differences,
    faults,
    is_wanted,
    read,
    when_wanted,
    wordless,
    write,
)
from initiatives.rubrics.differences import Said

SAVINGS = Question(
    label="Savings", key="savings", weight=Decimal("62.50"), anchors={5: "Large", 0: "None"}
)
SERVICE = Question(label="Service", key="service", weight=Decimal("37.50"), threshold=Decimal(2))
LAWFUL = Question(label="Lawful", key="lawful", kind="gate", maximum=1, anchors={1: "It is"})
FILES = sorted(FOLDER.glob("*.json"))


def test_a_set_is_written_as_json_without_what_is_not_said():
    assert write([SAVINGS, LAWFUL]) == [
        {
            "label": "Savings",
            "key": "savings",
            "kind": "scored",
            "weight": "62.5",
            "minimum": 0,
            "maximum": 5,
            "anchors": {"0": "None", "5": "Large"},
        },
        {
            "label": "Lawful",
            "key": "lawful",
            "kind": "gate",
            "minimum": 0,
            "maximum": 1,
            "anchors": {"1": "It is"},
        },
    ]


def test_what_is_written_is_read_again():
    assert read(write([SAVINGS, SERVICE, LAWFUL])) == [SAVINGS, SERVICE, LAWFUL]


def test_a_gate_is_answered_yes_or_no_whatever_its_json_says_of_a_scale():
    (gate,) = read(
        [{"label": "Lawful", "kind": "gate", "maximum": 9, "anchors": {"0": "It is not"}}]
    )
    assert (list(gate.scale), gate.worded) == ([0, 1], [("No", "It is not")])


def test_a_set_that_can_be_used_has_no_fault():
    assert list(faults([SAVINGS, SERVICE, LAWFUL])) == []


@pytest.mark.parametrize(
    ("questions", "sentences"),
    [
        ([LAWFUL], ["There is no scored criterion; add at least one."]),
        ([SAVINGS], ["The weights sum to 62.5; they must sum to 100."]),
        (
            [SAVINGS, replace(SERVICE, key="savings")],
            ["The short name “savings” is used by 2 criteria; each needs its own."],
        ),
        (
            [SAVINGS, replace(SERVICE, maximum=3, anchors={4: "Huge"})],
            ["“Service” says what a 4 means, but its scale runs from 0 to 3."],
        ),
    ],
)
def test_why_nobody_could_be_marked_is_said(questions, sentences):
    assert list(faults(questions)) == sentences


def test_marks_without_words_are_named():
    some = replace(SERVICE, maximum=2, anchors={0: "None", 1: "Some"})
    assert list(wordless([SAVINGS, SERVICE, some, LAWFUL])) == [
        "“Savings”: no words say what 1, 2, 3 and 4 mean.",
        "“Service”: none of its marks has words yet.",
        "“Service”: no words say what 2 means.",
        "“Lawful”: no words say what No means.",
    ]


@pytest.mark.parametrize(
    ("below", "above", "words"),
    [
        (None, None, ""),
        (1, None, "marks of 1 or less"),
        (0, None, "a mark of 0"),
        (None, 5, "a mark of 5"),
        (None, 4, "marks of 4 or more"),
        (1, 5, "marks of 1 or less and a mark of 5"),
        (2, 3, "every mark"),
        (5, None, "every mark"),
    ],
)
def test_which_marks_need_a_reason_is_said_as_it_is_asked(below, above, words):
    asked = replace(SAVINGS, remark_below=below, remark_above=above)
    assert when_wanted(asked) == words
    wanted = {mark for mark in asked.scale if is_wanted(asked, mark)}
    low = set() if below is None else set(range(below + 1))
    high = set() if above is None else set(range(above, 6))
    assert wanted == low | high


@pytest.mark.parametrize(
    ("below", "above", "words"),
    [(0, None, "“No”"), (None, 1, "“Yes”"), (1, None, "every answer"), (None, None, "")],
)
def test_a_gate_asks_by_its_answers(below, above, words):
    assert when_wanted(replace(LAWFUL, remark_below=below, remark_above=above)) == words


def test_what_differs_between_two_sets_is_said_criterion_by_criterion():
    after = [
        replace(SERVICE, weight=Decimal(40), remark_below=1),
        replace(LAWFUL, anchors={0: "It is not"}),
        Question(label="Risk", key="risk"),
    ]
    found = differences([SAVINGS, LAWFUL, SERVICE], after)
    assert (found.added, found.removed, found.is_moved) == (tuple(after[2:]), (SAVINGS,), True)
    assert [(one.question.label, one.said) for one in found.changed] == [
        (
            "Service",
            (
                Said("Weight", "37.5", "40"),
                Said("Reason needed for", "", "marks of 1 or less"),
            ),
        ),
        (
            "Lawful",
            (Said("What No means", "", "It is not"), Said("What Yes means", "It is", "")),
        ),
    ]


def test_the_same_set_differs_in_nothing():
    assert not differences([SAVINGS, LAWFUL], [SAVINGS, LAWFUL])


def test_the_portal_brings_seven_sets_along():
    assert [path.stem for path in FILES] == [
        "icma-matrix",
        "michigan-new-jersey-gates",
        "new-york-efficiency",
        "ohio-innovation-fund",
        "ohio-straight-a",
        "starting-point",
        "uk-three-questions",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_set_that_the_portal_brings_is_whole_has_words_for_every_mark_and_its_source(path):
    record = json.loads(path.read_text(encoding="utf-8"))
    questions = read(record["questions"])
    assert (list(faults(questions)), list(wordless(questions))) == ([], [])
    assert record["slug"] == path.stem
    assert all(record[name].strip() for name in ("title", "note", "source", "reading", "additions"))
    assert [str(one) for one in questions if not one.source or not one.key] == []
