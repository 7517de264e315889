"""A proposal's document: accessible, the same bytes, all of what was written, and no more."""

import io
import time
from collections.abc import Iterator
from datetime import date

import pikepdf
import pytest
from hypothesis import given, settings

from collaborative.assets import document_fonts
from initiatives.receipts import Answer, File, Receipt, typeset_receipt
from initiatives.receipts.wording import worded
from tests.pdfs import claims, headings, kinds, scopes, tags
from tests.texts import MARKDOWN

MOMENT = "Tuesday, March 3, 2026, 5:00 pm Central"
PROBLEM = """Five desks sit by five phones.
They ring **three times** a night.

- Raytown
  - on overtime

| City | Calls |
|:--|--:|
| Raytown | 2.2 |

### What residents notice

> Nothing.
"""


def an_answer(question: str, text: str, *, is_prose: bool = True) -> Answer:
    return {"question": question, "text": text, "is_prose": is_prose}


def a_file(name: str) -> File:
    return {"name": name, "size": "1.2 MB", "sha256": "a" * 64}


def a_receipt(**changes: object) -> Receipt:
    receipt: dict[str, object] = {
        "reference": "P-2026-014",
        "title": "One night desk",
        "collaborative": "A sample collaborative",
        "city": "City of Raytown",
        "department": "Public Works",
        "service": "Public works",
        "is_draft": False,
        "sample": True,
        "moment": MOMENT,
        "on": date(2026, 3, 3),
        "by": "Staff, Raytown",
        "cities": [
            {"name": "City of Raytown", "part": "Lead", "answer": "Sent the proposal in."},
            {"name": "City of Grandview", "part": "Co-sponsor", "answer": "Co-sponsors it."},
        ],
        "sections": [
            {
                "title": "The idea",
                "answers": [
                    an_answer("What is the problem?", PROBLEM),
                    an_answer("How is it done today?", ""),
                ],
            },
            {
                "title": "Costs",
                "answers": [
                    an_answer("Cost", "$125,000.00", is_prose=False),
                    an_answer("Saving", "", is_prose=False),
                ],
            },
        ],
        "files": [a_file("Calls.pdf")],
        "next_steps": ["MARC answers by Tuesday, March 17, 2026.", "You are told by mail."],
        "address": "https://portal.example/proposals/P-2026-014/",
    }
    return Receipt(**(receipt | changes))


def printed(**changes: object) -> bytes:
    return typeset_receipt(a_receipt(**changes), fonts=document_fonts())


def opened(**changes: object) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed(**changes)))


@pytest.fixture(scope="module")
def document() -> Iterator[pikepdf.Pdf]:
    with opened() as pdf:
        yield pdf


# --- what a reader's program sees ----------------------------------------------------------------


def test_it_claims_pdf_a_3a_and_pdf_ua_1_together(document):
    assert claims(document) == ["3", "A", "1", "One night desk"]


def test_it_has_title_language_and_the_day_it_was_sent_in(document):
    assert (
        str(document.Root.Lang),
        bool(document.Root.MarkInfo.Marked),
        bool(document.Root.ViewerPreferences.DisplayDocTitle),
        str(document.docinfo["/Title"]),
        str(document.docinfo["/CreationDate"])[:10],
    ) == ("en-US", True, True, "One night desk", "D:20260303")


def test_its_headings_go_from_level_to_level_without_a_gap(document):
    assert headings(document) == [
        ("H1", "What happens next"),
        ("H1", "Cities"),
        ("H1", "The idea"),
        ("H2", "What is the problem?"),
        ("H3", "What residents notice"),
        ("H2", "How is it done today?"),
        ("H1", "Costs"),
        ("H1", "Files"),
    ]


def test_its_title_stands_once_and_first(document):
    found = [kind for kind in kinds(document) if kind in {"Title", "H1"}]
    assert (found[0], found.count("Title")) == ("Title", 1)


def test_lists_tables_and_quotes_are_what_they_are(document):
    found = kinds(document)
    counted = {kind: found.count(kind) for kind in ("L", "LI", "Table", "THead", "BlockQuote")}
    # Next steps, the answer's list and the one in it; cities, the answer's table, files.
    assert counted == {"L": 3, "LI": 4, "Table": 3, "THead": 3, "BlockQuote": 1}


def test_every_table_has_column_headings(document):
    cells = [tag for tag in tags(document) if str(tag.S) == "/TH"]
    assert [scopes(cell) for cell in cells] == [["/Column"]] * (3 + 2 + 2)


