"""The register of agreements and acts as files: every field, no formula, what the list shows."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Act
from agreements.operations.facts import COLUMNS, LISTS
from agreements.results.register import ACTS, AGREEMENTS
from tests.factories.agreements import ActionFactory, VoteFactory, circulated, decided

pytestmark = pytest.mark.django_db

EVIL = '=HYPERLINK("https://example.org","paid")'


@pytest.fixture
def adopted(cities):
    promise = circulated(
        cities["raytown"], cities["grandview"], slug="plows", title=EVIL, purpose="+1"
    )
    act = decided(
        promise,
        cities["raytown"],
        result="pending",
        on=None,
        file_number="@26-1",
        title="-2+3",
        sponsors=["=1", "Ward 2"],
        mover="\tWard 1",
    )
    VoteFactory(act=act, voter="Ward 1", word="Aye")
    ActionFactory(act=act, word="Introduced", on=date(2026, 2, 2), body="Board of Aldermen")
    Act.objects.filter(pk=act.pk).update(result="passed", acted_on=date(2026, 3, 1))
    return promise


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def read_csv(client, name: str, **asked: str) -> list[list[str]]:
    response = client.get(reverse(f"agreements:{name}"), asked)
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"), newline="")))


def sheets(client) -> dict[str, list[list[object]]]:
    content = body(client.get(reverse("agreements:register_xlsx")))
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def test_each_act_has_a_line_with_every_field(client, adopted) -> None:
    head, line = read_csv(client, "acts_csv")
    said = dict(zip(head, line, strict=True))
    assert (head, said["Roll call"], said["History"], said["Day of the vote"]) == (
        list(ACTS),
        "Ward 1: Aye",
        "2026-02-02, Board of Aldermen, Introduced",
        "2026-03-01",
    )


TEXTS = [
    name
    for name in COLUMNS
    if Act._meta.get_field(name).get_internal_type() in {"CharField", "TextField"}
    and not Act._meta.get_field(name).choices
]
DAYS = [name for name in COLUMNS if name.endswith("_on")]


def test_no_field_of_an_act_is_missing(client, cities) -> None:
    promise = circulated(cities["raytown"], cities["grandview"])
    said = {name: f"said of {name}" for name in TEXTS}
    said |= {name: [f"said of {name}"] for name in LISTS}
    on = {name: date(2026, 1, number) for number, name in enumerate(DAYS, start=1)}
    decided(promise, cities["raytown"], on=on.pop("acted_on"), **said, **on)
    _, line = read_csv(client, "acts_csv")
    wanted = [f"said of {name}" for name in (*TEXTS, *LISTS)]
    wanted += [f"2026-01-{number:02}" for number in range(1, len(DAYS) + 1)]
    assert [each for each in wanted if each not in line] == []


def test_each_agreement_has_a_line_that_says_where_it_stands(client, adopted) -> None:
    head, line = read_csv(client, "register_csv")
    said = dict(zip(head, line, strict=True))
    assert (head, said["Address"], said["Adopted by"], said["Parties"]) == (
        list(AGREEMENTS),
        "plows",
        "1 of 2 councils",
        "Grandview, Raytown",
    )


def test_no_cell_is_a_formula(client, adopted) -> None:
    texts = [
        cell
        for name in ("register_csv", "acts_csv")
        for row in read_csv(client, name)
        for cell in row
    ]
    assert [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert f"'{EVIL}" in texts
    content = body(client.get(reverse("agreements:register_xlsx")))
    book = openpyxl.load_workbook(io.BytesIO(content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert EVIL in [cell for row in sheets(client)["Agreements"] for cell in row]


def test_the_workbook_holds_what_the_two_lists_hold(client, adopted) -> None:
    found = sheets(client)
    assert (list(found), [len(found[name]) for name in list(found)[:2]]) == (
        ["Agreements", "Councils' acts", "About this list"],
        [2, 2],
    )


def test_the_register_holds_what_the_list_shows(client, client_for, facilitator, cities) -> None:
    circulated(cities["raytown"], cities["grandview"], slug="hidden", title="Before the councils")
    other = circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")
    decided(other, cities["raytown"])
    mine = client_for(facilitator)
    assert (
        [line[0] for line in read_csv(client, "register_csv")[1:]],
        [line[0] for line in read_csv(mine, "register_csv")[1:]],
        [line[0] for line in read_csv(mine, "register_csv", q="plows")[1:]],
        [line[0] for line in read_csv(mine, "acts_csv", q="councils")[1:]],
    ) == (["plows"], ["hidden", "plows"], ["plows"], [])


@pytest.mark.parametrize("name", ["register_csv", "acts_csv", "register_xlsx"])
def test_a_register_costs_the_same_for_one_and_for_many(client, cities, name) -> None:
    costs = []
    for number in (1, 3):
        for at in range(number):
            promise = circulated(cities["raytown"], cities["grandview"])
            decided(promise, cities["raytown"], file_number=f"26-{number}-{at}")
        with CaptureQueriesContext(connection) as asked:
            body(client.get(reverse(f"agreements:{name}")))
        costs.append(len(asked))
    assert costs[0] == costs[1]
