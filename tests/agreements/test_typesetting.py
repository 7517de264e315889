"""The packet's document: accessible, archivable, the same bytes, and nothing filled in."""

import io
import re
from collections.abc import Iterator
from datetime import date

import pikepdf
import pytest
from hypothesis import given, settings

from agreements.typesetting import typeset
from agreements.typesetting.wording import worded
from collaborative.assets import document_fonts
from collaborative.typesetting import Unprintable
from tests.agreements.packet_facts import (
    SHA,
    a_full_packet,
    a_packet,
    a_party,
    a_signing,
    an_act,
)
from tests.pdfs import claims, headings, kinds, letters, lines, scopes, tags, untagged
from tests.texts import MARKDOWN

RECORD = b'{"file_number": "RES. NO. 26-01"}'
INCH = 72


def printed(**changes: object) -> bytes:
    return typeset(a_packet(**changes), record=RECORD, fonts=document_fonts())


def opened(**changes: object) -> pikepdf.Pdf:
    facts = a_full_packet(**changes)
    return pikepdf.open(io.BytesIO(typeset(facts, record=RECORD, fonts=document_fonts())))


@pytest.fixture(scope="module")
def document() -> Iterator[pikepdf.Pdf]:
    with opened() as pdf:
        yield pdf


@pytest.fixture(scope="module")
def recordable() -> Iterator[pikepdf.Pdf]:
    with opened(recordable=True, in_force_on=date(2026, 3, 1)) as pdf:
        yield pdf


# --- what a reader's program sees ----------------------------------------------------------------


def test_it_claims_pdf_a_3a_and_pdf_ua_1_together(document: pikepdf.Pdf) -> None:
    assert claims(document) == ["3", "A", "1", "A sample agreement"]


def test_it_says_title_language_and_the_records_date_and_nothing_else(document) -> None:
    assert str(document.Root.Lang) == "en-US"
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert {str(name): str(said) for name, said in document.docinfo.items()} == {
        "/Title": "A sample agreement",
        "/CreationDate": "D:20260303000000Z",
        "/ModDate": "D:20260303000000Z",
    }
    said = document.Root.Metadata.read_bytes().decode()
    told = dict(re.findall(r"<((?:dc|xmp|xmpMM|pdf|pdfaid|pdfuaid):\w+)>(.*?)</\1>", said))
    assert told == {
        "dc:title": ('<rdf:Alt><rdf:li xml:lang="x-default">A sample agreement</rdf:li></rdf:Alt>'),
        "dc:language": "<rdf:Bag><rdf:li>en-US</rdf:li></rdf:Bag>",
        "xmp:CreateDate": "2026-03-03T00:00:00Z",
        "xmp:ModifyDate": "2026-03-03T00:00:00Z",
        "pdfaid:part": "3",
        "pdfaid:conformance": "A",
        "pdfuaid:part": "1",
    }


def test_no_byte_of_it_names_a_program_or_a_collaborative_as_its_maker(document) -> None:
    pdf = printed()
    assert [word for word in (b"Typst", b"pikepdf", b"qpdf", b"/Producer") if word in pdf] == []


def test_its_headings_go_from_level_to_level_without_a_gap(document: pikepdf.Pdf) -> None:
    assert headings(document) == [
        ("H1", "Parties"),
        ("H1", "What is not on record"),
        ("H1", "In this packet"),
        ("H1", "Adopting acts"),
        ("H2", "City of Raytown"),
        ("H3", "Steps before the decision"),
        ("H3", "What came after"),
        ("H2", "City of Grandview"),
        ("H1", "Text of the agreement"),
        ("H2", "1. Purpose"),
        ("H3", "1.1 Cost"),
        ("H1", "Exhibits and documents"),
        ("H1", "Signature page: City of Raytown"),
        ("H2", "Signature"),
        ("H2", "Attest"),
        ("H1", "Signature page: City of Grandview"),
        ("H2", "Signature"),
        ("H2", "Attest"),
        ("H1", "Roll calls"),
        ("H2", "City of Raytown: Decision, Board of Aldermen"),
        ("H1", "Certificate of true copy"),
        ("H1", "Adoption by all parties"),
        ("H1", "Term"),
        ("H1", "Required terms"),
        ("H1", "Filing log"),
        ("H1", "Manifest"),
    ]


def test_the_packet_of_one_city_holds_its_own_act_and_every_partys_signature_page() -> None:
    with opened(city="City of Grandview") as pdf:
        said = [words for _, words in headings(pdf)]
    assert [words for words in said if "City" in words or "act" in words] == [
        "Adopting act",
        "City of Grandview",
        "Signature page: City of Raytown",
        "Signature page: City of Grandview",
    ]


