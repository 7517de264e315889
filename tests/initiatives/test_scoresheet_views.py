"""The scoresheet taken along, filled in and brought back: all that is right, or nothing."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from initiatives.forms import scoresheets as forms
from initiatives.models import Declaration, Mark, Remark, Review, Round
from initiatives.operations import reviews, scoring
from initiatives.operations.marking import Answers, Opinion, opinion_of
from initiatives.views import scoresheets
from tests.conftest import sign_in
from tests.factories.rounds import (
    CLOSING,
    OPENING,
    CriterionFactory,
    EntryFactory,
    RoundFactory,
)
from tests.initiatives.files import PDF, xlsx
from tests.initiatives.scenes import DURING, ask, declared, marked, opened, review_of
from tests.initiatives.scoresheets import edited, remarked, typed

pytestmark = pytest.mark.django_db
LATER = DURING + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _while_the_round_is_open():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


@pytest.fixture
def round_(evaluator):
    """Four proposals: one begun, one sent in, one recused from, one not declared."""
    round_ = opened(evaluator, proposals=4, title="Spring 2026", slug="spring-2026")
    answers = Answers(marks={"savings": 4, "service": None}, comment="Good.")
    scoring.record(declared(evaluator, round_), answers=answers, by=evaluator, at=DURING)
    marked(evaluator, round_, "EJC-2026-002", savings=2)
    third = declared(evaluator, round_, "EJC-2026-003")
    scoring.record(third, answers=Answers(comment="CANARY"), by=evaluator, at=DURING)
    reviews.recuse(third, reason="Kin", by=evaluator, at=DURING)
    return round_


def take(actor, round_) -> bytes:
    answer = sign_in(actor).get(f"/rounds/{round_.slug}/my-marks/scoresheet.xlsx")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def bring(actor, round_, content, name="scoresheet.xlsx"):
    file = SimpleUploadedFile(name, content)
    return sign_in(actor).post(f"/rounds/{round_.slug}/my-marks/upload/", {"file": file})


def press(actor, round_, shown):
    """Press the button under what was shown."""
    body = shown if isinstance(shown, str) else shown.content.decode()
    signed = re.search(r'name="shown" value="([^"]+)"', body)[1]
    return sign_in(actor).post(f"/rounds/{round_.slug}/my-marks/upload/", {"shown": signed})


def complaints(answer) -> list[str]:
    body = answer.content.decode()
    listed = re.search(r"data-problems>.*?</div>", body, re.DOTALL)[0]
    return re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", listed)


def listed(answer) -> list[list[str]]:
    """The rows of what will be written."""
    assert answer.status_code == 200, complaints(answer)
    body = answer.content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", body[body.index("<tbody>") :], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[re.sub(r"<small.*?</small>", "", cell).strip() for cell in row] for row in cells]


def opinion(actor, round_, reference="EJC-2026-001") -> Opinion:
    return opinion_of(review_of(actor, round_, reference))


def test_it_holds_the_proposals_that_were_declared_and_nothing_of_the_others(evaluator, round_):
    content = take(evaluator, round_)
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [[cell.value for cell in row] for row in book["Marks"].iter_rows(min_row=2)]
    assert rows == [
        ["EJC-2026-001", "Idea 1", "Grandview", 4, "none", None],
        ["EJC-2026-002", "Idea 2", "Grandview", 2, None, None],
    ]
    everything = str([[c.value for row in page.iter_rows() for c in row] for page in book])
    assert [word in everything for word in ("Idea 3", "Idea 4", "CANARY", "Good.")] == [
        False,
        False,
        False,
        True,
    ]


def test_its_name_says_the_round_and_the_day(evaluator, round_):
    answer = sign_in(evaluator).get("/rounds/spring-2026/my-marks/scoresheet.xlsx")
    assert answer["Content-Disposition"] == (
        'attachment; filename="scoresheet-spring-2026-2026-03-03.xlsx"'
    )
    assert "no-store" in answer["Cache-Control"]


def test_what_nobody_touched_changes_nothing(evaluator, round_):
    shown = bring(evaluator, round_, take(evaluator, round_))
    assert (shown.status_code, "Nothing in it differs" in shown.content.decode()) == (200, True)


def test_what_is_filled_in_is_shown_first_and_written_by_one_press(evaluator, round_):
    filled = edited(
        take(evaluator, round_),
        typed(D2=5, F2="yes", E3="none"),
        remarked(D2="Shown with figures.", G2="Very good."),
    )
    with time_machine.travel(LATER, tick=False):
        shown = bring(evaluator, round_, filled)
        assert listed(shown) == [
            ["Marks!D2", "Idea 1", "Savings", "4", "5"],
            ["Marks!F2", "Idea 1", "Lawful", "not yet", "yes"],
            ["Marks!E3", "Idea 2", "Service", "not yet", "cannot judge"],
            ["Remarks!D2", "Idea 1", "Savings, remark", "nothing", "Shown with figures."],
            ["Remarks!G2", "Idea 1", "Comment", "Good.", "Very good."],
        ]
        assert opinion(evaluator, round_).marks == {"savings": 4}
        assert press(evaluator, round_, shown).url == "/rounds/spring-2026/my-marks/"
    assert opinion(evaluator, round_) == Opinion(
        marks={"savings": 5, "lawful": 1},
        remarks={"savings": "Shown with figures."},
        comment="Very good.",
        unjudged=frozenset({"service"}),
    )
    second = review_of(evaluator, round_, "EJC-2026-002")
    assert (second.state, opinion_of(second).unjudged) == ("submitted", frozenset({"service"}))


def test_a_cell_left_as_it_was_does_not_undo_what_was_marked_on_the_portal_since(evaluator, round_):
    content = take(evaluator, round_)
    with time_machine.travel(LATER, tick=False):
        newer = Answers(marks={"savings": 1}, remarks={"savings": "New."}, comment="New.")
        review = review_of(evaluator, round_)
        scoring.record(review, answers=newer, by=evaluator, at=LATER)
        shown = bring(evaluator, round_, edited(content, typed(E2=3)))
        assert listed(shown) == [["Marks!E2", "Idea 1", "Service", "cannot judge", "3"]]
        press(evaluator, round_, shown)
    after = opinion(evaluator, round_)
    assert (after.marks, after.comment) == ({"savings": 1, "service": 3}, "New.")


def test_what_was_changed_on_both_sides_is_pointed_out(evaluator, round_):
    content = edited(take(evaluator, round_), typed(D2=5), remarked(G2="Typed offline."))
    with time_machine.travel(LATER, tick=False):
        newer = Answers(marks={"savings": 1}, comment="Typed online.")
        scoring.record(review_of(evaluator, round_), answers=newer, by=evaluator, at=LATER)
        shown = bring(evaluator, round_, content)
    assert listed(shown) == [
        ["Marks!D2", "Idea 1", "Savings", "1", "5"],
        ["Remarks!G2", "Idea 1", "Comment", "Typed online.", "Typed offline."],
    ]
    noted = "Changed on the portal after you downloaded the scoresheet."
    assert shown.content.decode().count(noted) == 2


def test_a_blank_cell_takes_nothing_back(evaluator, round_):
    blank = edited(take(evaluator, round_), typed(D2=None, E2=None), remarked(G2=None))
    assert "Nothing in it differs" in bring(evaluator, round_, blank).content.decode()


def test_every_cell_that_cannot_be_read_is_named_and_nothing_is_written(evaluator, round_):
    before = Mark.objects.count(), Remark.objects.count()
    wrong = edited(take(evaluator, round_), typed(D2=6, D3="=1+1", F2="maybe", E3=3))
    answer = bring(evaluator, round_, wrong)
    assert (answer.status_code, complaints(answer)) == (
        422,
        [
            "Marks!D3: this is a formula. Type what it says instead.",
            "Marks!D2: “6” is outside the scale 0 to 5. Enter a whole number on it, or none.",
            "Marks!F2: “maybe” is no answer to a gate. Enter yes, no or none.",
        ],
    )
    assert (Mark.objects.count(), Remark.objects.count()) == before


def test_of_many_faults_the_first_fifty_are_named(evaluator):
    round_ = opened(evaluator, proposals=60)
    for number in range(60):
        declared(evaluator, round_, f"EJC-2026-{number + 1:03}")
    wrong = edited(take(evaluator, round_), typed(**{f"D{row}": 9 for row in range(2, 62)}))
    found = complaints(bring(evaluator, round_, wrong))
    assert (len(found), found[-1]) == (51, "And 10 more cells.")


def test_proposals_that_one_may_not_mark_are_refused_all_alike(evaluator, round_):
    content = take(evaluator, round_)
    for reference in ("EJC-2026-003", "EJC-2026-004", "EJC-2026-099"):
        (said,) = complaints(bring(evaluator, round_, edited(content, typed(A4=reference, D4=1))))
        assert said == (
            f"Marks!A4: “{reference}” is not a proposal that you can mark in this round. Take the "
            "row away."
        )


def test_a_scoresheet_of_somebody_else_is_refused(evaluator, round_, evaluator_of):
    second = evaluator_of("raytown")
    other = review_of(evaluator, round_).entry
    Review.objects.create(
        entry=other,
        evaluator=second.user,
        city_id=review_of(evaluator, round_).city_id,
        assigned_at=DURING,
        state="declared",
        declared_at=DURING,
    )
    (said,) = complaints(bring(second, round_, take(evaluator, round_)))
    assert said == (
        "This scoresheet was made for somebody else. Download your own, fill it in, and upload "
        "that."
    )


def book_of(**cells) -> bytes:
    """A workbook that somebody made by hand."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept)
    page = book.add_worksheet("Marks")
    for where, value in cells.items():
        page.write(where, value)
    book.close()
    return kept.getvalue()


