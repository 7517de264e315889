"""Weights that are changed in the discussion."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from collaborative.models import Event
from initiatives import ranking, results
from initiatives.models import Criterion, Placing, Ranking, Weight
from initiatives.operations import reviews, rounds
from initiatives.operations.reviews import Opinion
from initiatives.operations.reweighing import StaleComparison
from initiatives.results.reweighing import changes, compared
from tests.factories.rounds import WeightFactory
from tests.guards import unguarded
from tests.initiatives.discussed import BECAUSE, discussed, weigh_again, weights
from tests.initiatives.scenes import AFTER, opened, prepared, review_of

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(hours=1)
BELOW = "Not ranked: the cities’ mean mark for “Savings” is below 3, the least this round asks for."


@pytest.fixture
def evaluators(evaluator_of):
    return [evaluator_of(slug) for slug in ("raytown", "independence")]


@pytest.fixture
def round_(evaluators):
    return discussed(*evaluators)


def ranks(round_):
    return [
        (placing.entry.proposal.title, placing.rank, str(placing.score))
        for placing in Placing.objects.of(round_)
    ]


def in_force(round_):
    return dict(round_.criteria.filter(kind="scored").values_list("key", "weight"))


def test_the_same_marks_are_ranked_by_the_new_weights_with_the_reason(round_, facilitator):
    assert ranks(round_) == [("Idea 1", 1, "68.00"), ("Idea 2", 2, "64.00")]
    made = weigh_again(round_, facilitator, weights("30", "70"))
    assert ranks(round_) == [("Idea 2", 1, "82.00"), ("Idea 1", 2, "44.00")]
    assert (made.number, made.cause, made.reason, made.office) == (
        2,
        Ranking.Cause.WEIGHED,
        BECAUSE,
        facilitator.title,
    )
    assert in_force(round_) == {"savings": Decimal(30), "service": Decimal(70)}
    event = Event.objects.about(round_).latest("pk")
    assert (event.kind, event.detail, event.by) == (
        "round.weighed",
        {"reason": BECAUSE},
        facilitator.user,
    )


def test_every_version_of_the_weights_stays_on_record(round_, facilitator):
    weigh_again(round_, facilitator, weights("30", "70", least_saving="3"))
    weigh_again(round_, facilitator, weights("50", "50"))
    rows = Weight.objects.order_by("number", "criterion__key")
    assert list(rows.values_list("number", "criterion__key", "weight", "threshold")) == [
        (1, "savings", Decimal(60), None),
        (1, "service", Decimal(40), None),
        (2, "savings", Decimal(30), Decimal(3)),
        (2, "service", Decimal(70), None),
        (3, "savings", Decimal(50), None),
        (3, "service", Decimal(50), None),
    ]


def test_the_rank_command_gives_the_same_from_the_published_file(
    round_, facilitator, tmp_path, capsys
):
    weigh_again(round_, facilitator, weights("30", "70", least_saving="3"))
    rounds.freeze(round_, by=facilitator, at=LATER)
    published = results.published(round_)
    path = tmp_path / "results.json"
    path.write_bytes(ranking.canonical(published))
    call_command("rank", str(path))
    printed = json.loads(capsys.readouterr().out)
    assert printed == results.stored(round_)
    assert [
        (one["key"], one["weight"], one.get("threshold")) for one in published["criteria"][:2]
    ] == [
        ("savings", "30", "3"),
        ("service", "70", None),
    ]
    assert [(one["proposal"], one["rank"], one["reasons"]) for one in printed["results"]] == [
        ("EJC-2026-001", 1, []),
        ("EJC-2026-002", None, ["threshold:savings"]),
    ]
    assert list(results.invariants()) == []


def test_before_and_after_are_compared_without_writing_anything(round_):
    found = compared(round_, weights("30", "70", least_saving="3"))
    assert [
        (line.entry.proposal.title, line.before.rank, line.after.rank, line.move, line.reasons)
        for line in found.lines
    ] == [
        ("Idea 1", 1, 1, "as before", ()),
        (
            "Idea 2",
            2,
            None,
            "no longer ranked",
            (BELOW,),
        ),
    ]
    assert [(row.criterion.label, row.before, row.after, row.is_changed) for row in found.rows] == [
        ("Savings", (Decimal(60), None), (Decimal(30), Decimal(3)), True),
        ("Service", (Decimal(40), None), (Decimal(70), None), True),
    ]
    assert found.in_short == "Of 2 proposals 1 has another rank."
    assert (Weight.objects.count(), Ranking.objects.count()) == (0, 1)
    assert in_force(round_) == {"savings": Decimal(60), "service": Decimal(40)}


def test_what_was_compared_is_what_is_recorded(round_, facilitator):
    before = compared(round_, weights("30", "70"))
    weigh_again(round_, facilitator, weights("30", "70"))
    (recorded,) = changes(round_)
    shown = [
        [
            (line.entry, line.before.rank, line.after.rank, line.before.score, line.after.score)
            for line in each.lines
        ]
        for each in (before, recorded)
    ]
    assert shown[0] == shown[1]
    assert [row.after for row in before.rows] == [row.after for row in recorded.rows]


def test_each_change_on_record_has_its_own_before_and_after(round_, facilitator):
    weigh_again(round_, facilitator, weights("30", "70", least_saving="3"))
    weigh_again(round_, facilitator, weights("50", "50"), reason="No limit after all.")
    second, first = changes(round_)
    assert [each.ranking.reason for each in (second, first)] == ["No limit after all.", BECAUSE]
    assert [(line.entry.proposal.title, line.move, line.reasons) for line in second.lines] == [
        ("Idea 2", "now ranked", ()),
        ("Idea 1", "down 1", ()),
    ]
    assert [(row.before.weight, row.after.weight) for row in first.rows] == [(60, 30), (40, 70)]
    assert [line.reasons for line in first.lines] == [(), (BELOW,)]


@pytest.mark.parametrize("times", [1, 3])
def test_the_changes_are_read_by_the_same_queries_however_many(
    round_, facilitator, times, django_assert_num_queries
):
    for number in range(times):
        weigh_again(round_, facilitator, weights(str(30 + number), str(70 - number)))
    with django_assert_num_queries(4):
        assert len(changes(round_)) == times


def test_marks_that_changed_in_the_discussion_are_ranked_by_the_old_weights_first(
    round_, evaluators, facilitator
):
    review = review_of(evaluators[0], round_, "EJC-2026-002")
    opinion = Opinion(marks={"savings": 5, "service": 5, "lawful": 1})
    reviews.submit(review, opinion=opinion, version=review.version, by=evaluators[0], at=LATER)
    weigh_again(round_, facilitator, weights("30", "70"), at=LATER)
    causes = round_.rankings.order_by("number").values_list("cause", flat=True)
    assert list(causes) == ["scored", "discussed", "weighed"]
    (change,) = changes(round_)
    assert [str(line.before.score) for line in change.lines] == ["82.00", "68.00"]


def test_a_comparison_that_is_out_of_date_writes_nothing(round_, evaluators, facilitator):
    seen = results.digest(round_)
    review = review_of(evaluators[0], round_, "EJC-2026-002")
    opinion = Opinion(marks={"savings": 5, "service": 5, "lawful": 1})
    reviews.submit(review, opinion=opinion, version=review.version, by=evaluators[0], at=LATER)
    with pytest.raises(StaleComparison):
        weigh_again(round_, facilitator, weights("30", "70"), seen=seen)
    assert (Weight.objects.count(), Ranking.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("given", "reason", "sentence"),
    [
        (weights("30", "60"), BECAUSE, "The weights sum to 90; they must sum to 100."),
        (weights("0", "100"), BECAUSE, "“Savings”: a scored criterion needs a weight of more"),
        (weights("30", "70", least_saving="6"), BECAUSE, "must lie on the scale of 0 to 5"),
        (weights("60", "40"), BECAUSE, "nothing would change"),
        (weights("30", "70"), " \n", "Say why the weights change"),
    ],
)
def test_what_cannot_be_put_in_force_is_refused_with_the_reason(
    round_, facilitator, given, reason, sentence
):
    with pytest.raises(PermissionDenied, match=sentence):
        weigh_again(round_, facilitator, given, reason=reason)
    assert (Weight.objects.count(), Ranking.objects.count()) == (0, 1)


def test_nobody_else_changes_the_weights(round_, evaluators):
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        weigh_again(round_, evaluators[0], weights("30", "70"))
    assert in_force(round_) == {"savings": Decimal(60), "service": Decimal(40)}


def test_weights_change_neither_before_the_close_nor_after_the_freezing(
    evaluators, facilitator, round_
):
    rounds.freeze(round_, by=facilitator, at=LATER)
    for each, sentence in (
        (prepared(proposals=0), "in preparation: change its criteria on their own page"),
        (opened(proposals=0), "fixed until scoring has closed"),
        (round_, "The results were frozen on"),
    ):
        with pytest.raises(PermissionDenied, match=sentence):
            weigh_again(each, facilitator, weights("30", "70"), at=LATER)
    assert (Weight.objects.count(), Ranking.objects.count()) == (0, 1)


def refused(sql, *, match, error=IntegrityError):
    with pytest.raises(error, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_database_lets_a_criterion_take_on_nothing_but_the_last_weights(round_, facilitator):
    weigh_again(round_, facilitator, weights("30", "70"))
    for sql in (
        "UPDATE initiatives_criterion SET weight = 60 WHERE key = 'savings'",
        "UPDATE initiatives_criterion SET threshold = 2 WHERE key = 'savings'",
        "UPDATE initiatives_criterion SET label = 'Other', weight = 30 WHERE key = 'savings'",
        "UPDATE initiatives_criterion SET maximum = 6 WHERE key = 'savings'",
        "DELETE FROM initiatives_criterion WHERE key = 'savings'",
    ):
        refused(sql, match="criterion_frozen_once_open refuses this change")


def test_a_version_of_the_weights_is_never_changed_nor_removed(round_, facilitator):
    weigh_again(round_, facilitator, weights("30", "70"))
    for sql in ("UPDATE initiatives_weight SET weight = 1", "DELETE FROM initiatives_weight"):
        refused(sql, match="Cannot update or delete", error=DatabaseError)


@pytest.mark.parametrize("savings", ["60", "50"])
def test_weights_that_no_criterion_carries_or_that_are_no_whole_are_refused(round_, savings):
    """One is written down and not carried; the other carried, so that the sum is not 100."""
    criterion = Criterion.objects.get(round=round_, key="savings")
    WeightFactory(criterion=criterion, weight=Decimal(50))
    if savings == "50":
        Criterion.objects.filter(pk=criterion.pk).update(weight=Decimal(50))
    with pytest.raises(IntegrityError, match="which sum to 100"):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_a_gate_weighs_nothing_and_a_least_mean_mark_is_on_the_scale(round_):
    gate, savings = (round_.criteria.get(key=key) for key in ("lawful", "savings"))
    for given in ({"criterion": gate}, {"criterion": savings, "threshold": Decimal(6)}):
        with pytest.raises(IntegrityError, match="Only a scored criterion"), transaction.atomic():
            WeightFactory(**given)


def test_weights_are_written_down_in_the_discussion_only(evaluators):
    criterion = opened().criteria.get(key="savings")
    with pytest.raises(IntegrityError, match="The round is scoring"), transaction.atomic():
        WeightFactory(criterion=criterion)


def test_a_change_without_its_weights_and_a_weight_that_is_not_carried_are_breaches(
    round_, facilitator
):
    made = weigh_again(round_, facilitator, weights("30", "70"))
    with unguarded():
        Criterion.objects.filter(key="savings").update(weight=31)
        Criterion.objects.filter(key="service").update(weight=69)
    assert list(results.invariants()) == [
        f"“Savings” of round “{round_}” does not carry its last weight.",
        f"“Service” of round “{round_}” does not carry its last weight.",
    ]
    with unguarded():
        Weight.objects.all().delete()
    assert list(results.invariants()) == [f"{made}: there are no weights of it on record."]


def test_of_two_facilitators_the_second_writes_nothing_over_the_first(round_, facilitator):
    seen = results.digest(round_)
    weigh_again(round_, facilitator, weights("30", "70"), seen=seen)
    with pytest.raises(StaleComparison):
        weigh_again(round_, facilitator, weights("50", "50"), seen=seen)
    assert in_force(round_) == {"savings": Decimal(30), "service": Decimal(70)}
