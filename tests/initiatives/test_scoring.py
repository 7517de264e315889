"""One answer at a time: each is the last word on its own, and nothing that was typed is lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from collaborative.models import Event
from initiatives.models import Criterion, KeptReview, Mark, Remark, Review, Round
from initiatives.operations import reviews, scoring
from initiatives.operations.marking import Answers, Opinion, opinion_of
from initiatives.views import kept_reviews
from tests.conftest import sign_in
from tests.factories.rounds import CLOSING, OPENING, CriterionFactory
from tests.initiatives.scenes import AFTER, DURING, declared, marked, opened, prepared, review_of

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/?next="
QUERIES_OF_A_MARK = 21
QUERIES_OF_A_LOOK = 16


@pytest.fixture(autouse=True)
def _while_the_round_is_open():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


@pytest.fixture
def round_(evaluator):
    return opened(evaluator)


@pytest.fixture
def review(evaluator, round_):
    return declared(evaluator, round_)


@pytest.fixture
def client(evaluator) -> Client:
    return sign_in(evaluator)


def begin(round_) -> Round:
    """Open a round that was prepared."""
    Round.objects.filter(pk=round_.pk).update(state="scoring", opened_at=OPENING)
    round_.refresh_from_db()
    return round_


def reread(review) -> Review:
    return Review.objects.get(pk=review.pk)


def stamp(client, review) -> str:
    page = client.get(review.get_absolute_url()).content.decode()
    return re.search(r'name="opened" value="([^"]+)"', page)[1]


def send(client, review, **typed):
    return client.post(f"{review.get_absolute_url()}autosave/", {"version": "0", **typed})


STANDS = {
    "comment": "",
    "mark_savings": "",
    "remark_savings": "",
    "mark_service": "",
    "remark_service": "",
    "mark_lawful": "",
    "remark_lawful": "",
}


def said(**more):
    """What an answer says where nothing is wrong."""
    return {
        "version": 1,
        "saved_at": "9:00 am",
        "replaced": {},
        "problems": {},
        "progress": "1 of 3 criteria answered.",
        "answers": STANDS | more,
    }


def test_a_mark_is_saved_at_once_and_the_answer_says_how_the_review_stands(client, review):
    answer = send(client, review, mark_savings="4")
    assert (answer.status_code, answer.json()) == (200, said(mark_savings="4"))
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert list(Mark.objects.values_list("criterion__key", "number", "value", "at")) == [
        ("savings", 1, 4, DURING)
    ]
    stored = reread(review)
    assert (stored.state, stored.version, stored.saved_at) == ("declared", 1, DURING)


def test_asking_how_things_stand_writes_nothing(client, review):
    send(client, review, mark_savings="4")
    before = Event.objects.count()
    assert send(client, review).json() == said(mark_savings="4")
    assert (Mark.objects.count(), Event.objects.count()) == (1, before)


def test_the_same_mark_twice_is_one(client, review):
    for _ in range(2):
        assert send(client, review, mark_savings="4").json()["version"] == 1
    assert Mark.objects.count() == 1


def test_a_change_adds_a_row_and_what_cannot_be_judged_is_remembered(client, review):
    for mark in ("4", "2", "none"):
        answer = send(client, review, mark_savings=mark).json()
    assert (answer["answers"]["mark_savings"], answer["progress"]) == (
        "none",
        "1 of 3 criteria answered.",
    )
    assert list(Mark.objects.values_list("number", "value")) == [(1, 4), (2, 2), (3, None)]
    page = client.get(review.get_absolute_url()).content.decode()
    assert re.search(r'name="mark_savings" value="none"[^>]*checked', page)


def test_two_windows_with_different_answers_do_not_meet(client, review):
    send(client, review, mark_savings="4")
    answer = send(client, review, mark_service="2", remark_service="Slow.", read_remark_service="")
    assert answer.json()["replaced"] == {}
    assert opinion_of(reread(review)) == Opinion(
        marks={"savings": 4, "service": 2}, remarks={"service": "Slow."}
    )


def test_a_text_that_another_window_changed_gives_way_and_is_told(client, review):
    send(client, review, remark_savings="One.", comment="First.")
    answer = send(
        client,
        review,
        remark_savings="Two.",
        read_remark_savings="",
        comment="2nd",
        read_comment="",
    ).json()
    assert answer["replaced"] == {"remark_savings": "One.", "comment": "First."}
    assert list(Remark.objects.values_list("number", "text")) == [(1, "One."), (2, "Two.")]
    assert list(KeptReview.objects.values_list("comment", flat=True)) == ["First."]


def test_a_text_that_was_read_gives_way_without_a_word(client, review):
    send(client, review, remark_savings="One.")
    answer = send(client, review, remark_savings="Two.", read_remark_savings="One.\r\n").json()
    assert (answer["replaced"], answer["answers"]["remark_savings"]) == ({}, "Two.")
    assert KeptReview.objects.count() == 0


def test_a_text_is_taken_back(client, review):
    send(client, review, remark_savings="One.", comment="First.")
    answer = send(client, review, remark_savings="", read_remark_savings="One.", comment="").json()
    assert (answer["answers"]["remark_savings"], answer["answers"]["comment"]) == ("", "")


def test_what_is_not_on_the_scale_is_named_and_the_rest_is_saved(client, review):
    answer = send(client, review, mark_savings="9", mark_service="3").json()
    assert answer["problems"] == {
        "mark_savings": (
            "“Savings”: “9” is outside the scale. Marks are whole numbers from 0 to 5."
        )
    }
    assert opinion_of(reread(review)).marks == {"service": 3}


def test_in_a_review_that_was_sent_in_a_change_counts_at_once(client, evaluator, round_):
    review = marked(evaluator, round_, savings=4)
    send(client, review, mark_savings="1")
    stored = reread(review)
    assert (stored.state, opinion_of(stored).marks) == ("submitted", {"savings": 1})
    last = Event.objects.about(review).last()
    assert (last.kind, last.detail) == ("review.submitted", {"again": True})


def test_a_review_that_was_sent_in_keeps_its_last_mark(client, evaluator, round_):
    review = marked(evaluator, round_, savings=4)
    answer = send(client, review, mark_savings="none").json()
    assert answer["problems"]["mark_savings"].startswith("This review has no mark yet.")
    assert opinion_of(reread(review)).marks == {"savings": 4}


def test_a_mark_that_needs_its_reason_waits_for_it_in_a_review_that_was_sent_in(client, evaluator):
    round_ = prepared(evaluator)
    Criterion.objects.filter(key="savings").update(remark_below=1)
    review = marked(evaluator, begin(round_), savings=4)
    refused = send(client, review, mark_savings="0").json()
    assert list(refused["problems"]) == ["mark_savings"]
    taken = send(client, review, mark_savings="0", remark_savings="No saving.").json()
    assert (taken["problems"], opinion_of(reread(review)).marks) == ({}, {"savings": 0})


def test_a_page_opened_before_the_close_saves_for_ten_minutes_more(client, review):
    opened_at = stamp(client, review)
    with time_machine.travel(CLOSING + timedelta(minutes=9), tick=False):
        again = sign_in_as(review)
        assert send(again, review, mark_savings="4", opened=opened_at).status_code == 200
        assert send(again, review, mark_savings="5").status_code == 409
    with time_machine.travel(CLOSING + timedelta(minutes=10), tick=False):
        again = sign_in_as(review)
        late = send(again, review, mark_savings="3", opened=opened_at)
    assert (late.status_code, late.json()["sentence"]) == (
        409,
        (
            "This round closed on Friday, March 13, 2026, 5:00 pm Central. Reviews can no longer "
            "be changed. What you typed is kept for you, and does not count."
        ),
    )
    assert opinion_of(reread(review)).marks == {"savings": 4}
    assert [kept.marks["savings"] for kept in KeptReview.objects.all()] == [5, 3]


def sign_in_as(review) -> Client:
    client = Client()
    client.force_login(review.evaluator, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_who_is_not_its_evaluator_saves_nothing(review, evaluator_of, facilitator):
    for actor in (evaluator_of("raytown"), facilitator):
        assert send(sign_in(actor), review, mark_savings="4").status_code == 404
    assert Mark.objects.count() == 0


def test_before_the_declaration_and_after_a_recusal_nothing_is_taken_or_kept(
    client, evaluator, round_
):
    review = review_of(evaluator, round_)
    refused = send(client, review, mark_savings="4")
    assert (refused.status_code, refused.json()) == (
        409,
        {"sentence": "First say whether you have a conflict of interest; then the text opens."},
    )
    reviews.recuse(review, reason="Kin", by=evaluator, at=DURING)
    refused = send(client, review, mark_savings="4", comment="Mine.").json()
    assert refused["sentence"].startswith("You recused yourself on Tuesday")
    assert (Mark.objects.count(), KeptReview.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_saving_one_mark_costs_the_same_however_many_criteria_there_are(
    client, evaluator, django_assert_num_queries, count
):
    round_ = prepared(evaluator)
    for number in range(count):
        CriterionFactory(round=round_, key=f"more-{number}")
    review = declared(evaluator, begin(round_))
    with django_assert_num_queries(QUERIES_OF_A_MARK):
        send(client, review, mark_savings="4")
    with django_assert_num_queries(QUERIES_OF_A_LOOK):
        send(client, review)


def test_an_unknown_criterion_is_refused(review, evaluator):
    with pytest.raises(PermissionDenied, match="no criterion with the short name “luck”"):
        scoring.record(review, answers=Answers(marks={"luck": 1}), by=evaluator, at=DURING)


# The session ends ---------------------------------------------------------------------------------


def test_what_comes_without_a_session_is_kept_and_is_in_the_form_after_signing_in(client, review):
    opened_at = stamp(client, review)
    send(client, review, mark_savings="2")
    address = review.get_absolute_url()
    with time_machine.travel(DURING + timedelta(minutes=1), tick=False):
        answer = send(Client(), review, mark_savings="4", comment="Mine.", opened=opened_at)
        page = sign_in_as(review).get(address).content.decode()
    assert (answer.status_code, answer.json()) == (
        401,
        {
            "sentence": "You were signed out at 9:01 am. What you typed is kept for you.",
            "sign_in": f"{LOGIN}{address.replace('/', '%2F')}",
            "kept": True,
        },
    )
    assert opinion_of(reread(review)).marks == {"savings": 2}
    assert "after you had been signed out, is in the form again" in page
    assert re.search(r'name="mark_savings" value="4"[^>]*checked', page)
    assert "&quot;mark_savings&quot;: &quot;2&quot;" in page  # what is saved, for the script
    assert "Mine.</textarea>" in page


def test_what_was_put_in_is_not_offered_again(client, review):
    opened_at = stamp(client, review)
    send(Client(), review, mark_savings="4", opened=opened_at)
    with time_machine.travel(DURING + timedelta(minutes=1), tick=False):
        again = sign_in_as(review)
        send(again, review, mark_savings="4")
        page = again.get(review.get_absolute_url()).content.decode()
    assert "is in the form again" not in page


def test_a_plain_form_without_a_session_is_kept_as_well(client, review):
    opened_at = stamp(client, review)
    client.cookies.clear()
    typed = {"opened": opened_at, "act": "save", "version": "0", "mark_savings": "4"}
    answer = client.post(review.get_absolute_url(), typed)
    assert (answer.status_code, answer.url) == (302, LOGIN + review.get_absolute_url())
    assert (KeptReview.objects.get().marks, Mark.objects.count()) == ({"savings": 4}, 0)


def test_somebody_else_in_the_same_browser_sees_nothing_of_it(client, review, evaluator_of):
    opened_at = stamp(client, review)
    other = sign_in(evaluator_of("independence"))
    answer = send(other, review, comment="Mine alone.", opened=opened_at)
    assert (answer.status_code, answer.json()["sentence"]) == (
        401,
        (
            "Somebody else has signed in in this browser. What was typed on that page is kept for "
            "the person who typed it."
        ),
    )
    pages = ["/", "/reviews/", review.get_absolute_url()]
    assert "Mine alone" not in "".join(other.get(page).content.decode() for page in pages)
    assert KeptReview.objects.get().by == review.evaluator


def test_a_script_with_an_old_token_gets_the_new_one(evaluator, review):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(evaluator.user, "allauth.account.auth_backends.AuthenticationBackend")
    opened_at = stamp(strict, review)
    typed = {"opened": opened_at, "mark_savings": "4", "csrfmiddlewaretoken": "x" * 64}
    answer = send(strict, review, **typed)
    assert (answer.status_code, answer.json()["kept"]) == (403, True)
    token = answer.json()["token"]
    assert send(strict, review, **{**typed, "csrfmiddlewaretoken": token}).status_code == 200
    assert opinion_of(reread(review)).marks == {"savings": 4}


def test_without_a_good_stamp_nothing_is_kept_and_the_script_is_told(client, evaluator):
    round_ = opened(evaluator, proposals=2)
    review, other = (declared(evaluator, round_, f"EJC-2026-00{number}") for number in (1, 2))
    foreign = stamp(client, other)
    for opened_at in ("", "forged", foreign):
        answer = send(Client(), review, comment="Mine.", opened=opened_at)
        assert (answer.status_code, answer.json()["kept"]) == (401, False)
    assert KeptReview.objects.count() == 0


def test_no_more_is_kept_for_somebody_signed_out_than_anybody_types(client, review, monkeypatch):
    opened_at = stamp(client, review)
    monkeypatch.setattr(kept_reviews, "KEPT_A_DAY", 2)
    answers = [
        send(Client(), review, comment=f"Flood {number}.", opened=opened_at).json()
        for number in range(4)
    ]
    assert [answer["kept"] for answer in answers] == [True, True, False, False]
    assert "no more is kept" in answers[-1]["sentence"]


def test_what_came_too_late_is_not_put_back_in_the_discussion(client, evaluator, round_):
    review = marked(evaluator, round_, savings=4)
    reviews.keep(review, opinion=Opinion(marks={"savings": 0}), by=evaluator, at=AFTER)
    Round.objects.update(state="discussion", closed_at=CLOSING)
    page = client.get(review.get_absolute_url()).content.decode()
    assert "is in the form again" not in page
    assert re.search(r'name="mark_savings" value="4"[^>]*checked', page)


def test_a_page_keeps_for_its_evaluator_for_three_days(client, review):
    opened_at = stamp(client, review)
    kept = []
    for days in (3, 4):
        with time_machine.travel(DURING + timedelta(days=days), tick=False):
            kept.append(send(Client(), review, comment="Mine.", opened=opened_at).json()["kept"])
    assert kept == [True, False]
