"""The workbook that goes out, and every way in which it may come back."""

import io
import warnings
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.uploads import Refused, check
from collaborative.workbooks import Kind, cells_apart
from collaborative.workbooks.cells import MOST_COLUMNS, MOST_ROWS, Cell, read_cells
from initiatives.scoresheets import Subject, read, stamp_in, workbook
from tests.initiatives.scoresheets import (
    AT,
    FIRST,
    LIMITS,
    SAVINGS,
    SHEET,
    edited,
    opened,
    reading,
    remarked,
    typed,
)

MB = 1024 * 1024


def table(name):
    book = openpyxl.load_workbook(io.BytesIO(workbook(SHEET)))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def said(found):
    """Marks, remarks and comments as short lines, and nothing wrong."""
    assert found.faults == ()
    return [
        (one.place, one.reference, str(one.subject), one.key, one.value) for one in found.answers
    ]


AS_SAVED = [
    ("Marks!D2", "EJC-2026-001", "mark", "savings", 4),
    ("Marks!F2", "EJC-2026-001", "mark", "lawful", 1),
    ("Remarks!D2", "EJC-2026-001", "remark", "savings", "@Shown with figures."),
    ("Remarks!G2", "EJC-2026-001", "comment", "", "-Good."),
]


def test_the_sheets_hold_what_is_asked_and_what_is_saved():
    fixed = ["Reference", "Title", "Lead city"]
    first = ["EJC-2026-001", "=Sweepers, shared", "Grandview"]
    second = ["EJC-2026-002", "Salt", "Grandview"]
    assert openpyxl.load_workbook(io.BytesIO(workbook(SHEET))).sheetnames == [
        "Marks",
        "Remarks",
        "Criteria",
        "How to",
    ]
    assert table("Marks") == [
        [*fixed, "Savings", "Service", "Lawful"],
        [*first, 4, None, "yes"],
        [*second, None, None, None],
    ]
    assert table("Remarks") == [
        [*fixed, "Savings", "Service", "Lawful", "Comment on the proposal"],
        [*first, "@Shown with figures.", None, None, "-Good."],
        [*second, None, None, None, None],
    ]
    look = "What it saves in a year."
    assert table("Criteria") == [
        ["Criterion", "Weight", "What to look at", "Mark", "What this mark means"],
        ["Savings", "60 of 100", look, "0", "None"],
        *([None, None, None, str(mark), None] for mark in range(1, 5)),
        [None, None, None, "5", "A large saving"],
        ["Service", "40 of 100", look, "0", None],
        *([None, None, None, str(mark), None] for mark in range(1, 6)),
        ["Lawful", "gate: yes or no", look, "no", None],
        [None, None, None, "yes", None],
    ]
    assert table("How to")[0] == ["Scoresheet of Spring 2026, for Evaluator, Raytown", None]


def test_no_cell_is_a_formula_and_the_file_says_nothing_of_who_made_it():
    content = workbook(SHEET)
    kinds = {cell.kind for page in opened(content).values() for cell in page.cells.values()}
    assert kinds == {Kind.TEXT, Kind.NUMBER}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        core = package.read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in core
    assert "2026-03-03T15:00:00Z" in core


def test_the_same_scoresheet_gives_the_same_bytes():
    assert workbook(SHEET) == workbook(replace(SHEET))


def test_what_goes_out_may_come_in_again():
    assert check("marks.xlsx", workbook(SHEET), most_bytes=MB).content == workbook(SHEET)


def test_each_cell_for_a_mark_offers_the_scale_with_its_words():
    page = openpyxl.load_workbook(io.BytesIO(workbook(SHEET)))["Marks"]
    assert [
        (str(one.sqref), one.formula1, one.prompt) for one in page.data_validations.dataValidation
    ] == [
        ("D2:D3", '"0,1,2,3,4,5,none"', "0: None\n5: A large saving"),
        ("E2:E3", '"0,1,2,3,4,5,none"', "0 to 5, or none"),
        ("F2:F3", '"no,yes,none"', "yes or no, or none"),
    ]


def test_long_words_are_cut_where_excel_has_no_room_and_a_sheet_without_lines_is_written():
    long = replace(SAVINGS, label="L" * 120, anchors=dict.fromkeys(range(6), "w" * 300))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        workbook(replace(SHEET, criteria=(long,)))
        workbook(replace(SHEET, lines=()))
        workbook(replace(SHEET, lines=(), criteria=()))


