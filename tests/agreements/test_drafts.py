"""Papers for the next council: its own headings, visible blanks, and nothing of their making."""

import io
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from agreements.drafts import Adopted, Matter, cover_sheet, draft_act, layout, written
from agreements.drafts.shape import Instrument

SHA = "a" * 64
MATTER = Matter(
    city="Raytown",
    council="Board of Aldermen",
    slug="raytown",
    instrument=Instrument.ORDINANCE,
    title="Snow plows (sample)",
    kind="Cooperative agreement",
    purpose="To share one fleet.",
    parties=("City of Grandview", "City of Raytown"),
    binding=True,
    required="Adoption of the same text by the councils of all 2 parties",
    standing="Not in force: 1 of 2 councils adopted this text.",
    version="Version 1",
    circulated_on="Monday, March 2, 2026",
    text="## 1. Purpose\n\nTo share *one* fleet.\n\n- Plows\n- Salt\n\n1. First\n2. Second\n\n"
    "| Party | Plows |\n|---|---|\n| Raytown | 4 |\n",
    text_sha256=SHA,
    proposal="EJC-2026-014, One fleet",
    adopted=(Adopted("Board of Aldermen of Grandview", "Ordinance 76", "Tuesday, March 3, 2026"),),
    as_of=date(2026, 3, 3),
    sample=True,
)
RESOLUTION = replace(MATTER, instrument=Instrument.RESOLUTION)


def lines(paper) -> list[tuple[str, str]]:
    document = Document(io.BytesIO(written(paper)))
    return [(one.style.name, one.text) for one in document.paragraphs]


def heads(paper) -> list[str]:
    return [text for style, text in lines(paper) if style.startswith("Heading 1")]


def words(paper) -> str:
    return "\n".join(text for _, text in lines(paper))


def test_a_draft_ordinance_has_its_parts_under_headings_by_style():
    said = lines(draft_act(MATTER))
    assert [line for line in said if line[0].startswith(("Title", "Heading"))] == [
        ("Title", "Draft ordinance: Snow plows (sample)"),
        ("Heading 1", "Number and title"),
        ("Heading 1", "Recitals"),
        ("Heading 1", "Enactment"),
        ("Heading 2", "Section 1. Approval"),
        ("Heading 2", "Section 2. Authority to sign"),
        ("Heading 2", "Section 3. Filing"),
        ("Heading 2", "Section 4. Effective date"),
        ("Heading 1", "Passage"),
        ("Heading 1", "Exhibit A: Snow plows (sample)"),
        ("Heading 2", "1. Purpose"),
    ]


def test_it_recites_what_is_on_record_and_fills_in_no_number_day_vote_or_name():
    said = words(draft_act(MATTER))
    assert [line for line in said.splitlines() if line.startswith("WHEREAS")] == [
        (
            "WHEREAS, City of Grandview and City of Raytown have before them one text of the "
            "cooperative agreement “Snow plows (sample)”; and"
        ),
        "WHEREAS, its purpose is stated so: To share one fleet; and",
        (
            "WHEREAS, the Board of Aldermen of Grandview adopted the same text by Ordinance 76 on "
            "Tuesday, March 3, 2026; and"
        ),
        (
            "WHEREAS, it takes effect among the parties upon this: Adoption of the same text by "
            "the councils of all 2 parties;"
        ),
    ]
    blanks = [
        "BILL NO. [number]",
        "ORDINANCE NO. [number]",
        "Read the first time this ____ day of ____________, 20__.",
        "Read the second time this ____ day of ____________, 20__.",
        "PASSED by the Board of Aldermen this ____ day of ____________, 20__.",
        "Ayes: ____________",
        "Nays: ____________",
    ]
    assert [line for line in blanks if line not in said.splitlines()] == []


def test_a_resolution_is_warned_where_the_agreement_binds_money_or_duty():
    found = [
        "binds money or duty" in words(paper)
        for paper in (
            draft_act(MATTER),
            draft_act(RESOLUTION),
            draft_act(replace(RESOLUTION, binding=False)),
            cover_sheet(replace(RESOLUTION, slug="lees-summit")),
        )
    ]
    assert found == [False, True, False, True]
    assert "Read the first time" not in words(draft_act(RESOLUTION))


