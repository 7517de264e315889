"""The paper of a certificate: its words, its tags, and the same bytes whenever it is printed."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.urls import reverse

from collaborative.assets import document_fonts
from tests.factories.cohorts import CertificateFactory
from tests.pdfs import claims, kinds, untagged, words
from training.certificates import Paper, typeset

PAPER = Paper(
    number="GTI-2026-AAAA-BBBB-CCCC",
    holder="Sample crew member é",
    city="Raytown",
    course="Trench safety",
    hours=Decimal("8.00"),
    begins_on=date(2026, 3, 30),
    ends_on=date(2026, 3, 31),
    issued_on=date(2026, 4, 1),
    address="https://portal.example/GTI-2026-AAAA-BBBB-CCCC/",
    sample=False,
)
BEGIN = ["Government Training Institute", "Certificate of Completion"]
HOLDER = ["This certifies that", "Sample crew member é", "Raytown", "has completed"]
END = [
    "Issued on April 1, 2026",
    "Number ",
    "GTI-2026-AAAA-BBBB-CCCC",
    "Whether this paper is genuine says https://portal.example/GTI-2026-AAAA-BBBB-CCCC/",
]
SAID = [*BEGIN, *HOLDER, "Trench safety", "8 hours, held March 30, 2026 to March 31, 2026", *END]


def printed(paper: Paper) -> bytes:
    return typeset(paper, fonts=document_fonts())


@contextmanager
def opened(paper: Paper) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(printed(paper))) as pdf:
        yield pdf


def said(paper: Paper) -> list[str]:
    """All words of the paper, which is one page, in the order of reading."""
    with opened(paper) as pdf:
        (page,) = pdf.pages
        return words(page)


def test_it_says_who_completed_what_and_when_and_where_to_ask_whether_that_is_so():
    assert said(PAPER) == SAID


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": date(2026, 3, 30)}, "8 hours, held March 30, 2026"),
        ({"ends_on": date(2026, 3, 30), "hours": Decimal("1.00")}, "1 hour, held March 30, 2026"),
        (
            {"ends_on": date(2026, 3, 30), "hours": Decimal("7.50")},
            "7.5 hours, held March 30, 2026",
        ),
        ({"ends_on": date(2026, 3, 30), "hours": Decimal(40)}, "40 hours, held March 30, 2026"),
    ],
)
def test_hours_and_days_are_said_as_one_says_them(changes, sentence):
    assert said(replace(PAPER, **changes)) == [*BEGIN, *HOLDER, "Trench safety", sentence, *END]


def test_a_sample_says_so_and_one_that_was_withdrawn_is_no_longer_valid():
    marked = said(replace(PAPER, sample=True, withdrawn_on=date(2026, 5, 4)))
    words_ = " ".join(marked[2 : -len(SAID[2:])]).split()
    assert " ".join(words_) == (
        "Sample. This paper was made to show the portal. Nobody took this course. "
        "Withdrawn on May 4, 2026. It is no longer valid."
    )
    assert [*marked[:2], *marked[-len(SAID[2:]) :]] == SAID


def test_a_reader_that_cannot_see_is_told_all_of_it_in_order():
    with opened(PAPER) as pdf:
        title = "Certificate GTI-2026-AAAA-BBBB-CCCC: Trench safety"
        assert claims(pdf) == ["3", "A", "1", title]
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("en-US", True)
        assert str(pdf.docinfo.Title) == title
        assert untagged(pdf) == []
        paragraphs = ["P"] * 7
        assert kinds(pdf) == ["Document", "P", "Title", *paragraphs, "P", "Strong", "P"]


def test_printed_again_it_is_the_same_file_and_another_name_is_another():
    first = printed(PAPER)
    assert printed(PAPER) == first
    assert printed(replace(PAPER, holder="Sample crew member e")) != first


def test_a_letter_that_the_fonts_lack_stands_as_its_code():
    assert said(replace(PAPER, holder="Sample 漢"))[3] == "Sample [U+6F22]"


def test_what_is_downloaded_is_what_was_issued(client_for, analyst):
    certificate = CertificateFactory(holder="Sample crew member", course="Trench safety")
    client = client_for(analyst)
    path = reverse("training:paper", args=[certificate.number])
    answer = client.get(path)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        f'attachment; filename="{certificate.number}.pdf"',
    )
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        told = words(pdf.pages[0])
    assert told[3:9] == [
        "Sample crew member",
        certificate.city,
        "has completed",
        "Trench safety",
        "8 hours, held March 30, 2026",
        "Issued on March 31, 2026",
    ]
    assert told[-1].endswith(certificate.get_absolute_url())
    assert client.get(path).content == answer.content