NO_SCORESHEET = (
    "This file is no scoresheet that the portal made, or its seal on the sheet “How to” was "
    "changed. Download your scoresheet, fill it in, and upload that."
)


def test_a_file_that_is_no_scoresheet_is_refused(evaluator, round_):
    forged = edited(take(evaluator, round_), spoil_the_seal)
    for content in (book_of(A1="Reference"), forged):
        assert complaints(bring(evaluator, round_, content)) == [NO_SCORESHEET]
    assert complaints(bring(evaluator, round_, PDF, "marks.pdf")) == [
        "“marks.pdf” is no Excel file. Save your scoresheet as .xlsx, and upload that."
    ]
    (said,) = complaints(bring(evaluator, round_, b"PK\x03\x04 broken"))
    assert said.startswith("“scoresheet.xlsx” ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (xlsx({"xl/vbaProject.bin": b"macros"}), "“scoresheet.xlsx” holds macros"),
        (xlsx({"xl/a.xml": b"<a>" + b"a" * 30_000_000 + b"</a>"}), "holds far more than its size"),
        (b"", "“scoresheet.xlsx” is empty."),
    ],
    ids=["macros", "a bomb", "empty"],
)
def test_what_no_upload_may_be_is_refused_here_too(evaluator, round_, content, sentence):
    (said,) = complaints(bring(evaluator, round_, content))
    assert sentence in said