@pytest.mark.parametrize(
    ("slug", "headings"),
    [
        (
            "lees-summit",
            [
                "Issue/Request",
                "Key Issues",
                "Proposed City Council Motion",
                "Background",
                "Impact/Analysis",
                "Presenter",
                "Recommendation",
            ],
        ),
        (
            "independence",
            [
                "BILL NO.",
                "Res. No",
                "Agenda Title",
                "Recommendations",
                "Executive Summary",
                "Previous Activity",
                "Background",
            ],
        ),
        (
            "raytown",
            [
                "Agenda title",
                "Request",
                "Key points",
                "Background",
                "What other councils did",
                "Fiscal impact",
                "Proposed motion",
                "Recommendation",
                "Presenter",
            ],
        ),
    ],
)
def test_the_cover_sheet_has_the_councils_own_headings(slug, headings):
    sheet = cover_sheet(replace(MATTER, slug=slug))
    plain = "The headings are a plain set" in words(sheet)
    assert (heads(sheet), plain, layout(slug).is_plain) == (
        headings,
        slug == "raytown",
        slug == "raytown",
    )


def test_what_only_the_city_knows_is_a_blank_under_its_heading():
    said = [text for _, text in lines(cover_sheet(replace(MATTER, slug="independence")))]
    assert (said[said.index("BILL NO.") + 1], said[said.index("Res. No") + 1]) == (
        "[number]",
        "Not applicable: an ordinance.",
    )
    assert said[said.index("Recommendations") + 1] == "[to be written by the city]"


def test_the_text_keeps_its_lists_numbers_and_tables():
    document = Document(io.BytesIO(written(draft_act(MATTER))))
    styled = [(one.style.name, one.text) for one in document.paragraphs]
    assert styled[-4:] == [
        ("List Bullet", "Plows"),
        ("List Bullet", "Salt"),
        ("List Continue", "1. First"),
        ("List Continue", "2. Second"),
    ]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Party", "Plows"],
        ["Raytown", "4"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_the_package_says_title_language_and_date_and_nothing_else():
    content = written(draft_act(MATTER))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        about = etree.fromstring(package.read("docProps/core.xml"))
        everything = b"".join(package.read(name) for name in names)
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name in names if name.startswith(("customXml", "docProps"))] == [
        "docProps/core.xml"
    ]
    assert [(etree.QName(each).localname, each.text) for each in about] == [
        ("title", "Draft ordinance: Snow plows (sample)"),
        ("language", "en-US"),
        ("created", "2026-03-03T12:00:00Z"),
        ("modified", "2026-03-03T12:00:00Z"),
    ]
    told = [word for word in (b"python-docx", b"creator", b"lastModifiedBy") if word in everything]
    assert told == []


ELSEWHERE = """
import os, sys
os.umask(0o077)
import time_machine
with time_machine.travel("2031-07-04 23:59:59+00:00"):
    from tests.agreements.test_drafts import MATTER, cover_sheet, draft_act, written
    sys.stdout.buffer.write(written(draft_act(MATTER)) + written(cover_sheet(MATTER)))
"""


def test_the_bytes_are_the_same_by_another_clock_in_another_zone_and_folder(tmp_path):
    here = written(draft_act(MATTER)) + written(cover_sheet(MATTER))
    root = Path(__file__).parents[2]
    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=tmp_path,
        env={**os.environ, "TZ": "Asia/Kathmandu", "PYTHONPATH": str(root), "LANG": "C"},
        capture_output=True,
        check=True,
    )
    assert there.stdout == here


@pytest.mark.parametrize("text", ["a\x07b", "*x* [y](https://a.example) `z`\n\n> quote\n\n---\n"])
def test_any_text_can_be_written(text):
    paper = draft_act(replace(MATTER, text=text, title=f"{text}\x00"))
    assert written(paper).startswith(b"PK")
