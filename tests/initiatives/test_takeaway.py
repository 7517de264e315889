"""The results of a round as files: whole, the same bytes, and with nothing that runs."""

import csv
import io
import json
import zipfile

import openpyxl
import pikepdf
import pytest
from django.core.management import call_command
from django.test import Client

from collaborative.manifest import check_packet
from initiatives.results import report
from initiatives.results.takeaway import hold
from tests.initiatives.weighed import marked_evenly, released, weighed
from tests.pdfs import claims, headings

pytestmark = pytest.mark.django_db

FILES = ("ranking.csv", "ranking.xlsx", "ranking.pdf", "round.zip")


@pytest.fixture
def closed(evaluator_of):
    return weighed(evaluator_of)


@pytest.fixture
def client(facilitator, client_for):
    return client_for(facilitator)


def got(client, round_, name):
    response = client.get(f"/rounds/{round_.slug}/{name}")
    assert response.status_code == 200
    return response.getvalue()


def table(raw):
    rows = csv.reader(io.StringIO(raw.decode().removeprefix("\ufeff"), newline=""))
    return [dict(zip(head, row, strict=True)) for head, *body in [list(rows)] for row in body]


def unpacked(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as packet:
        return {name: packet.read(name) for name in packet.namelist()}


@pytest.mark.parametrize("name", FILES)
def test_files_are_seen_by_whoever_sees_the_ranking(
    closed, client, client_for, evaluator_of, facilitator, name
):
    assert got(client, closed, name)
    address = f"/rounds/{closed.slug}/{name}"
    assert client_for(evaluator_of("raytown")).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    released(closed, facilitator)
    assert got(Client(), closed, name)


@pytest.mark.parametrize("name", FILES)
def test_the_same_state_gives_the_same_bytes(closed, client, facilitator, name):
    before = got(client, closed, name)
    assert got(client, closed, name) == before
    released(closed, facilitator)
    assert got(client, closed, name) != before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("ranking.csv", "ranking-not-released.csv"),
        ("ranking.xlsx", "ranking-not-released.xlsx"),
        ("ranking.pdf", "ranking-not-released.pdf"),
        ("round.zip", "not-released.zip"),
    ],
)
def test_the_name_of_a_file_says_that_it_is_not_released(closed, client, facilitator, name, kept):
    address = f"/rounds/{closed.slug}/{name}"
    response = client.get(address)
    assert response.getvalue()  # reads it to its end, which closes the file
    assert response["Content-Disposition"] == f'attachment; filename="{closed.slug}-{kept}"'
    assert response["Cache-Control"] == "private, no-store"
    released(closed, facilitator)
    response = client.get(address)
    assert response.getvalue()
    assert "not-released" not in response["Content-Disposition"]


def test_the_table_has_every_number_of_a_proposal(closed, client):
    second, first, third, last = table(got(client, closed, "ranking.csv"))
    assert first == {
        "Rank": "2",
        "Reference": "EJC-2026-001",
        "Title": "Idea 1",
        "Lead city": "Grandview",
        "Score, every city alike": "74.67",
        "Score, every evaluator alike": "74.67",
        "Rank, every evaluator alike": "2",
        "Score with harsh and lenient evaluators evened out": first[
            "Score with harsh and lenient evaluators evened out"
        ],
        "Share of the marks given": "1.00",
        "Cities that scored": "3",
        "Rank holds from": "1",
        "Rank holds to": "3",
        "Share of draws in the top 3": "1.00",
        "Score of Blue Springs alone": "84.00",
        "Score of Independence alone": "64.00",
        "Score of Raytown alone": "76.00",
        "Points for Savings": "56.00",
        "Points for Service": "18.67",
        "Rank without Blue Springs": first["Rank without Blue Springs"],
        "Rank without Independence": first["Rank without Independence"],
        "Rank without Raytown": first["Rank without Raytown"],
        "Why it is not ranked": "",
        "Decision": "",
        "Why it was decided so": "",
        "Standing": "Not released",
    }
    assert [row["Rank"] for row in (second, third, last)] == ["1", "3", ""]
    assert last["Why it is not ranked"] == "Not ranked: marks from 1 city; this round needs 2."


