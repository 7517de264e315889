from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from cities.models import Office
from collaborative.models import PUBLIC, Event
from initiatives.models import Mark, Proposal, Remark, Review
from initiatives.operations import reviews, rounds
from initiatives.operations.reviews import Opinion, StaleReview
from initiatives.results import published
from initiatives.rules import reviews as rules
from tests.factories.rounds import CLOSING
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
CLOSED = (
    "This round closed on Friday, March 13, 2026, 5:00 pm Central. "
    "Reviews can no longer be changed."
)
ALL = Opinion(
    marks={"savings": 4, "service": 0, "lawful": 1},
    remarks={"savings": "Shown with figures."},
    comment="A good idea.",
)


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


@pytest.fixture
def round_(evaluator):
    return opened(evaluator)


def kinds(thing):
    return list(Event.objects.about(thing).values_list("kind", flat=True))


def reread(review):
    return Review.objects.get(pk=review.pk)


def test_the_declaration_is_on_record_with_its_date(evaluator, round_):
    review = review_of(evaluator, round_)
    reviews.declare(review, by=evaluator, at=DURING)
    reviews.declare(review, by=evaluator, at=AFTER - timedelta(days=1))
    stored = reread(review)
    assert (stored.state, stored.declared_at, kinds(review)) == (
        "declared",
        DURING,
        ["review.declared"],
    )


def test_a_conflict_recuses_with_its_reason_and_date(evaluator, round_):
    review = review_of(evaluator, round_)
    reviews.recuse(review, reason=" My family owns the land. ", by=evaluator, at=DURING)
    reviews.recuse(review, reason="Again", by=evaluator, at=DURING)
    stored = reread(review)
    assert (stored.state, stored.conflict, stored.recused_at, stored.declared_at) == (
        "recused",
        "My family owns the land.",
        DURING,
        DURING,
    )
    assert kinds(review) == ["review.recused"]


def test_a_recusal_without_a_reason_is_refused(evaluator, round_):
    review = review_of(evaluator, round_)
    with pytest.raises(PermissionDenied, match="Say what the conflict is"):
        reviews.recuse(review, reason="  ", by=evaluator, at=DURING)
    assert reread(review).state == "assigned"


def test_after_a_later_recusal_the_marks_stay_on_record_and_count_no_more(evaluator, round_):
    review = marked(evaluator, round_, savings=4, comment="Fine")
    reviews.recuse(review, reason="A cousin bids.", by=evaluator, at=DURING)
    stored = reread(review)
    assert (stored.state, stored.comment, stored.submitted_at) == ("recused", "", None)
    assert (Mark.objects.count(), Remark.objects.count()) == (1, 0)
    assert published(round_)["reviews"][0] == {
        "proposal": "EJC-2026-001",
        "city": "raytown",
        "evaluator": "e1",
        "recused": True,
        "marks": {},
    }


def test_who_recused_does_not_come_back(evaluator, round_):
    review = review_of(evaluator, round_)
    reviews.recuse(review, reason="A cousin bids.", by=evaluator, at=DURING)
    with pytest.raises(PermissionDenied, match="You recused yourself on Tuesday, March 3, 2026"):
        reviews.declare(review, by=evaluator, at=DURING)
    with pytest.raises(PermissionDenied, match="This review stays closed"):
        reviews.submit(review, opinion=ALL, version=0, by=evaluator, at=DURING)