def spoil_the_seal(book):
    for row in book["How to"].iter_rows():
        for cell in row:
            if cell.column == 2 and cell.value:
                cell.value = cell.value[:-3] + "xyz"


def test_a_scoresheet_of_another_round_is_refused(evaluator, round_):
    other = RoundFactory()
    CriterionFactory(round=other)
    ask(EntryFactory(round=other), evaluator, state="declared", declared_at=DURING)
    Round.objects.filter(pk=other.pk).update(state="scoring", opened_at=OPENING)
    (said,) = complaints(bring(evaluator, other, take(evaluator, round_)))
    assert said == (
        "This scoresheet is of another round. Upload it on that round’s page, or download the one "
        "of this round."
    )


def test_a_scoresheet_of_other_criteria_is_refused(evaluator, round_, monkeypatch):
    content = take(evaluator, round_)
    monkeypatch.setattr(scoresheets, "digest_of_criteria", lambda _: "changed")
    (said,) = complaints(bring(evaluator, round_, content))
    assert said == (
        "The criteria have changed since you downloaded this scoresheet. Download it anew, and "
        "copy your marks over."
    )


def test_a_file_that_is_too_large_is_refused(evaluator, round_, monkeypatch):
    monkeypatch.setattr(forms, "MOST_BYTES", 2048)
    (said,) = complaints(bring(evaluator, round_, take(evaluator, round_)))
    assert re.fullmatch(
        r"“scoresheet\.xlsx” is [\d.]+ KB; a scoresheet has 2 KB at most\. Download yours anew and "
        r"fill that in\.",
        said,
    )


