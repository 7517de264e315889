"""What PostgreSQL refuses by itself, whatever Python does."""

from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, connection, transaction

from initiatives.models import Review, Round
from initiatives.operations import rounds
from tests.factories.rounds import (
    AnchorFactory,
    ConcordFactory,
    CriterionFactory,
    DecisionFactory,
    EntryFactory,
    MarkFactory,
    PlacingFactory,
    RemarkFactory,
    ReviewFactory,
    RoundFactory,
)
from tests.initiatives.scenes import AFTER, declared, marked, opened

pytestmark = pytest.mark.django_db


def refused(sql, *values, error=IntegrityError, match=""):
    """Run raw SQL, which must be refused."""
    with pytest.raises(error, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE initiatives_criterion SET weight = 10",
        "DELETE FROM initiatives_criterion",
        "UPDATE initiatives_anchor SET text = 'Another'",
        "DELETE FROM initiatives_anchor",
        "DELETE FROM initiatives_entry",
    ],
)
def test_what_a_round_asks_is_frozen_once_it_is_open(sql):
    round_ = opened()
    refused(sql, match="The round is scoring: .* refuses this change")
    assert round_.criteria.get(key="savings").weight == Decimal("60.00")


def test_nothing_is_added_to_what_an_open_round_asks():
    round_ = opened()
    for add in (
        lambda: CriterionFactory(round=round_, key="more"),
        lambda: AnchorFactory(criterion=round_.criteria.get(key="service")),
        lambda: EntryFactory(round=round_),
    ):
        with pytest.raises(IntegrityError, match="The round is scoring"), transaction.atomic():
            add()


def test_a_criterion_cannot_be_carried_out_of_an_open_round():
    opened()
    refused(
        "UPDATE initiatives_criterion SET round_id = %s",
        RoundFactory().pk,
        match="criterion_frozen_once_open",
    )


@pytest.mark.parametrize("change", ["quorum = 1", "seed = 7", "draws = 200", "top = 9"])
def test_the_terms_of_an_open_round_are_frozen(change):
    opened()
    refused(f"UPDATE initiatives_round SET {change}", error=Error, match="Cannot update")


def test_the_closing_time_of_a_closed_round_is_frozen():
    opened()
    rounds.close_due(at=AFTER)
    refused("UPDATE initiatives_round SET closes_at = now()", error=Error, match="Cannot update")


def test_a_state_without_its_date_is_refused():
    RoundFactory()
    refused("UPDATE initiatives_round SET state = 'open'", match="round_state_has_its_dates")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE initiatives_mark SET value = 1",
        "DELETE FROM initiatives_mark",
        "UPDATE initiatives_review SET comment = 'Later'",
        "DELETE FROM initiatives_review",
    ],
)
def test_marks_and_reviews_are_frozen_after_the_close(sql, evaluator_of):
    actor = evaluator_of("raytown")
    marked(actor, opened(actor), savings=4)
    rounds.close_due(at=AFTER)
    refused(sql, match="The round is decided")


def test_no_mark_comes_after_the_close(evaluator_of):
    actor = evaluator_of("raytown")
    round_ = opened(actor)
    review = declared(actor, round_)
    rounds.close_due(at=AFTER)
    for add in (MarkFactory, RemarkFactory):
        with pytest.raises(IntegrityError, match="The round is decided"), transaction.atomic():
            add(review=review, criterion=round_.criteria.get(key="savings"))


@pytest.mark.parametrize(("key", "value"), [("savings", 6), ("lawful", 2)])
def test_a_mark_outside_its_scale_is_refused(evaluator_of, key, value):
    actor = evaluator_of("raytown")
    round_ = opened(actor)
    with pytest.raises(IntegrityError, match="not on the scale"), transaction.atomic():
        MarkFactory(
            review=declared(actor, round_), criterion=round_.criteria.get(key=key), value=value
        )


def test_a_mark_for_a_criterion_of_another_round_is_refused(evaluator_of):
    actor = evaluator_of("raytown")
    with pytest.raises(IntegrityError, match="not on the scale"), transaction.atomic():
        MarkFactory(review=declared(actor, opened(actor)), criterion=CriterionFactory())


def test_a_mark_before_the_declaration_is_refused(evaluator_of):
    actor = evaluator_of("raytown")
    round_ = opened(actor)
    with pytest.raises(IntegrityError, match="not on the scale"), transaction.atomic():
        MarkFactory(review=Review.objects.get(), criterion=round_.criteria.get(key="savings"))


def test_a_review_by_the_lead_city_is_refused():
    entry = opened().entries.get()
    with pytest.raises(IntegrityError, match="does not review the proposal that it leads"):
        ReviewFactory(entry=entry, city=entry.proposal.city)


def test_a_review_cannot_be_handed_to_the_lead_city(evaluator_of):
    actor = evaluator_of("raytown")
    entry = opened(actor).entries.get()
    refused(
        "UPDATE initiatives_review SET city_id = %s",
        entry.proposal.city_id,
        match="does not review the proposal that it leads",
    )


def test_a_recusal_without_a_reason_is_refused(evaluator_of):
    actor = evaluator_of("raytown")
    declared(actor, opened(actor))
    refused(
        "UPDATE initiatives_review SET state = 'recused', recused_at = now()",
        match="review_recused_with_date_and_reason",
    )


@pytest.mark.parametrize(
    "sql", ["UPDATE initiatives_placing SET rank = 1", "DELETE FROM initiatives_placing"]
)
def test_a_place_in_the_ranking_is_written_once(sql):
    PlacingFactory()
    refused(sql, error=Error, match="Cannot (update|delete)")


@pytest.mark.parametrize(
    "sql", ["UPDATE initiatives_concord SET n = 1", "DELETE FROM initiatives_concord"]
)
def test_the_agreement_is_written_once(sql):
    ConcordFactory()
    refused(sql, error=Error, match="Cannot (update|delete)")


@pytest.mark.parametrize(
    "sql",
    ["UPDATE initiatives_decision SET rationale = 'Other'", "DELETE FROM initiatives_decision"],
)
def test_a_decision_is_written_once(sql):
    round_ = opened()
    rounds.close_due(at=AFTER)
    DecisionFactory(entry=round_.entries.get())
    refused(sql, error=Error, match="Cannot (update|delete)")


def test_a_decision_needs_a_closed_round():
    entry = opened().entries.get()
    with pytest.raises(IntegrityError, match="rests on the last ranking of its round, once"):
        DecisionFactory(entry=entry)


def test_a_place_is_either_ranked_or_says_why_not():
    with pytest.raises(IntegrityError, match="placing_ranked_or_with_reasons"):
        PlacingFactory(rank=None)


def test_an_anchor_that_says_nothing_is_refused():
    with pytest.raises(IntegrityError, match="anchor_says_something"):
        AnchorFactory(text="")


def test_a_round_that_closes_before_it_opens_is_refused():
    RoundFactory()
    refused(
        "UPDATE initiatives_round SET closes_at = opens_at", match="round_closes_after_it_opens"
    )
    assert Round.objects.count() == 1