def test_what_nobody_touched_says_what_is_saved():
    assert said(reading()) == AS_SAVED


def test_marks_are_read_however_they_were_typed():
    found = reading(typed(D2=" 5 ", E2=3.0, F2="No", D3="NONE", E3="0", F3=True))
    assert said(found)[:6] == [
        ("Marks!D2", "EJC-2026-001", "mark", "savings", 5),
        ("Marks!E2", "EJC-2026-001", "mark", "service", 3),
        ("Marks!F2", "EJC-2026-001", "mark", "lawful", 0),
        ("Marks!D3", "EJC-2026-002", "mark", "savings", None),
        ("Marks!E3", "EJC-2026-002", "mark", "service", 0),
        ("Marks!F3", "EJC-2026-002", "mark", "lawful", 1),
    ]


def test_a_blank_cell_says_nothing():
    assert said(reading(typed(D2=None, F2="  "), remarked(D2=None, G2=None))) == []


def test_texts_keep_their_lines():
    found = reading(remarked(E3="One.\r\nTwo. \n"))
    assert ("Remarks!E3", "EJC-2026-002", "remark", "service", "One.\nTwo.") in said(found)


def test_rows_and_columns_may_stand_in_another_order_and_rows_be_left_out():
    def move(book):
        page = book["Marks"]
        page.delete_rows(2)
        page.insert_cols(1)
        for row in (1, 2):
            page.cell(row, 1).value, page.cell(row, 5).value = page.cell(row, 5).value, None
        page.delete_cols(5)
        page["A2"] = 2

    assert said(reading(move))[0] == ("Marks!A2", "EJC-2026-002", "mark", "savings", 2)


FAULTS = [
    (
        typed(D3=6),
        "Marks!D3: “6” is outside the scale 0 to 5. Enter a whole number on it, or none.",
    ),
    (
        typed(D3=4.5),
        "Marks!D3: “4.5” is outside the scale 0 to 5. Enter a whole number on it, or none.",
    ),
    (
        typed(D3="good"),
        "Marks!D3: “good” is outside the scale 0 to 5. Enter a whole number on it, or none.",
    ),
    (
        typed(D3=True),
        "Marks!D3: “yes” is outside the scale 0 to 5. Enter a whole number on it, or none.",
    ),
    (
        typed(D3=AT.replace(tzinfo=None)),
        (
            "Marks!D3: “2026-03-03 15:00:00” is outside the scale 0 to 5. Enter a whole number on "
            "it, or none."
        ),
    ),
    (typed(F3=1), "Marks!F3: “1” is no answer to a gate. Enter yes, no or none."),
    (typed(D3="=2+2"), "Marks!D3: this is a formula. Type what it says instead."),
    (typed(A3="=A2"), "Marks!A3: this is a formula. Type what it says instead."),
    (
        lambda book: book["Marks"].merge_cells("D2:D3"),
        "Marks!D2:D3: these cells are merged. Split them.",
    ),
    (
        typed(A3="EJC-2026-099"),
        (
            "Marks!A3: “EJC-2026-099” is not a proposal that you can mark in this round. Take the "
            "row away."
        ),
    ),
    (
        typed(A4="EJC-2026-001", D4=2),
        "Marks!A4: “EJC-2026-001” is in row 2 already. Take one away.",
    ),
    (typed(D4=2), "Marks!A4: the reference of the proposal is missing. Put it back."),
    (typed(H1="My notes"), "Marks!H1: “My notes” is not asked. Take this column away."),
    (typed(H1="Savings"), "Marks!H1: “Savings” is there twice. Take one column away."),
    (typed(D1=None), "Marks!1: the column “Savings” is not there. Put it back."),
    (typed(A1=None), "Marks!1: the column “Reference” is not there. Put it back."),
    (
        lambda book: book.remove(book["Remarks"]),
        "The sheet “Remarks” is not there. Download your scoresheet anew.",
    ),
    (
        remarked(D3="x" * 2001),
        "Remarks!D3: this text is too long: 2,000 characters are the most.",
    ),
    (
        remarked(G3="x" * 5001),
        "Remarks!G3: this text is too long: 5,000 characters are the most.",
    ),
    (
        remarked(G3=AT.replace(tzinfo=None)),
        "Remarks!G3: “2026-03-03 15:00:00” is a date or an error, not words. Type it as text.",
    ),
]