def test_no_cell_becomes_a_formula(closed, client, facilitator):
    for entry, start in zip(closed.entries.select_related("proposal"), "=+-@", strict=True):
        entry.proposal.title = f"{start}1+1"
        entry.proposal.save(update_fields=["title"])
    released(closed, facilitator)
    rows = table(got(client, closed, "ranking.csv"))
    assert {row["Title"][:2] for row in rows} == {"'=", "'+", "'-", "'@"}
    book = openpyxl.load_workbook(io.BytesIO(got(client, closed, "ranking.xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    titles = {str(cell.value) for cell in book["Ranking"]["C"][1:]}
    assert titles == {"=1+1", "+1+1", "-1+1", "@1+1"}


def test_the_workbook_has_numbers_as_numbers_and_says_what_it_is(closed, client):
    book = openpyxl.load_workbook(io.BytesIO(got(client, closed, "ranking.xlsx")))
    assert book.sheetnames == ["Ranking", "Agreement", "About this list"]
    row = {head.value: cell.value for head, cell in zip(*book["Ranking"]["1:2"], strict=True)}
    assert (row["Rank"], row["Score, every city alike"], row["Standing"]) == (1, 76, "Not released")
    assert book["About this list"]["A1"].value == "Not released."


def test_the_report_has_the_ranking_the_pictures_and_the_reasons(closed, client):
    pdf = pikepdf.open(io.BytesIO(got(client, closed, "ranking.pdf")))
    assert claims(pdf) == ["3", "A", "1", closed.title]
    assert str(pdf.Root.Lang) == "en-US"
    assert [words for level, words in headings(pdf) if level == "H1"] == [
        "What proposals were judged by",
        "Ranking",
        "Pictures",
        "Proposal by proposal",
        "How to recompute it",
    ]
    assert ("H2", "Idea 4 (EJC-2026-004)") in headings(pdf)


def test_a_long_report_tells_the_first_proposals_and_says_so(closed, monkeypatch):
    monkeypatch.setattr(report, "MOST_TOLD", 2)
    found = report.report_of(hold(closed))
    assert [one["title"] for one in found["results"]] == [
        "Idea 2 (EJC-2026-002)",
        "Idea 1 (EJC-2026-001)",
    ]
    assert found["told"].startswith("These are the first 2 of 4 proposals.")
    assert len(found["ranking"]["rows"]) == 4


def test_the_zip_is_whole_and_its_manifest_proves_it(closed, client, tmp_path):
    path = tmp_path / "round.zip"
    path.write_bytes(got(client, closed, "round.zip"))
    assert check_packet(path) == []
    assert list(unpacked(path.read_bytes())) == [
        "manifest.json",
        "README.txt",
        "pictures/agreement.svg",
        "pictures/cities.svg",
        "pictures/ranking.svg",
        "pictures/weight-savings.svg",
        "pictures/weight-service.svg",
        "ranking.csv",
        "ranking.xlsx",
        "recomputed.json",
        "report.pdf",
        "results.json",
    ]


def test_rank_prints_the_recomputation_letter_for_letter(closed, client, tmp_path, capsys):
    files = unpacked(got(client, closed, "round.zip"))
    path = tmp_path / "results.json"
    path.write_bytes(files["results.json"])
    call_command("rank", str(path))
    assert capsys.readouterr().out.encode() == files["recomputed.json"]


def test_the_zip_holds_the_same_files_as_the_page_hands_out(closed, client):
    files = unpacked(got(client, closed, "round.zip"))
    assert files["ranking.csv"] == got(client, closed, "ranking.csv")
    assert files["ranking.xlsx"] == got(client, closed, "ranking.xlsx")
    assert files["report.pdf"] == got(client, closed, "ranking.pdf")
    assert files["results.json"] == got(client, closed, "results.json")
    assert closed.input_sha256 in files["README.txt"].decode()
    about = json.loads(files["manifest.json"])["about"]
    assert (about["standing"], about["input_sha256"]) == ("Not released", closed.input_sha256)


def test_no_evaluator_is_named_anywhere(closed, client):
    files = unpacked(got(client, closed, "round.zip"))
    assert [name for name, raw in files.items() if b"Evaluator," in raw] == []


@pytest.mark.parametrize(
    ("name", "queries"),
    [("ranking.csv", 17), ("ranking.xlsx", 17), ("ranking.pdf", 17), ("round.zip", 29)],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_the_same_however_much_was_marked(
    evaluator_of, client, django_assert_num_queries, name, queries, count
):
    round_ = marked_evenly(evaluator_of, proposals=count)
    with django_assert_num_queries(queries):
        got(client, round_, name)
