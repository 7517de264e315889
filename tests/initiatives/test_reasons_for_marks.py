"""Marks that need their reason in words."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from initiatives.models import Criterion, Mark, Round
from initiatives.operations import reviews
from initiatives.operations.reviews import Opinion
from initiatives.rules.criteria import unexplained
from tests.factories.rounds import OPENING
from tests.initiatives.scenes import DURING, declared, prepared

pytestmark = pytest.mark.django_db
LOW = "“Savings”: say why, in the remark. A reason is needed for marks of 1 or less."
NO = "“Lawful”: say why, in the remark. A reason is needed for “No”."


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


@pytest.fixture
def round_(evaluator):
    """An open round that asks why savings are marked 1 or less, and why it would not be lawful."""
    round_ = prepared(evaluator)
    round_.criteria.filter(key="savings").update(remark_below=1)
    round_.criteria.filter(key="lawful").update(remark_below=0)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.SCORING, opened_at=OPENING)
    round_.refresh_from_db()
    return round_


@pytest.mark.parametrize(
    ("below", "above", "mark", "remark", "is_missing"),
    [
        (1, None, 0, "", True),
        (1, None, 1, "", True),
        (1, None, 1, " \n", True),
        (1, None, 1, "No figures.", False),
        (1, None, 2, "", False),
        (None, 4, 4, "", True),
        (None, 4, 3, "", False),
        (None, None, 0, "", False),
    ],
)
def test_a_reason_is_missing_only_where_it_is_asked_for(below, above, mark, remark, is_missing):
    criterion = Criterion(label="Savings", remark_below=below, remark_above=above)
    found = unexplained({"savings": criterion}, {"savings": mark}, {"savings": remark})
    assert list(found) == (["savings"] if is_missing else [])


def test_what_is_not_judged_needs_no_reason():
    assert unexplained({"savings": Criterion(remark_below=5)}, {}, {}) == {}


def test_a_review_is_not_sent_in_without_the_reasons(evaluator, round_):
    review = declared(evaluator, round_)
    bare = Opinion(marks={"savings": 1, "lawful": 0})
    with pytest.raises(PermissionDenied) as refusal, time_machine.travel(DURING):
        reviews.submit(review, opinion=bare, version=0, by=evaluator, at=DURING)
    assert (str(refusal.value), Mark.objects.count()) == (f"{LOW} {NO}", 0)


def test_a_review_is_kept_without_the_reasons_and_sent_in_with_them(evaluator, round_):
    review = declared(evaluator, round_)
    marks = {"savings": 1, "lawful": 0}
    reviews.save(review, opinion=Opinion(marks=marks), version=0, by=evaluator, at=DURING)
    said = Opinion(marks=marks, remarks={"savings": "No figures.", "lawful": "No power."})
    review.refresh_from_db()
    reviews.submit(review, opinion=said, version=review.version, by=evaluator, at=DURING)
    assert reviews.opinion_of(review) == said


def test_the_form_says_before_and_after_which_marks_need_a_reason(evaluator, round_, client_for):
    review = declared(evaluator, round_)
    client = client_for(evaluator)
    with time_machine.travel(DURING, tick=False):
        page = client.get(f"/reviews/{review.pk}/").content.decode()
        refused = client.post(
            f"/reviews/{review.pk}/",
            {"version": "0", "act": "submit", "mark_savings": "0", "mark_lawful": "1"},
        ).content.decode()
    assert "Say why: required for marks of 1 or less." in page
    assert "Say why: required for “No”." in page
    assert (LOW in refused, NO in refused) == (True, False)
    assert 'href="#id_remark_savings"' in refused
