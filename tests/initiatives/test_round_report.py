"""The report of a round: accessible, the same bytes, and plain about what is not released."""

import io
from datetime import date

import pikepdf
import pytest

from collaborative.assets import document_fonts
from initiatives.pictures import Line, ranking_picture
from initiatives.reports import Drawing, Report, Result, Table, typeset_report
from tests.pdfs import claims, headings, kinds

TABLE = Table(
    headings=["Criterion", "Weight"],
    rows=[["Savings", "60"], ["Service", "40"]],
    widths=[1, 0],
    numbers=[1],
)


def a_drawing(title: str = "Share one laboratory") -> Drawing:
    line = Line(reference="P-1", title=title, score="72.67", rank=1, low=1, high=2)
    picture = ranking_picture([line], of=2, title="Ranks of the spring round")
    return Drawing(
        title=picture.title, description=picture.description, svg=picture.svg, table=TABLE
    )


def a_report(**changes: object) -> Report:
    report: dict[str, object] = {
        "title": "Spring round",
        "collaborative": "A sample collaborative",
        "is_released": True,
        "sample": False,
        "standing": "Released on Tuesday, March 3, 2026, 5:00 pm Central.",
        "facts": [("Cities", "Grandview, Raytown")],
        "warnings": [],
        "criteria": TABLE,
        "ranking": TABLE,
        "rankings": None,
        "drawings": [a_drawing()],
        "told": "",
        "results": [
            Result(
                title="Share one laboratory (P-1)",
                sentences=["It has rank 1."],
                parts=TABLE,
                decision="Chosen",
                rationale="It ranks first.\n\nThe lease ends.",
            )
        ],
        "recompute": ["The results file has every mark."],
        "commands": ["python manage.py rank results.json"],
        "sha256": "a" * 64,
        "on": date(2026, 3, 3),
    }
    return Report(**(report | changes))


def printed(**changes: object) -> bytes:
    return typeset_report(a_report(**changes), fonts=document_fonts())


def opened(**changes: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed(**changes)))


def test_the_same_report_gives_the_same_bytes_and_another_one_does_not():
    assert printed() == printed()
    assert printed(sha256="b" * 64) != printed()


def test_it_is_tagged_titled_and_in_english():
    pdf = opened()
    assert claims(pdf) == ["3", "A", "1", "Spring round"]
    assert str(pdf.Root.Lang) == "en-US"
    assert [words for _, words in headings(pdf)] == [
        "What proposals were judged by",
        "Ranking",
        "Pictures",
        "Ranks of the spring round",
        "Proposal by proposal",
        "Share one laboratory (P-1)",
        "How to recompute it",
    ]


def test_a_picture_is_a_figure_with_words_for_it():
    pdf = opened()
    assert kinds(pdf).count("Figure") == 1
    assert kinds(pdf).count("Table") == 4


def test_more_than_one_ranking_is_set_side_by_side():
    assert ("H1", "Before and after") in headings(opened(rankings=TABLE))


@pytest.mark.parametrize("title", ["Mow 😀 together", "x" * 300, "</text><script>", "水"])
def test_any_title_can_stand_in_a_picture(title):
    assert printed(drawings=[a_drawing(title)]).startswith(b"%PDF")
