"""Phases switch rights; rounds move by hand or by the clock; marks are only ever added."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives import results
from initiatives.lifecycle import ROUND
from initiatives.models import KeptReview, Mark, Placing, Proposal, Ranking, Remark, Round
from initiatives.operations import reviews, rounds
from initiatives.operations.reviews import Opinion
from initiatives.phases import GRACE, PHASES, Right, with_any
from initiatives.rules import reviews as rules
from tests.factories.rounds import CLOSING, OPENING
from tests.initiatives.scenes import (
    AFTER,
    DURING,
    declared,
    marked,
    opened,
    prepared,
    review_of,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
DECLARING = OPENING - timedelta(days=3)
ANSWERS = {"version": "0", "mark_savings": "4", "mark_service": "none", "mark_lawful": "1"}


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


def discussed(*evaluators, facilitator, **fields) -> Round:
    """A round in discussion; everybody has given savings 4 to its only proposal."""
    round_ = opened(*evaluators, has_discussion=True, quorum=1, **fields)
    for actor in evaluators:
        marked(actor, round_, savings=4, service=2, lawful=1)
    rounds.close(round_, by=facilitator, at=DURING + SECOND)
    return round_


def again(review, actor, *, at, **marks):
    """Send a review in once more."""
    reviews.submit(review, opinion=Opinion(marks=marks), version=1, by=actor, at=at)


def test_every_phase_says_what_it_allows_in_the_order_of_a_round():
    assert list(PHASES) == Round.State.values == list(ROUND.states())
    assert with_any(Right.MARK, Right.CHANGE_MARKS) == ("scoring", "discussion")


def test_in_the_declarations_an_evaluator_declares_and_reads_no_text(evaluator, facilitator):
    round_ = prepared(evaluator)
    rounds.begin_declarations(round_, by=facilitator, at=DECLARING)
    review = review_of(evaluator, round_)
    listed, readable = (
        set(which(evaluator).values_list("reference", flat=True))
        for which in (Proposal.objects.listed_for, Proposal.objects.visible_to)
    )
    assert (listed, readable) == ({"EJC-2026-001"}, set())
    reviews.declare(review, by=evaluator, at=DECLARING)
    assert not Proposal.objects.visible_to(evaluator).exists()
    with pytest.raises(PermissionDenied, match="This round has not opened yet"):
        reviews.save(review, opinion=Opinion(), version=0, by=evaluator, at=DECLARING)
    rounds.open_round(round_, by=facilitator, at=DURING)
    assert Proposal.objects.visible_to(evaluator).get().reference == "EJC-2026-001"


def test_a_text_posted_before_scoring_shows_nothing_of_the_proposal(
    evaluator, facilitator, client_for
):
    round_ = prepared(evaluator)
    Proposal.objects.update(answers={**Proposal.objects.get().answers, "idea": "The hidden idea"})
    rounds.begin_declarations(round_, by=facilitator, at=DECLARING)
    review = declared(evaluator, round_)
    with time_machine.travel(DECLARING, tick=False):
        client = client_for(evaluator)
        answers = [
            client.get(review.get_absolute_url()),
            client.post(review.get_absolute_url(), ANSWERS),
        ]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert not any(b"The hidden idea" in answer.content for answer in answers)


def test_the_clock_begins_declarations_and_scoring_where_the_round_says_so(evaluator):
    round_ = prepared(evaluator, declares_at=DECLARING, by_clock=True)
    by_hand = prepared(proposals=0, declares_at=DECLARING)
    moved = [
        rounds.move_due(at=at)
        for at in (DECLARING - SECOND, DECLARING, DECLARING, OPENING, OPENING)
    ]
    round_.refresh_from_db()
    by_hand.refresh_from_db()
    assert moved == [0, 1, 0, 1, 0]
    assert (round_.state, round_.declared_at, round_.opened_at) == ("scoring", DECLARING, OPENING)
    assert by_hand.state == "preparing"
    assert list(Event.objects.about(round_).values_list("kind", "by")) == [
        ("round.declarations_began", None),
        ("round.opened", None),
    ]


def test_the_clock_waits_for_what_is_missing_and_the_page_says_what(facilitator, client_for):
    round_ = prepared(proposals=0, by_clock=True)
    assert rounds.move_due(at=DURING) == 0
    with time_machine.travel(DURING, tick=False):
        page = client_for(facilitator).get(round_.get_absolute_url()).content.decode()
    assert "No proposal is in this round; choose at least one." in page
    assert "by itself on Monday, March 2, 2026, 9:00 am Central or by hand" in page


@pytest.mark.parametrize(
    ("opened_at", "sent_at", "is_taken"),
    [
        (CLOSING - SECOND, CLOSING + GRACE - SECOND, True),
        (CLOSING - SECOND, CLOSING + GRACE, False),
        (CLOSING, CLOSING + SECOND, False),
        (None, CLOSING, False),
        (None, CLOSING - SECOND, True),
    ],
)
def test_a_page_opened_before_the_close_is_taken_for_ten_minutes(
    evaluator, opened_at, sent_at, is_taken
):
    round_ = opened(evaluator)
    review = declared(evaluator, round_)
    reason = rules.why_not_submit(evaluator, review, at=sent_at, opened=opened_at)
    assert (reason is None) == is_taken


def test_the_grace_reads_when_the_page_was_opened_and_nobody_forges_it(evaluator, client_for):
    round_ = opened(evaluator)
    review = declared(evaluator, round_)
    with time_machine.travel(CLOSING - SECOND, tick=False) as clock:
        client = client_for(evaluator)
        page = client.get(review.get_absolute_url()).content.decode()
        stamp = page.split('name="opened" value="')[1].split('"')[0]
        clock.move_to(CLOSING + SECOND)
        sent = {**ANSWERS, "act": "submit"}
        refused = [
            client.post(review.get_absolute_url(), {**sent, "opened": forged})
            for forged in ("", f"x{stamp}")
        ]
        taken = client.post(review.get_absolute_url(), {**sent, "opened": stamp})
    assert [answer.status_code for answer in refused] == [409, 409]
    assert (taken.url, Mark.objects.count()) == ("/reviews/", 3)


def test_what_comes_too_late_is_kept_for_its_writer_and_counts_for_nothing(evaluator, client_for):
    round_ = opened(evaluator)
    review = declared(evaluator, round_)
    rounds.close_due(at=AFTER)
    with time_machine.travel(AFTER, tick=False):
        client = client_for(evaluator)
        sent = {**ANSWERS, "comment": "Typed on the train.", "act": "submit"}
        answers = [client.post(review.get_absolute_url(), sent) for _ in range(2)]
        page = client.get(review.get_absolute_url()).content.decode()
    assert {answer.status_code for answer in answers} == {409}
    assert "is kept on this page for you, and does not count" in answers[0].content.decode()
    kept = KeptReview.objects.get()
    assert (kept.by, kept.marks, kept.comment) == (
        evaluator.user,
        {"savings": 4, "service": None, "lawful": 1},
        "Typed on the train.",
    )
    assert "What you typed too late" in page
    assert "Typed on the train." in page
    assert Mark.objects.count() == 0


def test_a_changed_mark_adds_a_row_and_the_last_one_stands(evaluator):
    round_ = opened(evaluator)
    review = marked(evaluator, round_, savings=4, service=2)
    again(review, evaluator, at=DURING, savings=5)
    rows = Mark.objects.order_by("criterion__key", "number")
    assert list(rows.values_list("criterion__key", "number", "value")) == [
        ("savings", 1, 4),
        ("savings", 2, 5),
        ("service", 1, 2),
        ("service", 2, None),
    ]
    assert reviews.opinion_of(review).marks == {"savings": 5}
    assert [row["marks"] for row in results.published(round_)["reviews"]] == [{"savings": 5}]


def test_a_changed_remark_adds_a_row_and_the_last_one_stands(evaluator):
    round_ = opened(evaluator)
    review = declared(evaluator, round_)
    for version, remarks in enumerate(({"savings": "Low"}, {"savings": "High"}, {})):
        opinion = Opinion(remarks=remarks)
        reviews.save(review, opinion=opinion, version=version, by=evaluator, at=DURING)
    rows = list(Remark.objects.order_by("number").values_list("number", "text"))
    assert rows == [(1, "Low"), (2, "High"), (3, "")]
    assert reviews.opinion_of(review).remarks == {}


def test_in_the_discussion_what_was_sent_in_changes_and_both_rankings_stay(
    evaluator, facilitator, evaluator_of
):
    silent = evaluator_of("independence")
    round_ = discussed(evaluator, facilitator=facilitator)
    again(review_of(evaluator, round_), evaluator, at=AFTER, savings=5, service=2, lawful=1)
    assert results.changed_after_close(round_) == 1
    rounds.freeze(round_, by=facilitator, at=AFTER)
    rankings = list(Ranking.objects.order_by("number").values_list("number", "cause"))
    assert rankings == [(1, "scored"), (2, "discussed")]
    scores = Placing.objects.order_by("ranking__number").values_list("score", flat=True)
    assert [str(score) for score in scores] == ["64.00", "76.00"]
    assert [str(line.score) for line in Placing.objects.of(round_)] == ["76.00"]
    assert (round_.state, round_.input_sha256) == (
        "decided",
        Ranking.objects.get(number=2).input_sha256,
    )
    assert list(results.invariants()) == []
    assert not silent.user.reviews.exists()


def test_a_discussion_that_changes_nothing_leaves_the_ranking_as_it_is(evaluator, facilitator):
    round_ = discussed(evaluator, facilitator=facilitator)
    rounds.freeze(round_, by=facilitator, at=AFTER)
    assert Ranking.objects.get().input_sha256 == round_.input_sha256


def test_what_was_not_sent_in_before_the_close_is_not_sent_in_later(evaluator, facilitator):
    round_ = opened(evaluator, has_discussion=True)
    review = declared(evaluator, round_)
    rounds.close(round_, by=facilitator, at=DURING)
    with pytest.raises(PermissionDenied, match="This round closed on"):
        reviews.submit(
            review_of(evaluator, round_),
            opinion=Opinion(marks={"savings": 1}),
            version=0,
            by=evaluator,
            at=AFTER,
        )
    assert review.marks.count() == 0


def test_results_are_frozen_once(facilitator, evaluator):
    round_ = discussed(evaluator, facilitator=facilitator)
    seen_by_another = Round.objects.get(pk=round_.pk)
    rounds.freeze(round_, by=facilitator, at=AFTER)
    with pytest.raises(StaleState, match="is being decided"):
        rounds.freeze(seen_by_another, by=facilitator, at=AFTER)
    assert Event.objects.about(round_).filter(kind="round.frozen").count() == 1


def test_scoring_is_not_closed_by_hand_while_pages_may_still_be_sent_in(facilitator, evaluator):
    round_ = opened(evaluator)
    with pytest.raises(PermissionDenied, match="until Friday, March 13, 2026, 5:10 pm Central"):
        rounds.close(round_, by=facilitator, at=CLOSING)
    rounds.close(round_, by=facilitator, at=CLOSING + GRACE)
    assert round_.state == "decided"


def test_whoever_stepped_back_reads_the_title_only_until_the_release(
    evaluator, facilitator, liaison_of, client_for
):
    round_ = opened(evaluator)
    proposal = Proposal.objects.get()
    liaison = liaison_of("grandview")
    both = type(evaluator)(evaluator.user, (*evaluator.offices, *liaison.offices))
    assert Proposal.objects.visible_to(both).exists()
    reviews.recuse(review_of(evaluator, round_), reason="Kin", by=evaluator, at=DURING)
    assert not Proposal.objects.visible_to(both).exists()
    assert Proposal.objects.listed_for(both).get() == proposal
    Round.objects.update(state="released", closed_at=AFTER, frozen_at=AFTER, released_at=AFTER)
    assert Proposal.objects.visible_to(both).exists()