def test_every_table_has_column_headings(document: pikepdf.Pdf) -> None:
    found = kinds(document)
    cells = [tag for tag in tags(document) if str(tag.S) == "/TH"]
    columns = {
        "parties": 3,
        "before": 4,
        "after": 4,
        "the text's own": 2,
        "papers": 3,
        "roll call": 3,
        "adoption": 5,
        "required terms": 3,
        "filing log": 4,
        "manifest": 2,
    }
    assert (found.count("Table"), found.count("THead")) == (len(columns), len(columns))
    assert [scopes(cell) for cell in cells] == [["/Column"]] * sum(columns.values())


def test_every_list_is_tagged_with_its_items_and_what_they_say(document: pikepdf.Pdf) -> None:
    lists = [tag for tag in tags(document) if str(tag.S) == "/L"]
    inside = [[str(item.S) for item in one.K] for one in lists]
    parts = {tuple(str(part.S) for part in item.K) for one in lists for item in one.K}
    # What is missing, the earlier version, the text's own, the term's note.
    assert inside == [["/LI"], ["/LI"], ["/LI", "/LI"], ["/LI"]]
    assert parts == {("/Lbl", "/LBody")}


def test_the_picture_says_what_it_shows() -> None:
    parties = [a_party(counts=True, state="Adopted"), a_party("City of Grandview")]
    with opened(parties=parties) as pdf:
        figures = [str(tag.Alt) for tag in tags(pdf) if str(tag.S) == "/Figure"]
    (said,) = figures
    assert said == (
        "A box for each party, filled where its council adopted the text. City of Raytown: filled, "
        "adopted; City of Grandview: empty, no record."
    )


def test_nothing_is_painted_that_is_neither_tagged_nor_an_artifact(document, recordable) -> None:
    assert (untagged(document), untagged(recordable)) == ([], [])


def test_a_painting_without_a_mark_is_seen() -> None:
    with opened() as pdf:
        page = pdf.pages[1]
        content = page.Contents.read_bytes()
        page.Contents.write(content + b" q 10 10 5 5 re f Q /Span <</MCID 9999>> BDC f EMC")
        assert untagged(pdf) == [(2, "f"), (2, "f")]


def test_its_parts_are_in_the_bookmarks(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Adopting acts",
            "Text of the agreement",
            "Exhibits and documents",
            "Signature page: City of Raytown",
            "Signature page: City of Grandview",
            "Roll calls",
            "Certificate of true copy",
            "Adoption by all parties",
            "Term",
            "Required terms",
            "Filing log",
            "Manifest",
        ]


# --- as a recorder of deeds takes it -------------------------------------------------------------


def test_page_one_leaves_three_inches_and_the_others_three_quarters(recordable) -> None:
    for number, page in enumerate(recordable.pages):
        assert [float(side) for side in page.MediaBox] == [0, 0, 8.5 * INCH, 11 * INCH]
        said, drawn = letters(page), lines(page)
        top = 11 * INCH - (3 if number == 0 else 0.75) * INCH
        assert max(base + size for _, base, _, size in said) <= top
        assert min(base - size / 3 for _, base, _, size in said) >= 0.75 * INCH
        assert min(left for left, *_ in said) >= 0.75 * INCH
        assert max(right for _, _, right, _ in said) <= 7.75 * INCH
        assert min(size for *_, size in said) >= 8
        assert all(0.75 * INCH <= x <= 7.75 * INCH and 0.75 * INCH <= y <= top for x, y in drawn)


def test_without_the_choice_page_one_begins_higher(document: pikepdf.Pdf) -> None:
    highest = max(base for _, base, *_ in letters(document.pages[0]))
    assert highest > 8 * INCH


def test_all_its_ink_is_dark(recordable: pikepdf.Pdf) -> None:
    inks = set()
    for page in recordable.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "scn":
                inks.add(tuple(round(float(part) * 255) for part in operands))
    # Ink, the headings' blue, the lines' grey, and the wash behind a table's head.
    dark = {ink for ink in inks if max(ink) < 0x60}
    assert inks - dark <= {(0xA9, 0xAE, 0xB1), (0xF0, 0xF0, 0xF0)}


