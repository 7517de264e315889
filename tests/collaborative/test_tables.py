"""Tables that people upload: every fault by its place, and what goes out comes back the same."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from collaborative.tables import MOST_BYTES, MOST_ROWS, Column, Reading, Row, read_table, reading
from collaborative.uploads import Refused
from initiatives.results.tables import Table as Going
from initiatives.results.tables import csv_lines, write_workbook
from tests.initiatives.scoresheets import opened

COLUMNS = (Column("Code", is_required=True), Column("Hours", other_names=("Length",)))


def csv_table(text, columns=COLUMNS):
    return read_table("t.csv", text.encode(), columns)


def said(table):
    return [str(fault) for fault in table.faults]


def cells(table):
    return [(row.line, *row.cells.values()) for row in table.rows]


def book(lines: Iterable[Sequence[object]]) -> bytes:
    made = openpyxl.Workbook()
    for line in lines:
        made.active.append(line)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


@pytest.fixture
def opened_here(monkeypatch):
    """Workbooks are opened in this process, which is quicker; one test opens one apart."""
    monkeypatch.setattr(reading, "cells_apart", lambda _, content: opened(content))


@pytest.mark.parametrize(
    "text",
    [
        "Code,Hours\nA,1\n\nB,\n",
        "\ufeffcode ; LENGTH\r\nA;1\r\n;\r\nB;\r\n",
        '"Code","Hours"\n"A","1"\n , \n\'B,',
    ],
    ids=["commas", "semicolons, a mark before, another name", "quoted"],
)
def test_rows_are_found_by_their_headings_with_the_line_a_spreadsheet_shows(text):
    table = csv_table(text.replace("'B", "B"))
    assert (cells(table), said(table)) == ([(2, "A", "1"), (4, "B", "")], [])
    assert table.columns == ("Code", "Hours")


def test_a_workbook_is_opened_in_a_process_of_its_own():
    table = read_table(
        "t.xlsx", book([["Length", "Code"], [7.5, "A"], [], [date(2026, 3, 2), True]]), COLUMNS
    )
    assert (cells(table), said(table)) == ([(2, "A", "7.5"), (4, "yes", "2026-03-02")], [])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            "Code,Price,Hours,hours\nA,,1,2\n",
            [
                "Line 1: “Price” is no column of this table, which has: Code, Hours.",
                "Line 1, “Hours”: this column is there twice. Take one away.",
            ],
        ),
        ("Hours\n1\n", ["Line 1, “Code”: this column is not there. Add it."]),
        ("Code,Hours\n,1\n", ["Line 2, “Code”: this is blank, and must be filled in."]),
        (
            "Code,Hours\nA,=1+1\n",
            ["Line 2, “Hours”: this is a formula. Type what it says instead."],
        ),
        ("Code\nA,stray\n", ["Line 2: “stray” stands in a column without a heading."]),
        ("Code\nA\x00B\n", ["Line 2, “Code”: “A B” holds an invisible sign. Type it anew."]),
        (f"Code\n{'x' * 5001}\n", ["Line 2, “Code”: this has more than 5,000 characters."]),
    ],
)
def test_every_fault_is_named_with_its_line_and_column(text, faults):
    assert said(csv_table(text)) == faults


@pytest.mark.usefixtures("opened_here")
def test_a_workbooks_formulas_errors_and_merged_cells_are_named():
    table = read_table("t.xlsx", book([["Code", "Hours"], ["=1+1", "#N/A"]]), COLUMNS)
    assert said(table) == [
        "Line 2, “Code”: this is a formula. Type what it says instead.",
        "Line 2, “Hours”: “#N/A” is a time of day or an error. Type it as text.",
    ]
    made = openpyxl.load_workbook(io.BytesIO(book([["Code", "Hours"], ["A", 1]])))
    made.active.merge_cells("A2:B2")
    kept = io.BytesIO()
    made.save(kept)
    merged = read_table("t.xlsx", kept.getvalue(), COLUMNS)
    assert said(merged) == ["Line 2: the cells A2:B2 are merged. Split them."]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("t.pdf", b"x", "is no table"),
        ("t.csv", b"", "is empty"),
        ("t.csv", "Code\né".encode("cp1252"), "is not saved as UTF-8"),
        ("t.csv", b'Code\nA\n"open\n', "cannot be read after line 2"),
        ("t.csv", b"x" * (MOST_BYTES + 1), "a table may have 4 MB"),
        ("t.csv", b"Code\n" + b"A\n" * (MOST_ROWS + 1), "more than 5,000 lines"),
        ("t.csv", b"Code\n" + b"A," * 101, "more than 100 cells in line 2"),
        ("t.xlsx", b"PK\x03\x04", "is damaged and cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_table(name, content, COLUMNS)


def test_a_file_full_of_faults_is_not_read_to_its_end():
    table = csv_table("Code,Hours\n" + ",1\n" * 1000)
    assert len(table.faults) == reading.MOST_FAULTS


@settings(max_examples=300)
@given(st.binary(max_size=300) | st.text(st.sampled_from('Code,;"\n\r\t=\x00A1é'), max_size=60))
@example('Code\r\r\n"""')
def test_whatever_comes_is_read_or_refused(content):
    raw = content if isinstance(content, bytes) else content.encode()
    try:
        table = read_table("t.csv", raw, COLUMNS)
    except Refused:
        return
    for row in table.rows:
        assert set(row.cells) == {"Code", "Hours"}
    assert all(fault.sentence.endswith(".") for fault in table.faults)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("=+-@'\n,;\""),
    max_size=20,
).map(lambda text: text.strip().replace("\ufffe", "").replace("\uffff", "").strip())


