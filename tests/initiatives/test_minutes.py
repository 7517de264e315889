"""The minutes as DOCX and PDF: accessible, anonymous about their making, the same bytes."""

import io
import time
import zipfile
from datetime import date

import pikepdf
import pytest
from docx import Document

from collaborative.assets import document_fonts
from initiatives.minutes import Minutes, typeset_minutes, write_docx
from tests.pdfs import claims, headings


def minutes(**changes: object) -> Minutes:
    whole: dict[str, object] = {
        "title": "Minutes: Spring 2026",
        "collaborative": "A sample collaborative",
        "sample": True,
        "readership": "This copy is for everybody.",
        "on": date(2026, 3, 17),
        "facts": [("Round", "Spring 2026"), ("Place", "Council room, Raytown")],
        "present": ["Liaison, Raytown", "Evaluator, Grandview"],
        "quorum": "People of 2 cities were present; 2 were needed.",
        "items": [
            {
                "title": "1. One night desk",
                "facts": ["EJC-2026-014, led by Raytown."],
                "left": "1 person left the room.",
                "note": "Who pays?\n\nThe fee is split.",
                "motions": [
                    {
                        "text": "To recommend it to the councils.",
                        "outcome": "Carried",
                        "by": "Moved by Liaison, Grandview; seconded by Liaison, Raytown.",
                        "votes": ["Grandview: yes", "Raytown: no"],
                        "rationale": "It saves most.",
                        "correction": "Corrects what was recorded before: the second was missing.",
                    }
                ],
            }
        ],
        "ranking": [
            {"rank": "1", "proposal": "One night desk", "score": "81.67", "within": "1 to 2"}
        ],
        "results": "The frozen results have the SHA-256",
        "sha256": "a" * 64,
    }
    return Minutes(**(whole | changes))


EMPTY = {"present": [], "items": [], "ranking": [], "sha256": "", "results": "Not frozen yet."}


def written(**changes: object):
    return Document(io.BytesIO(write_docx(minutes(**changes))))


def typeset(**changes: object) -> bytes:
    return typeset_minutes(minutes(**changes), fonts=document_fonts())


def lines(**changes: object) -> list[tuple[str, str]]:
    return [(one.style.name, one.text) for one in written(**changes).paragraphs]


def test_the_word_document_says_everything_in_order_under_headings_by_style():
    assert lines() == [
        ("Normal", "A sample collaborative"),
        ("Title", "Minutes: Spring 2026"),
        ("Normal", "Sample. This meeting was invented to show the portal."),
        ("Normal", "This copy is for everybody."),
        ("Normal", "Round: Spring 2026"),
        ("Normal", "Place: Council room, Raytown"),
        ("Heading 1", "Present"),
        ("List Bullet", "Liaison, Raytown"),
        ("List Bullet", "Evaluator, Grandview"),
        ("Normal", "People of 2 cities were present; 2 were needed."),
        ("Heading 1", "What was discussed"),
        ("Heading 2", "1. One night desk"),
        ("Normal", "EJC-2026-014, led by Raytown."),
        ("Normal", "1 person left the room."),
        ("Heading 3", "Discussion"),
        ("Normal", "Who pays?"),
        ("Normal", "The fee is split."),
        ("Heading 3", "Motion: Carried"),
        ("Normal", "To recommend it to the councils."),
        ("Normal", "Moved by Liaison, Grandview; seconded by Liaison, Raytown."),
        ("List Bullet", "Grandview: yes"),
        ("List Bullet", "Raytown: no"),
        ("Normal", "Reasons given:"),
        ("Normal", "It saves most."),
        ("Normal", "Corrects what was recorded before: the second was missing."),
        ("Heading 1", "The ranking"),
        ("Normal", "The frozen results have the SHA-256"),
        ("Normal", "a" * 64),
    ]


def test_the_ranking_is_a_table_whose_first_row_names_the_columns():
    (table,) = written().tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Rank", "Proposal", "Score", "Holds within"],
        ["1", "One night desk", "81.67", "1 to 2"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_a_meeting_without_anything_says_so():
    said = [text for _, text in lines(**EMPTY, sample=False)]
    assert said[4:] == [
        "Place: Council room, Raytown",
        "Present",
        "No attendance was recorded.",
        "People of 2 cities were present; 2 were needed.",
        "What was discussed",
        "Nothing was discussed.",
        "The ranking",
        "There was no ranking yet.",
        "Not frozen yet.",
    ]


def test_the_word_document_tells_nothing_of_who_or_what_wrote_it():
    about = written().core_properties
    assert (about.title, about.language, about.author, about.last_modified_by) == (
        "Minutes: Spring 2026",
        "en-US",
        "",
        "",
    )
    assert (about.comments, about.created.date(), about.modified.date()) == (
        "",
        date(2026, 3, 17),
        date(2026, 3, 17),
    )
    with zipfile.ZipFile(io.BytesIO(write_docx(minutes()))) as package:
        names = package.namelist()
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert [name for name in names if name.startswith(("customXml", "docProps"))] == [
        "docProps/core.xml"
    ]


def test_letters_that_xml_cannot_hold_are_left_out():
    assert ("Heading 2", "1. Bell") in lines(
        items=[{**minutes()["items"][0], "title": "1. Be\x07ll"}]
    )


@pytest.mark.parametrize("make", [lambda: write_docx(minutes()), typeset], ids=["docx", "pdf"])
def test_the_same_minutes_give_the_same_bytes(make):
    first = make()
    time.sleep(2.1)  # a ZIP counts in twos of seconds
    assert make() == first


def test_the_pdf_is_tagged_and_its_headings_are_those_of_the_word_document():
    with pikepdf.Pdf.open(io.BytesIO(typeset())) as pdf:
        assert claims(pdf) == ["3", "A", "1", "Minutes: Spring 2026"]
        assert [words for _, words in headings(pdf)] == [
            text for style, text in lines() if style.startswith("Heading")
        ]


def test_the_pdf_of_an_empty_meeting_can_be_set():
    with pikepdf.Pdf.open(io.BytesIO(typeset(**EMPTY))) as pdf:
        assert [words for _, words in headings(pdf)] == [
            "Present",
            "What was discussed",
            "The ranking",
        ]