@pytest.mark.parametrize(("deed", "fault"), FAULTS, ids=[fault[:40] for _, fault in FAULTS])
def test_what_cannot_be_read_is_named_by_its_cell_and_nothing_counts(deed, fault):
    found = reading(deed)
    assert (found.answers, found.faults) == ((), (fault,))


def test_all_faults_are_named_from_the_top():
    found = reading(typed(D2=9, D3=-1, F3="x"))
    assert [fault.split(":")[0] for fault in found.faults] == ["Marks!D2", "Marks!D3", "Marks!F3"]


def test_long_words_in_a_cell_are_not_repeated_whole():
    (fault,) = reading(typed(D3="long " * 50)).faults
    assert fault.startswith("Marks!D3: “long long long long long long long long…”")


def test_a_proposal_that_is_not_asked_any_more_is_named_as_an_unknown_one():
    recused = replace(SHEET, lines=SHEET.lines[1:])
    assert [fault.split(". ")[0] for fault in reading(sheet=recused).faults] == [
        "Marks!A2: “EJC-2026-001” is not a proposal that you can mark in this round",
        "Remarks!A2: “EJC-2026-001” is not a proposal that you can mark in this round",
    ]


def test_two_criteria_of_one_name_are_told_apart():
    twins = replace(SHEET, criteria=(SAVINGS, replace(SAVINGS, key="second"), *SHEET.criteria[2:]))
    found = read(opened(workbook(twins)), twins, LIMITS)
    assert ("Marks!D2", "EJC-2026-001", "mark", "savings", 4) in said(found)


def test_the_seal_is_found_wherever_rows_were_put_in():
    moved = edited(workbook(SHEET), lambda book: book["How to"].insert_rows(1, 3))
    assert stamp_in(opened(moved)) == "sample-stamp"


@pytest.mark.parametrize(
    "deed",
    [
        lambda book: book.remove(book["How to"]),
        lambda book: book["How to"].delete_cols(2),
        lambda book: book["How to"].delete_rows(1, 20),
    ],
)
def test_a_workbook_without_a_seal_is_no_scoresheet(deed):
    assert stamp_in(opened(edited(workbook(SHEET), deed))) is None


def test_a_workbook_is_read_in_a_process_of_its_own_as_it_is_here():
    content = edited(workbook(SHEET), typed(D2="=1+1"))
    assert cells_apart("marks.xlsx", content) == opened(content)
    assert cells_apart("marks.xlsx", content)["Marks"].cells[2, 4] == Cell(Kind.FORMULA, "")


def test_a_workbook_that_no_program_opens_is_refused():
    with pytest.raises(Refused, match=r"^“marks\.xlsx” is damaged and cannot be read\."):
        cells_apart("marks.xlsx", b"PK\x03\x04 sample")


@pytest.mark.parametrize(
    "where", [{"A5001": "x"}, {"CW1": "x"}], ids=[f"{MOST_ROWS} rows", f"{MOST_COLUMNS} columns"]
)
def test_a_sheet_far_beyond_a_scoresheet_is_refused(where):
    with pytest.raises(Refused, match="far beyond what the portal reads"):
        read_cells({"name": "marks.xlsx"}, edited(workbook(SHEET), typed(**where)))


WORDS = st.text(st.characters(codec="utf-8"), max_size=30)


@settings(max_examples=30)
@given(
    title=WORDS,
    remark=WORDS,
    marks=st.fixed_dictionaries(
        {}, optional={"savings": st.none() | st.integers(0, 5), "lawful": st.integers(0, 1)}
    ),
)
def test_whatever_is_saved_comes_back_as_it_was(title, remark, marks):
    line = replace(FIRST, title=title, remarks={"savings": remark}, marks=marks)
    sheet = replace(SHEET, lines=(line,))
    found = read(opened(workbook(sheet)), sheet, LIMITS)
    back = {one.key: one.value for one in found.answers if one.subject == Subject.MARK}
    assert (found.faults, back) == ((), marks)
