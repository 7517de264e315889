"""The list as a table to take away."""

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from collaborative.tables import STARTS_OF_FORMULAS
from initiatives.models import Proposal
from initiatives.results.register import COLUMNS
from initiatives.results.tables import CUT, LONGEST_CELL, Table, csv_lines, write_workbook
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def two(cities, staff_of):
    """One proposal with everything, and a draft without."""
    city = cities["raytown"]
    ProposalFactory(
        state="submitted",
        city=city,
        author=staff_of("raytown").user,
        reference="EJC-2026-001",
        title="=Sweepers, shared",
        category="fleet",
        department=DepartmentFactory(organisation=city, name="Streets"),
        wanted_cities=[cities["independence"], cities["grandview"]],
        text={"problem": "@Each\r\n“city”, waits.", "idea": "Buy one.", "one_time_cost_cash": ""},
    )
    ProposalFactory(city=city, reference="EJC-2026-002", title="", category="", draft={})


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def read_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline="")))


def read_workbook(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


WHOLE = [
    "EJC-2026-001",
    "=Sweepers, shared",
    "Raytown",
    "Fleet and facilities",
    "Sent in",
    "2026-02-02T09:00:00-06:00",
    "2026-02-02T09:00:00-06:00",
    "Streets",
    "Grandview, Independence",
    "90000.00",
    "12500.00",
    "@Each\r\n“city”, waits.",
    "Buy one.",
]


def test_a_reader_takes_all_of_it_as_csv(two, client_for, facilitator):
    response = client_for(facilitator).get(reverse("initiatives:proposals_csv"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="proposals-2026-03-02.csv"'
    )
    defused = [f"'{cell}" if cell[:1] in {"=", "@"} else cell for cell in WHOLE]
    assert read_csv(response) == [list(COLUMNS), defused]


def test_who_only_sees_titles_takes_blank_cells(two, client_for, liaison_of, administrator):
    (_, row) = read_csv(client_for(administrator).get(reverse("initiatives:proposals_csv")))
    assert row == ["EJC-2026-001", "'=Sweepers, shared", *WHOLE[2:7], *[""] * 6]
    draft = read_csv(
        client_for(liaison_of("raytown")).get(reverse("initiatives:proposals_csv") + "?state=draft")
    )[1]
    assert draft == [
        "EJC-2026-002",
        "Untitled proposal",
        "Raytown",
        "Not chosen yet",
        "Draft",
        "2026-02-02T09:00:00-06:00",
        *[""] * 7,
    ]


def test_a_workbook_has_texts_dates_and_numbers_and_no_formula(two, client_for, facilitator):
    response = client_for(facilitator).get(reverse("initiatives:proposals_xlsx"))
    assert 'filename="proposals-2026-03-02.xlsx"' in response.headers["Content-Disposition"]
    book = read_workbook(body(response))
    sheet = book["Proposals"]
    (head, row) = sheet.iter_rows()
    nine = datetime(2026, 2, 2, 9, 0)  # noqa: DTZ001 - a sheet has no zones; its head names it
    assert [cell.value for cell in head] == list(COLUMNS)
    assert [cell.value for cell in row] == [
        *WHOLE[:5],
        nine,
        nine,
        *WHOLE[7:9],
        90_000,
        12_500,
        "@Each\n“city”, waits.",
        "Buy one.",
    ]
    assert {cell.data_type for cell in row} == {"s", "d", "n"}
    assert (sheet.freeze_panes, row[9].number_format) == ("B2", "#,##0.00")


def test_a_workbook_says_what_it_holds_and_not_who_made_it(two, client_for, facilitator):
    query = "?q=sweepers&state=submitted&city=raytown"
    response = client_for(facilitator).get(reverse("initiatives:proposals_xlsx") + query)
    content = body(response)
    book = read_workbook(content)
    assert [row[0].value for row in book["About this list"].iter_rows()] == [
        "Proposals as the portal showed them on Monday, March 2, 2026, 12:00 pm Central.",
        "Words: sweepers",
        "State: Sent in",
        "Lead city: Raytown",
        "Order: Best match first.",
        "Where you may see a proposal’s title and not its text, the cells of the text are blank.",
    ]
    said = book.properties
    assert (said.title, said.creator, said.lastModifiedBy) == ("Proposals", None, None)
    name = response.headers["Content-Disposition"]
    assert "proposals-sweepers-sent-in-raytown-2026-03-02.xlsx" in name
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert b"Facilitator" not in b"".join(parts.read(part) for part in parts.namelist())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filter_that_is_refused_leads_back_to_the_list(kind, client_for, facilitator):
    response = client_for(facilitator).get(reverse(f"initiatives:proposals_{kind}") + "?state=x")
    assert (response.status_code, response.url) == (302, "/proposals/?state=x")


def test_all_pages_are_taken_away_in_the_order_of_the_list(cities, client_for, facilitator):
    for number in range(30):
        ProposalFactory(state="submitted", city=cities["raytown"], title=f"T{number:02}")
    client = client_for(facilitator)
    rows = read_csv(client.get(reverse("initiatives:proposals_csv") + "?sort=-title"))
    assert [row[1] for row in rows[1:]] == [f"T{number:02}" for number in reversed(range(30))]


@pytest.mark.parametrize("count", [1, 50])
def test_a_table_costs_the_same_whatever_its_length(
    count, cities, client_for, facilitator, django_assert_num_queries
):
    for _ in range(count):
        ProposalFactory(state="submitted", city=cities["raytown"])
    client = client_for(facilitator)
    with django_assert_num_queries(6):
        assert len(read_csv(client.get(reverse("initiatives:proposals_csv")))) == 1 + count


CELLS = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    st.decimals(0, 10**12, places=2),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
)
STARTS = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\n", "＝", "", "x", "'"])


@given(st.lists(st.tuples(STARTS, st.text(alphabet=st.characters(exclude_categories=["Cs"])))))
@example([("'", "@"), ("''", "=1"), ("'", "s")])
def test_no_text_in_csv_begins_as_a_formula_and_none_is_changed_otherwise(texts):
    given_ = [start + rest for start, rest in texts]
    lines = "".join(csv_lines(["T"], ([text] for text in given_)))
    rows = list(csv.reader(io.StringIO(lines.removeprefix("\ufeff"), newline="")))[1:]
    back = [row[0] if row else "" for row in rows]
    assert not [text for text in back if text[:1] in set("=+-@\t\r\n＝＋－＠")]
    assert [_without_the_apostrophe_in_front(text) for text in back] == given_


def _without_the_apostrophe_in_front(text):
    is_guarded = text.startswith("'") and text.lstrip("'").startswith(STARTS_OF_FORMULAS)
    return text[1:] if is_guarded else text


@given(st.lists(st.text(max_size=50), max_size=5))
def test_any_text_can_stand_in_a_workbook(texts):
    file = io.BytesIO()
    table = Table(title="T", headings=["A"], rows=[[text] for text in texts])
    write_workbook(file, [table], title="T", notes=[], at=NOON)
    rows = read_workbook(file.getvalue())["T"].iter_rows(min_row=2)
    assert all(cell.data_type in {"s", "n"} for row in rows for cell in row)


def test_a_text_longer_than_a_cell_says_that_it_is_cut():
    file = io.BytesIO()
    whole, long = "x" * LONGEST_CELL, "y" * (LONGEST_CELL + 1)
    rows = [[whole], [long], [Decimal("0.10")]]
    write_workbook(
        file, [Table(title="T", headings=["A"], rows=rows)], title="T", notes=[], at=NOON
    )
    values = [row[0].value for row in read_workbook(file.getvalue())["T"].iter_rows(min_row=2)]
    assert values == [whole, "y" * (LONGEST_CELL - len(CUT)) + CUT, 0.1]


def test_nobody_has_more_than_a_title_of_a_draft_of_others(two, client_for, staff_of):
    assert Proposal.objects.count() == 2
    rows = read_csv(client_for(staff_of("grandview")).get(reverse("initiatives:proposals_csv")))
    assert rows == [list(COLUMNS)]