def test_nothing_is_saved_before_the_declaration(evaluator, round_):
    review = review_of(evaluator, round_)
    with pytest.raises(PermissionDenied, match="First say whether you have a conflict"):
        reviews.save(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    assert Mark.objects.count() == 0


def test_part_of_a_review_is_kept(evaluator, round_):
    review = declared(evaluator, round_)
    some = Opinion(marks={"service": 2}, comment="To be continued.")
    reviews.save(review, opinion=some, version=0, by=evaluator, at=DURING)
    stored = reread(review)
    assert (stored.state, stored.version, stored.saved_at) == ("declared", 1, DURING)
    assert reviews.opinion_of(stored) == some


def test_a_save_replaces_what_was_saved_before(evaluator, round_):
    review = declared(evaluator, round_)
    reviews.save(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    other = Opinion(marks={"savings": 1, "lawful": 1}, remarks={"service": "Unclear."})
    reviews.save(review, opinion=other, version=1, by=evaluator, at=DURING)
    stands = replace(other, unjudged=frozenset({"service"}))
    assert reviews.opinion_of(reread(review)) == stands


def test_the_same_save_twice_is_one(evaluator, round_):
    review = declared(evaluator, round_)
    for _ in range(2):
        reviews.save(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    assert (reread(review).version, kinds(review)) == (1, ["review.declared", "review.saved"])


def test_a_review_is_sent_in_and_counts(evaluator, round_):
    review = declared(evaluator, round_)
    reviews.submit(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    stored = reread(review)
    assert (stored.state, stored.submitted_at) == ("submitted", DURING)
    assert reviews.opinion_of(stored) == ALL


def test_sending_in_twice_is_sending_in_once(evaluator, round_):
    review = declared(evaluator, round_)
    for _ in range(2):
        reviews.submit(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    assert (reread(review).version, kinds(review)) == (1, ["review.declared", "review.submitted"])


def test_what_was_saved_is_sent_in_as_it_stands(evaluator, round_):
    review = declared(evaluator, round_)
    reviews.save(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    reviews.submit(review, opinion=ALL, version=1, by=evaluator, at=DURING)
    assert reread(review).state == "submitted"


def test_a_review_may_be_changed_until_the_close(evaluator, round_):
    review = marked(evaluator, round_, savings=4)
    last_second = CLOSING - timedelta(seconds=1)
    reviews.submit(
        review, opinion=Opinion(marks={"savings": 5}), version=1, by=evaluator, at=last_second
    )
    assert (reviews.opinion_of(reread(review)).marks, reread(review).submitted_at) == (
        {"savings": 5},
        last_second,
    )


def test_a_review_that_was_sent_in_is_not_half_saved(evaluator, round_):
    review = marked(evaluator, round_, savings=4)
    with pytest.raises(PermissionDenied, match="To change it, send in your changes"):
        reviews.save(review, opinion=Opinion(), version=1, by=evaluator, at=DURING)
    assert reviews.opinion_of(reread(review)).marks == {"savings": 4}


def test_the_second_of_two_windows_overwrites_nothing(evaluator, round_):
    review = declared(evaluator, round_)
    reviews.save(review, opinion=ALL, version=0, by=evaluator, at=DURING)
    with pytest.raises(StaleReview) as stale:
        reviews.save(review, opinion=Opinion(comment="Other"), version=0, by=evaluator, at=DURING)
    assert (stale.value.current.version, reviews.opinion_of(reread(review))) == (1, ALL)


@pytest.mark.parametrize(
    ("marks", "sentence"),
    [
        (
            {"savings": 9},
            "“Savings”: “9” is outside the scale. Marks are whole numbers from 0 to 5.",
        ),
        (
            {"savings": -1},
            "“Savings”: “-1” is outside the scale. Marks are whole numbers from 0 to 5.",
        ),
        ({"lawful": 2}, "“Lawful”: “2” is no answer to a gate. Choose yes or no."),
        ({"luck": 1}, "This round has no criterion with the short name “luck”."),
    ],
)
def test_a_mark_outside_the_scale_is_refused_with_nothing_written(
    evaluator, round_, marks, sentence
):
    review = declared(evaluator, round_)
    opinion = Opinion(marks={"service": 3, **marks}, comment="Kept on the page")
    with pytest.raises(PermissionDenied) as refusal:
        reviews.save(review, opinion=opinion, version=0, by=evaluator, at=DURING)
    assert str(refusal.value) == sentence
    assert (Mark.objects.count(), reread(review).comment) == (0, "")


@pytest.mark.parametrize("marks", [{}, {"lawful": 1}])
def test_a_review_without_a_mark_that_counts_is_not_sent_in(evaluator, round_, marks):
    review = declared(evaluator, round_)
    with pytest.raises(PermissionDenied, match="This review has no mark yet"):
        reviews.submit(review, opinion=Opinion(marks=marks), version=0, by=evaluator, at=DURING)
    assert reread(review).state == "declared"


def test_at_the_closing_time_the_round_is_closed_even_before_the_clock_comes_round(
    evaluator, round_
):
    review = declared(evaluator, round_)
    for act in (reviews.save, reviews.submit):
        with pytest.raises(PermissionDenied) as refusal:
            act(review, opinion=ALL, version=0, by=evaluator, at=CLOSING)
        assert str(refusal.value) == CLOSED
    assert (reread(review).state, Mark.objects.count()) == ("declared", 0)


def test_a_conflict_that_shows_late_is_declared_until_the_results_are_frozen(evaluator, round_):
    review = marked(evaluator, round_, savings=4)
    reviews.recuse(review, reason="Late", by=evaluator, at=CLOSING)
    assert reread(review).state == "recused"
    rounds.close_due(at=AFTER)
    with pytest.raises(PermissionDenied, match="This round closed on"):
        reviews.recuse(review, reason="Later", by=evaluator, at=AFTER)


def test_after_a_close_by_hand_the_sentence_names_that_moment(evaluator, round_, facilitator):
    review = declared(evaluator, round_)
    rounds.close(round_, by=facilitator, at=DURING)
    with pytest.raises(PermissionDenied, match="closed on Tuesday, March 3, 2026, 9:00 am Central"):
        reviews.submit(review, opinion=ALL, version=0, by=evaluator, at=DURING)


def test_a_round_in_preparation_takes_no_review(evaluator):
    review = review_of(evaluator, prepared(evaluator))
    assert rules.why_not_declare(evaluator, review, at=DURING) == ("This round has not opened yet.")


def test_nobody_writes_in_anothers_review(evaluator_of, facilitator, evaluator, round_):
    review = declared(evaluator, round_)
    for other in (evaluator_of("raytown"), facilitator, PUBLIC):
        with pytest.raises(PermissionDenied, match="belongs to another evaluator"):
            reviews.save(review, opinion=ALL, version=0, by=other, at=DURING)


def test_who_left_the_office_no_longer_reviews(evaluator, round_):
    review = declared(evaluator, round_)
    Office.objects.filter(person=evaluator.user).update(ends_on="2026-03-01")
    former = Office.objects.actor(evaluator.user, on=DURING.date())
    assert rules.why_not_review(former, review, at=DURING) == (
        "You no longer hold the office of evaluator of Raytown."
    )
    assert Review.objects.visible_to(former).count() == 0


def test_everyone_sees_only_the_own_reviews_and_only_once_the_round_has_opened(
    evaluator, evaluator_of, facilitator, staff_of
):
    other = evaluator_of("independence")
    prepared(evaluator, other, proposals=1)
    assert Review.objects.visible_to(evaluator).count() == 0
    Proposal.objects.update(reference="EJC-2026-099")
    opened(evaluator, other, proposals=2)
    seen = [
        Review.objects.visible_to(actor).count()
        for actor in (evaluator, other, facilitator, staff_of("raytown"), PUBLIC)
    ]
    assert seen == [2, 2, 0, 0, 0]


def readable(actor):
    return list(Proposal.objects.visible_to(actor).values_list("reference", flat=True))


def listed(actor):
    return list(Proposal.objects.listed_for(actor).values_list("reference", flat=True))


def test_the_text_opens_with_the_declaration_and_closes_with_a_recusal(evaluator, round_):
    assert (listed(evaluator), readable(evaluator)) == (["EJC-2026-001"], [])
    review = declared(evaluator, round_)
    assert readable(evaluator) == ["EJC-2026-001"]
    reviews.recuse(review, reason="A cousin bids.", by=evaluator, at=DURING)
    assert (listed(evaluator), readable(evaluator)) == (["EJC-2026-001"], [])


def test_an_evaluator_knows_nothing_of_a_round_in_preparation(evaluator):
    prepared(evaluator)
    assert (listed(evaluator), readable(evaluator)) == ([], [])


def test_an_evaluator_knows_nothing_of_what_others_are_assigned(evaluator_of, evaluator, round_):
    other = evaluator_of("raytown")
    assert (listed(other), readable(other)) == ([], [])


def test_the_public_reads_the_proposals_of_a_released_round_once_each(evaluator, evaluator_of):
    second = opened(evaluator, evaluator_of("independence"))
    rounds.close_due(at=AFTER)
    assert readable(PUBLIC) == []
    type(second).objects.filter(pk=second.pk).update(state="released", released_at=AFTER)
    assert (readable(PUBLIC), listed(PUBLIC)) == (["EJC-2026-001"], ["EJC-2026-001"])