@settings(max_examples=200)
@given(st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=4))
@example([("'=1", "=1+1"), ("''-x", "@sum"), ("＝1", "+1")])
def test_what_goes_out_as_csv_comes_back_as_it_was(rows):
    content = "".join(csv_lines(("Code", "Hours"), rows)).encode()
    back = read_table("t.csv", content, COLUMNS)
    assert said(back) == []
    assert [tuple(row.cells.values()) for row in back.rows] == rows


@pytest.mark.usefixtures("opened_here")
def test_what_goes_out_as_a_workbook_comes_back_as_it_was():
    rows = [("'=1", "=1+1"), ("+1", "-x"), ("two\nlines", "@sum"), ("08", "1,5")]
    kept = io.BytesIO()
    going = Going(title="Sample", headings=("Code", "Hours"), rows=rows)
    write_workbook(kept, [going], title="t", notes=["A note."], at=datetime(2026, 3, 2, tzinfo=UTC))
    back = read_table("t.xlsx", kept.getvalue(), COLUMNS)
    assert (said(back), [tuple(row.cells.values()) for row in back.rows]) == ([], rows)


def asked(text, question):
    """What one cell is read as, and what is wrong with it."""
    one = Reading(Row(7, {"Cell": text}))
    return question(one), [str(fault) for fault in one.faults]


def decimal(one):
    return one.decimal("Cell", least=0, most=400, places=2)


def whole(one):
    return one.whole("Cell", least=1, most=1000)


def money(one):
    return one.money("Cell")


def day(one):
    return one.day("Cell")


def yes_or_no(one):
    return one.yes_or_no("Cell")


def choice(one):
    return one.choice("Cell", {"In a classroom": "classroom", "Online": "online"})


def text(one):
    return one.text("Cell", most=5)


@pytest.mark.parametrize(
    ("cell", "question", "value"),
    [
        ("", decimal, None),
        ("7.5", decimal, Decimal("7.5")),
        ("8.00", decimal, Decimal(8)),
        ("1,000", whole, 1000),
        ("12.0", whole, 12),
        ("$1,250", money, Decimal(1250)),
        ("0", money, Decimal(0)),
        ("2026-03-02", day, date(2026, 3, 2)),
        ("3/2/2026", day, date(2026, 3, 2)),
        ("Yes", yes_or_no, True),
        ("NO", yes_or_no, False),
        ("", yes_or_no, None),
        (" in a  CLASSROOM", choice, "classroom"),
        ("", choice, None),
        ("words", text, "words"),
    ],
)
def test_a_cell_says_what_it_means(cell, question, value):
    assert asked(cell, question) == (value, [])


@pytest.mark.parametrize(
    ("cell", "question", "sentence"),
    [
        ("eight", decimal, "“eight” is not a number; expected one as 8 or 7.5."),
        ("nan", decimal, "“nan” is not a number; expected one as 8 or 7.5."),
        ("1e3", decimal, "“1e3” is not a number; expected one as 8 or 7.5."),
        ("1,5", decimal, "“1,5” is not a number; expected one as 8 or 7.5."),
        ("7.555", decimal, "“7.555” is too fine; expected one as 8 or 7.5."),
        ("400.01", decimal, "“400.01” is outside 0 to 400."),
        ("12.5", whole, "“12.5” is too fine; expected a whole one as 12."),
        ("0", whole, "“0” is outside 1 to 1,000."),
        ("-1", money, "“-1” is outside 0 to 9,999,999.99."),
        ("13/2/2026", day, "“13/2/2026” is not a day; expected one as 2026-03-02."),
        ("perhaps", yes_or_no, "“perhaps” is neither yes nor no."),
        ("Outdoors", choice, "“Outdoors” is not one of: In a classroom, Online."),
    ],
)
def test_a_cell_that_means_nothing_is_named(cell, question, sentence):
    assert asked(cell, question) == (None, [f"Line 7, “Cell”: {sentence}"])


def test_words_that_are_too_long_are_named():
    assert asked("too long", text) == (
        "too long",
        ["Line 7, “Cell”: this has 8 characters; 5 are the most."],
    )