def test_its_page_can_be_reached(document):
    links = [
        str(note.A.URI)
        for page in document.pages
        for note in page.get("/Annots", [])
        if note.Subtype == "/Link"
    ]
    assert links == ["https://portal.example/proposals/P-2026-014/"]


def test_its_sections_and_questions_are_in_the_bookmarks(document):
    with document.open_outline() as outline:
        assert [(item.title, [one.title for one in item.children]) for item in outline.root] == [
            ("What happens next", []),
            ("Cities", []),
            ("The idea", ["What is the problem?", "How is it done today?"]),
            ("Costs", []),
            ("Files", []),
        ]


# --- the same bytes ------------------------------------------------------------------------------


def test_the_same_receipt_gives_the_same_bytes():
    assert printed() == printed()


def test_another_day_gives_another_document():
    assert printed() != printed(on=date(2026, 3, 4))


# --- the words -----------------------------------------------------------------------------------


def test_it_says_when_and_by_whom_it_was_sent_in():
    words = worded(a_receipt())
    assert (words["kind"], words["running_kind"], words["standing"]) == (
        "Proposal, as sent in",
        "As sent in",
        f"Sent in on {MOMENT} by Staff, Raytown.",
    )


def test_a_draft_says_that_it_is_one():
    words = worded(a_receipt(is_draft=True, by="", next_steps=[]))
    assert (words["kind"], words["running_kind"], words["standing"]) == (
        f"Draft of {MOMENT}",
        "Draft, not sent in",
        f"A draft as it was on {MOMENT}. It has not been sent in.",
    )


def test_short_answers_stand_together_and_prose_by_itself():
    answers = [
        an_answer("City", "Raytown", is_prose=False),
        an_answer("Cost", "$1.00", is_prose=False),
        an_answer("Why", "Because.\nSo."),
        an_answer("Saving", "", is_prose=False),
    ]
    said = worded(a_receipt(sections=[{"title": "All", "answers": answers}]))["sections"]
    paragraph = {
        "kind": "paragraph",
        "inside": [
            {"kind": "text", "text": "Because."},
            {"kind": "break"},
            {"kind": "text", "text": "So."},
        ],
    }

    def short(name: str, said: str) -> dict[str, object]:
        return {"name": name, "said": said, "nodes": []}

    assert said == [
        {
            "title": "All",
            "runs": [
                {"is_prose": False, "answers": [short("City", "Raytown"), short("Cost", "$1.00")]},
                {
                    "is_prose": True,
                    "answers": [{"name": "Why", "said": "Because.\nSo.", "nodes": [paragraph]}],
                },
                {"is_prose": False, "answers": [short("Saving", "")]},
            ],
        }
    ]


# --- few words, many words, any words ------------------------------------------------------------


def test_a_bare_draft_can_be_printed():
    with opened(
        is_draft=True, by="", department="", service="", sections=[], files=[], next_steps=[]
    ) as pdf:
        assert (headings(pdf), len(pdf.pages)) == ([("H1", "Cities"), ("H1", "Files")], 1)


def test_sixty_thousand_letters_are_set_in_a_few_seconds():
    long = an_answer("Everything", "The quick brown fox. " * 2850)
    started = time.monotonic()
    with opened(sections=[{"title": "All", "answers": [long]}]) as pdf:
        assert len(pdf.pages) > 10
    assert time.monotonic() - started < 10


def test_letters_of_every_script_can_be_printed():
    words = "😀 👨‍👩‍👧 1️⃣ привет עברית العربية 漢字 한국어 नमस्ते \u202e \u0000"
    answers = [an_answer(words, words), an_answer(words, words, is_prose=False)]
    file = a_file(f"{words}.pdf")
    with opened(title=words, sections=[{"title": words, "answers": answers}], files=[file]) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("[U+1F600] [U+1F468]")


def test_words_are_never_read_as_typst():
    hostile = '#panic("x") #read("/etc/passwd") $ #import "@preview/x:1.0.0" \\u{0} `'
    answers = [an_answer(hostile, hostile), an_answer(hostile, hostile, is_prose=False)]
    with opened(title=hostile, sections=[{"title": hostile, "answers": answers}]) as pdf:
        assert str(pdf.docinfo["/Title"]) == hostile


@settings(max_examples=40)
@given(MARKDOWN)
def test_any_answer_is_set_as_an_accessible_document(source):
    sections = [{"title": "All", "answers": [an_answer("Why", source)]}]
    assert printed(sections=sections).startswith(b"%PDF-1.7")