def test_what_was_shown_before_another_save_is_not_written(evaluator, round_):
    shown = bring(evaluator, round_, edited(take(evaluator, round_), typed(D2=5)))
    newer = Answers(marks={"lawful": 1})
    scoring.record(review_of(evaluator, round_), answers=newer, by=evaluator, at=DURING)
    answer = press(evaluator, round_, shown)
    assert (answer.status_code, complaints(answer)) == (
        409,
        [
            (
                "Your marks have changed since this scoresheet was shown, or it was shown long "
                "ago. Nothing was written. Upload it again to see what it would change now."
            )
        ],
    )
    assert opinion(evaluator, round_).marks == {"savings": 4, "lawful": 1}


def test_what_was_shown_is_written_once_by_its_evaluator_within_the_hour(
    evaluator, round_, evaluator_of
):
    shown = bring(evaluator, round_, edited(take(evaluator, round_), typed(D2=5)))
    stranger = evaluator_of("independence")
    assert press(stranger, round_, shown).status_code == 403
    with time_machine.travel(DURING + timedelta(minutes=61), tick=False):
        assert press(evaluator, round_, shown).status_code == 409
    assert press(evaluator, round_, shown).status_code == 302
    assert press(evaluator, round_, shown).status_code == 409
    assert opinion(evaluator, round_).marks == {"savings": 5}


def test_a_review_that_was_sent_in_keeps_what_it_needs(evaluator, round_):
    answer = bring(evaluator, round_, edited(take(evaluator, round_), typed(D2=5, D3="none")))
    (said,) = complaints(answer)
    assert said.startswith("Marks!D3: This review has no mark yet.")
    assert opinion(evaluator, round_).marks == {"savings": 4}


def test_all_of_it_is_written_or_nothing(evaluator, round_):
    shown = bring(evaluator, round_, edited(take(evaluator, round_), typed(D2=5, D3=1)))
    second = review_of(evaluator, round_, "EJC-2026-002")
    reviews.recuse(second, reason="Kin", by=evaluator, at=DURING)
    assert press(evaluator, round_, shown).status_code == 409
    assert opinion(evaluator, round_).marks == {"savings": 4}


def test_after_the_close_there_is_no_scoresheet(evaluator, round_):
    content = take(evaluator, round_)
    with time_machine.travel(CLOSING, tick=False):
        client = sign_in(evaluator)
        taken = client.get("/rounds/spring-2026/my-marks/scoresheet.xlsx")
        brought = bring(evaluator, round_, content)
    assert (taken.status_code, brought.status_code) == (403, 403)
    assert "There is nothing to fill in" in taken.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_scoresheet_costs_the_same_however_many_proposals_it_has(
    evaluator, django_assert_num_queries, count
):
    round_ = opened(evaluator, proposals=count)
    for number in range(count):
        declared(evaluator, round_, f"EJC-2026-{number + 1:03}")
    client = sign_in(evaluator)
    with django_assert_num_queries(9):
        client.get(f"/rounds/{round_.slug}/my-marks/scoresheet.xlsx")


def test_what_was_declared_before_the_texts_opened_is_on_the_scoresheet(evaluator):
    round_ = opened(evaluator, proposals=3)
    entries = list(round_.entries.order_by("proposal__reference"))
    for entry, is_conflict in zip(entries, (False, True), strict=False):
        Declaration.objects.create(
            entry=entry,
            person=evaluator.user,
            is_conflict=is_conflict,
            reason="Kin" if is_conflict else "",
            office="Evaluator, Raytown",
            at=DURING,
        )
    page = openpyxl.load_workbook(io.BytesIO(take(evaluator, round_)))["Marks"]
    assert [row[0].value for row in page.iter_rows(min_row=2)] == ["EJC-2026-001"]
    states = Review.objects.order_by("entry__proposal__reference").values_list("state", flat=True)
    assert list(states) == ["declared", "assigned", "assigned"]
