"""An evaluator's own marks beside each other, and all that are whole sent in at once."""

import re

import pytest
import time_machine

from initiatives.models import Review
from initiatives.operations import reviews, scoring
from initiatives.operations.marking import Answers
from initiatives.results.own_marks import in_order, own_marks, own_reviews
from tests.conftest import sign_in
from tests.factories.rounds import CLOSING
from tests.initiatives.scenes import DURING, declared, marked, opened, review_of

pytestmark = pytest.mark.django_db
WHOLE = {"savings": 4, "service": 2, "lawful": 1}


@pytest.fixture(autouse=True)
def _while_the_round_is_open():
    with time_machine.travel(DURING, tick=False):
        yield


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


def begun(actor, round_, number, **marks) -> Review:
    """A review with some marks, not sent in."""
    review = declared(actor, round_, f"EJC-2026-{number:03}")
    scoring.record(review, answers=Answers(marks=marks), by=actor, at=DURING)
    return review


def rows(actor, round_):
    return own_marks(round_, own_reviews(actor, round_))


def page(actor, round_, query="") -> str:
    return sign_in(actor).get(f"/rounds/{round_.slug}/my-marks/{query}").content.decode()


def press(actor, round_):
    return sign_in(actor).post(f"/rounds/{round_.slug}/my-marks/send-in/", follow=True)


def test_rows_hold_marks_means_and_what_is_missing(evaluator):
    round_ = opened(evaluator, proposals=5)
    begun(evaluator, round_, 1, savings=4, service=None)
    marked(evaluator, round_, "EJC-2026-002", savings=5, service=0, lawful=0)
    marked(evaluator, round_, "EJC-2026-003", savings=1)
    reviews.recuse(
        review_of(evaluator, round_, "EJC-2026-004"), reason="Kin", by=evaluator, at=DURING
    )
    assert [
        (row.review.entry.proposal.reference, row.mean, [cell.said for cell in row.cells])
        for row in rows(evaluator, round_)
    ] == [
        ("EJC-2026-001", "80.00", ["4", "cannot judge", "not yet"]),
        ("EJC-2026-002", "60.00", ["5", "0", "no"]),
        ("EJC-2026-003", "20.00", ["1", "cannot judge", "cannot judge"]),
        ("EJC-2026-004", None, []),
        ("EJC-2026-005", None, ["not yet", "not yet", "not yet"]),
    ]


@pytest.mark.parametrize(
    ("criterion", "is_upward", "order"),
    [
        ("savings", False, "21345"),
        ("savings", True, "31245"),
        ("service", False, "21345"),
        ("mean", False, "12345"),
        ("mean", True, "32145"),
    ],
)
def test_rows_are_in_the_order_of_their_marks_and_those_without_come_last(
    evaluator, criterion, is_upward, order
):
    round_ = opened(evaluator, proposals=5)
    begun(evaluator, round_, 1, savings=4)
    begun(evaluator, round_, 2, savings=5, service=0)
    begun(evaluator, round_, 3, savings=1)
    found = in_order(rows(evaluator, round_), criterion, is_upward=is_upward)
    numbers = "".join(row.review.entry.proposal.reference[-1] for row in found)
    assert numbers == order


def test_the_address_says_the_order_and_the_heads_turn_it_round(evaluator):
    round_ = opened(evaluator, proposals=2)
    begun(evaluator, round_, 1, savings=1)
    begun(evaluator, round_, 2, savings=5)
    heads = re.compile(r'aria-sort="(\w+)"><a href="\?(sort=[^"]+)"')
    for query, sort, turn, first in (
        ("?sort=savings", "descending", "sort=-savings", "Idea 2"),
        ("?sort=-savings", "ascending", "sort=savings", "Idea 1"),
    ):
        shown = page(evaluator, round_, query)
        assert heads.findall(shown) == [(sort, turn)]
        table = shown[shown.index("<tbody>") :]
        assert re.search(r"Idea \d", table)[0] == first
    for query in ("", "?sort=luck", "?sort="):
        assert heads.findall(page(evaluator, round_, query)) == []


def test_all_that_are_whole_go_in_with_one_press_and_the_rest_says_why_not(evaluator):
    round_ = opened(evaluator, proposals=4)
    for number in (1, 2):
        begun(evaluator, round_, number, **WHOLE)
    begun(evaluator, round_, 3, savings=1)
    shown = page(evaluator, round_)
    assert "Send in all that are complete (2)" in shown
    assert "EJC-2026-003: “Service” and “Lawful” have no answer yet." in shown
    assert "EJC-2026-004: You have not begun it yet." in shown
    answer = press(evaluator, round_).content.decode()
    assert (
        "2 reviews are sent in. You may change them until the close. 2 are left; see why below."
        in answer
    )
    states = Review.objects.order_by("entry__proposal__reference").values_list("state", flat=True)
    assert list(states) == ["submitted", "submitted", "declared", "assigned"]


def test_nothing_goes_in_where_nothing_is_whole(evaluator):
    round_ = opened(evaluator)
    begun(evaluator, round_, 1, savings=1)
    answer = press(evaluator, round_)
    assert answer.status_code == 403
    assert "“Service” and “Lawful” have no answer yet." in answer.content.decode()


def test_without_a_mark_that_counts_a_review_is_not_whole(evaluator):
    round_ = opened(evaluator)
    begun(evaluator, round_, 1, savings=None, service=None, lawful=1)
    assert "This review has no mark yet." in page(evaluator, round_)


def test_after_the_close_nothing_goes_in(evaluator):
    round_ = opened(evaluator)
    begun(evaluator, round_, 1, **WHOLE)
    with time_machine.travel(CLOSING, tick=False):
        shown = page(evaluator, round_)
        answer = press(evaluator, round_)
    assert "This round closed on Friday, March 13, 2026, 5:00 pm Central." in shown
    assert "Download my scoresheet" not in shown
    assert (answer.status_code, Review.objects.get().state) == (403, "declared")


def test_two_evaluators_of_one_city_never_see_each_others_marks(evaluator, evaluator_of):
    second = evaluator_of("raytown")
    round_ = opened(evaluator, second)
    scoring.record(
        declared(second, round_),
        answers=Answers(marks={"savings": 5}, comment="CANARY"),
        by=second,
        at=DURING,
    )
    begun(evaluator, round_, 1, savings=1)
    assert [row.mean for row in rows(evaluator, round_)] == ["20.00"]
    assert "CANARY" not in page(evaluator, round_)


def test_who_is_no_evaluator_is_told_who_writes_reviews(facilitator, evaluator):
    round_ = opened(evaluator)
    answer = sign_in(facilitator).get(f"/rounds/{round_.slug}/my-marks/")
    assert answer.status_code == 403
    assert "Reviews are written by the cities’ evaluators." in answer.content.decode()


def test_an_evaluator_without_reviews_is_told_so(evaluator, evaluator_of):
    round_ = opened(evaluator)
    assert "You review nothing in this round." in page(evaluator_of("independence"), round_)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_reviews_there_are(
    evaluator, django_assert_num_queries, count
):
    round_ = opened(evaluator, proposals=count)
    for number in range(count):
        begun(evaluator, round_, number + 1, **WHOLE)
    client = sign_in(evaluator)
    with django_assert_num_queries(12):
        client.get(f"/rounds/{round_.slug}/my-marks/")
