"""The packet's document: accessible, archivable, the same bytes, and nothing filled in."""

import io
from collections.abc import Iterator
from datetime import date

import pikepdf
import pytest
from hypothesis import given, settings

from agreements.typesetting import Act, Packet, Party, typeset
from agreements.typesetting.wording import worded
from collaborative.assets import document_fonts
from collaborative.typesetting import Unprintable
from tests.pdfs import claims, headings, kinds, scopes, tags
from tests.texts import MARKDOWN

RECORD = b'{"file_number": "RES. NO. 26-01"}'
SHA = "a" * 64
TEXT = """### 1. Purpose

The parties share services.

##### 1.1 Cost

| Basis | Weight |
|:--|--:|
| Population | 60 |
"""


def a_party(name: str = "City of Raytown", **changes: object) -> Party:
    party: dict[str, object] = {
        "name": name,
        "state": "No record",
        "standing": "There is no record of an act.",
        "act": "",
        "on": None,
        "signatory": "Mayor",
        "attests": "City Clerk",
        "counsel": "",
    }
    return Party(**(party | changes))


def an_act(**changes: object) -> Act:
    act: dict[str, object] = {
        "party": "City of Raytown",
        "body": "Board of Aldermen",
        "instrument": "Resolution",
        "file_number": "R-1",
        "enactment_number": "",
        "introduced_on": None,
        "on": date(2026, 3, 3),
        "action": "adopted",
        "result": "Pass",
        "mover": "",
        "seconder": "",
        "votes": [],
        "tally": "",
        "text_sha256": SHA,
        "source": "",
    }
    return Act(**(act | changes))


def a_packet(**changes: object) -> Packet:
    packet: dict[str, object] = {
        "title": "A sample agreement",
        "kind": "Agreement",
        "collaborative": "A sample collaborative",
        "city": "City of Raytown",
        "as_of": date(2026, 3, 3),
        "sample": True,
        "standing": "Not in force: 0 of 2 councils adopted this text.",
        "required": "Every party's council",
        "version": "1",
        "circulated_on": date(2026, 3, 2),
        "text": TEXT,
        "text_sha256": SHA,
        "parties": [a_party(), a_party("City of Grandview")],
        "acts": [],
        "attachments": [],
        "filings": ["Missouri Secretary of State"],
        "manifest": [{"name": "record.json", "size": 1234, "sha256": SHA}],
    }
    return Packet(**(packet | changes))


def printed(**changes: object) -> bytes:
    return typeset(a_packet(**changes), record=RECORD, fonts=document_fonts())


@pytest.fixture(scope="module")
def document() -> Iterator[pikepdf.Pdf]:
    act = an_act(votes=[{"member": "Ward 1", "vote": "Aye"}, {"member": "Ward 2", "vote": "Nay"}])
    files = [
        {"name": "Map.pdf", "size": 10, "sha256": SHA},
        {"name": "Memo", "size": None, "sha256": ""},
    ]
    with pikepdf.open(io.BytesIO(printed(acts=[act], attachments=files))) as pdf:
        yield pdf


# --- what a reader's program sees ----------------------------------------------------------------


def test_it_claims_pdf_a_3a_and_pdf_ua_1_together(document: pikepdf.Pdf) -> None:
    assert claims(document) == ["3", "A", "1", "A sample agreement"]


def test_it_has_title_language_and_the_records_date(document: pikepdf.Pdf) -> None:
    assert str(document.Root.Lang) == "en-US"
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert str(document.docinfo["/Title"]) == "A sample agreement"
    assert str(document.docinfo["/CreationDate"]).startswith("D:20260303")


def test_its_headings_go_from_level_to_level_without_a_gap(document: pikepdf.Pdf) -> None:
    assert headings(document) == [
        ("H1", "Where each council stands"),
        ("H1", "In this packet"),
        ("H1", "Text of the agreement"),
        ("H2", "1. Purpose"),
        ("H3", "1.1 Cost"),
        ("H1", "Acts of the councils"),
        ("H2", "City of Raytown"),
        ("H2", "City of Grandview"),
        ("H1", "Signatures"),
        ("H2", "City of Raytown"),
        ("H2", "City of Grandview"),
        ("H1", "Attachments"),
        ("H1", "Filing log"),
        ("H1", "Certificate of true copy"),
        ("H1", "Manifest"),
    ]


def test_every_table_has_column_headings(document: pikepdf.Pdf) -> None:
    found = kinds(document)
    cells = [tag for tag in tags(document) if str(tag.S) == "/TH"]
    # Standing, the text's own, the roll call, attachments, filing log, manifest.
    assert (found.count("Table"), found.count("THead")) == (6, 6)
    assert [scopes(cell) for cell in cells] == [["/Column"]] * (4 + 2 + 2 + 2 + 4 + 2)


def test_its_parts_are_in_the_bookmarks(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Where each council stands",
            "Text of the agreement",
            "Acts of the councils",
            "Signatures",
            "Attachments",
            "Filing log",
            "Certificate of true copy",
            "Manifest",
        ]


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
    words = worded(a_packet(acts=[an_act()], circulated_on=None, city=""))
    assert words["acts"] == [
        {
            "party": "City of Raytown",
            "body": "Board of Aldermen",
            "title": "Resolution R-1",
            "enactment_number": "",
            "introduced_on": "",
            "on": "Tuesday, March 3, 2026",
            "outcome": "adopted, Pass",
            "mover": "",
            "seconder": "",
            "votes": [],
            "tally": "",
            "text_sha256": SHA,
            "source": "",
        }
    ]
    assert (words["version_line"], words["city_line"], words["clerk_line"]) == (
        "Version 1, not circulated yet",
        "Packet of record",
        "clerk",
    )
    assert words["parties"][0] == {
        "name": "City of Raytown",
        "state": "No record",
        "standing": "There is no record of an act.",
        "act": "",
        "on": "",
        "signatory_line": " of the Mayor",
        "attests_line": " of the City Clerk",
        "counsel_line": "",
    }


def test_files_show_their_size_or_that_only_their_name_is_known() -> None:
    files = [
        {"name": "Map.pdf", "size": 123456, "sha256": SHA},
        {"name": "Memo", "size": None, "sha256": ""},
    ]
    assert worded(a_packet(attachments=files))["attachments"] == [
        {"name": "Map.pdf", "size": "123,456 bytes", "sha256": SHA},
        {"name": "Memo", "size": "", "sha256": ""},
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