def test_page_one_has_title_date_and_the_parties_on_both_sides() -> None:
    words = worded(a_packet(recordable=True, in_force_on=date(2026, 3, 1)))
    assert (words["recordable"], words["in_force_on"]) == (True, "Sunday, March 1, 2026")
    with opened(recordable=True) as pdf, opened() as usual:
        assert len(pdf.pages) == len(usual.pages) + 1


def test_the_record_is_attached_as_its_source(document: pikepdf.Pdf) -> None:
    assert list(document.attachments) == ["record.json"]
    attached = document.attachments["record.json"]
    assert attached.get_file().read_bytes() == RECORD
    assert str(attached.relationship) == "/Source"
    assert attached.get_file().mime_type == "application/json"


def test_every_letter_is_embedded_from_the_fonts_that_were_given(document: pikepdf.Pdf) -> None:
    names = {
        str(font.BaseFont).split("+")[-1].split("-")[0]
        for page in document.pages
        for font in page.Resources.Font.values()
    }
    assert names == {"PublicSans", "Merriweather", "RobotoMono"}


# --- the same bytes ------------------------------------------------------------------------------


def test_the_same_packet_gives_the_same_bytes() -> None:
    assert printed() == printed()


def test_another_day_of_the_record_gives_another_document() -> None:
    assert printed() != printed(as_of=date(2026, 3, 4))


# --- the words -----------------------------------------------------------------------------------


def test_blanks_stay_blank() -> None:
    words = worded(a_packet(acts=[an_act()], circulated_on=None, city="City of Raytown"))
    assert words["acts"] == [
        {
            "party": "City of Raytown",
            "body": "Board of Aldermen",
            "heading": "Resolution R-1",
            "title": "",
            "enactment_number": "",
            "introduced_on": "",
            "agenda_on": "",
            "on": "Tuesday, March 3, 2026",
            "outcome": "adopted, Pass",
            "mover": "",
            "seconder": "",
            "tally": "",
            "text_sha256": SHA,
            "source": "",
            "before": [],
            "after": [],
            "roll_calls": [],
        }
    ]
    assert (words["version_line"], words["city_line"], words["clerk_line"]) == (
        "Version 1, not circulated yet",
        "Clerk's packet, City of Raytown",
        "clerk of the City of Raytown",
    )
    assert words["parties"][0]["signings"] == [
        {"line": "Signature", "name": "", "title": "", "on": ""},
        {"line": "Attest", "name": "", "title": "City Clerk", "on": ""},
    ]


def test_what_is_on_record_of_a_signature_stands_on_its_line() -> None:
    signed = a_signing(name="Mayor, Raytown (sample)", title="Mayor", on=date(2026, 3, 5))
    words = worded(a_packet(parties=[a_party(signings=[signed])]))
    assert words["parties"][0]["signings"] == [
        {
            "line": "Signature",
            "name": "Mayor, Raytown (sample)",
            "title": "Mayor",
            "on": "Thursday, March 5, 2026",
        }
    ]


def test_of_a_closed_paper_nothing_is_said_but_its_number_and_why() -> None:
    assert worded(a_full_packet())["papers"] == [
        {
            "number": "Exhibit A",
            "title": "Map",
            "closed": "",
            "file": {"name": "exhibits/A Map.pdf", "size": 10, "sha256": SHA},
            "size": "10 bytes",
        },
        {
            "number": "Document 1",
            "title": "",
            "closed": "Closed under RSMo 610.021(1).",
            "file": None,
            "size": "",
        },
    ]


def test_a_long_title_is_short_over_the_pages() -> None:
    words = worded(a_packet(title="word " * 30))
    assert words["running_title"] == "word " * 15 + "word ..."
    assert words["title"] == "word " * 30


# --- anything at all -----------------------------------------------------------------------------


def test_a_text_is_never_read_as_typst() -> None:
    hostile = '#panic("x") #read("/etc/passwd") $ #import "@preview/x:1.0.0" \\u{0} `'
    pdf = printed(text=hostile, title=hostile, acts=[an_act(mover=hostile)])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == hostile


def test_a_packet_without_a_title_is_refused() -> None:
    with pytest.raises(Unprintable, match=r"^The document cannot be set: PDF/UA-1 error: "):
        printed(title="")


def test_an_emoji_and_a_chinese_word_do_not_stop_the_press() -> None:
    assert printed(text="# 漢字 1️⃣ 👨‍👩‍👧 “quoted” עברית").startswith(b"%PDF-1.7")


@settings(max_examples=40, deadline=None)
@given(MARKDOWN)
def test_any_markdown_is_set_as_an_accessible_document(source: str) -> None:
    assert printed(text=source).startswith(b"%PDF-1.7")
