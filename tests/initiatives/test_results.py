import json
from decimal import Decimal

import pytest
from django.core.management import call_command

from initiatives import ranking, results
from initiatives.models import Entry, Placing, Review, Round
from initiatives.operations import decisions, reviews, rounds
from tests.factories.rounds import DecisionFactory
from tests.guards import unguarded
from tests.initiatives.scenes import AFTER, DURING, marked, opened, prepared, review_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(evaluator_of):
    """Three proposals: two with the same score, one seen by too few; one evaluator recused."""
    raytown, second, independence = (
        evaluator_of(slug) for slug in ("raytown", "raytown", "independence")
    )
    round_ = opened(raytown, second, independence, proposals=3)
    for reference in ("EJC-2026-001", "EJC-2026-002"):
        marked(raytown, round_, reference, savings=5, service=3, lawful=1, comment="CANARY-R")
        marked(independence, round_, reference, savings=2, service=1, lawful=1)
    marked(second, round_, "EJC-2026-001", savings=5, service=3, lawful=1)
    reviews.recuse(review_of(second, round_, "EJC-2026-002"), reason="Kin", by=second, at=DURING)
    marked(raytown, round_, "EJC-2026-003", savings=4)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    return round_


def entry_of(round_, reference):
    return Entry.objects.select_related("round", "proposal__city").get(
        round=round_, proposal__reference=reference
    )


def account_of(round_, reference):
    return results.account(Placing.objects.of(round_).get(entry__proposal__reference=reference))


def test_the_stored_ranking_is_what_the_published_file_comes_to(closed):
    assert results.stored(closed) == ranking.recompute(results.published(closed))


def test_the_rank_command_prints_the_stored_ranking(closed, tmp_path, capsys):
    path = tmp_path / "results.json"
    path.write_bytes(ranking.canonical(results.published(closed)))
    call_command("rank", str(path))
    assert json.loads(capsys.readouterr().out) == results.stored(closed)


def test_every_city_weighs_the_same_and_ties_share_a_rank(closed):
    rows = [
        (
            placing.entry.proposal.reference,
            placing.rank,
            placing.score,
            placing.raw_score,
            placing.coverage,
            placing.cities,
            placing.reasons,
        )
        for placing in Placing.objects.of(closed)
    ]
    assert rows == [
        ("EJC-2026-001", 1, Decimal("58.00"), Decimal("66.67"), Decimal("1.00"), 2, []),
        ("EJC-2026-002", 1, Decimal("58.00"), Decimal("58.00"), Decimal("1.00"), 2, []),
        (
            "EJC-2026-003",
            None,
            Decimal("80.00"),
            Decimal("80.00"),
            Decimal("0.17"),
            1,
            ["quorum", "gate:lawful"],
        ),
    ]


def test_the_published_file_names_nobody_and_numbers_each_evaluator_once(closed):
    published = results.published(closed)
    numbers = {
        (review.evaluator_id, review.city.slug, review.entry.proposal.reference)
        for review in Review.objects.select_related("city", "entry__proposal")
    }
    aliases = {(one["city"], one["evaluator"]) for one in published["reviews"]}
    assert {alias for _, alias in aliases} == {"e1", "e2", "e3"}
    assert (len(published["reviews"]), len(numbers), len(aliases)) == (9, 9, 3)
    text = json.dumps(published)
    names = [review.evaluator.name for review in Review.objects.select_related("evaluator")]
    assert [word for word in (*names, "CANARY", "@") if word in text] == []


def test_the_numbers_of_the_evaluators_depend_on_the_salt_alone(closed):
    before = results.published(closed)
    assert results.published(closed) == before
    orders = set()
    for salt in map(str, range(20)):
        closed.salt = salt
        orders.add(json.dumps(results.published(closed)["reviews"]))
    assert len(orders) > 1


def test_a_recused_review_carries_no_marks_in_the_file(closed):
    recused = [one for one in results.published(closed)["reviews"] if one["recused"]]
    assert [(one["proposal"], one["city"], one["marks"]) for one in recused] == [
        ("EJC-2026-002", "raytown", {})
    ]


def test_what_was_saved_but_not_sent_in_does_not_count(evaluator_of):
    raytown, independence = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(raytown, independence)
    marked(raytown, round_, savings=4, lawful=1)
    saved = review_of(independence, round_)
    reviews.declare(saved, by=independence, at=DURING)
    reviews.save(
        saved,
        opinion=reviews.Opinion(marks={"savings": 0}),
        version=0,
        by=independence,
        at=DURING,
    )
    rounds.close_due(at=AFTER)
    placing = Placing.objects.of(round_).get()
    assert (placing.cities, placing.score, placing.coverage) == (
        1,
        Decimal("80.00"),
        Decimal("0.25"),
    )


def test_reasons_are_told_in_words(closed):
    criteria = {criterion.key: criterion for criterion in closed.criteria.all()}
    last = Placing.objects.of(closed).last()
    assert results.in_words(last, closed, criteria) == [
        "Not ranked: marks from 1 city; this round needs 2.",
        "Not ranked: not more cities say yes than no to the gate “Lawful”.",
    ]


def test_a_missed_threshold_and_no_marks_at_all_are_told_in_words(closed):
    savings = closed.criteria.get(key="savings")
    savings.threshold = Decimal("2.50")
    placing = Placing(reasons=["quorum", "threshold:savings"], cities=0)
    assert results.in_words(placing, closed, {"savings": savings}) == [
        "Not ranked: no marks; this round needs 2.",
        (
            "Not ranked: the cities’ mean mark for “Savings” is below 2.5, the least this round "
            "asks for."
        ),
    ]


def test_the_account_reckons_a_score_step_by_step(closed, cities):
    entry = entry_of(closed, "EJC-2026-001")
    entry.proposal.wanted_cities.set([cities["raytown"]])
    account = account_of(closed, "EJC-2026-001")
    lines = [
        (
            line.criterion.label,
            line.weight,
            [(city.city, city.mean, city.number) for city in line.cities],
            line.mean,
            line.share,
            line.points,
        )
        for line in account.lines
    ]
    assert lines == [
        (
            "Savings",
            "60",
            [("Independence", "2.00", 1), ("Raytown", "5.00", 2)],
            "3.50",
            "70.00",
            "42.00",
        ),
        (
            "Service",
            "40",
            [("Independence", "1.00", 1), ("Raytown", "3.00", 2)],
            "2.00",
            "40.00",
            "16.00",
        ),
    ]
    assert (account.points, account.weights, account.score) == ("58.00", "100", "58.00")
    assert [
        (gate.criterion.label, [(c.city, c.yes, c.no) for c in gate.cities], gate.is_passed)
        for gate in account.gates
    ] == [("Lawful", [("Independence", 1, 0), ("Raytown", 2, 0)], True)]
    assert [(word.city, word.about, word.text) for word in account.words] == [
        ("Raytown", "", "CANARY-R")
    ]
    assert account.wanted == ("Raytown",)


def test_a_criterion_that_nobody_judged_is_left_out_of_the_account(closed):
    account = account_of(closed, "EJC-2026-003")
    assert [(line.mean, line.points) for line in account.lines] == [("4.00", "48.00"), ("", "")]
    assert (account.points, account.weights, account.score) == ("48.00", "60", "80.00")
    assert [gate.is_passed for gate in account.gates] == [False]


def test_an_account_without_marks_has_no_score(evaluator_of):
    round_ = opened(evaluator_of("raytown"))
    rounds.close_due(at=AFTER)
    account = account_of(round_, "EJC-2026-001")
    assert (account.points, account.weights, account.score, account.words) == ("0.00", "0", "", ())


def test_the_rank_without_each_city_is_told_by_name(closed):
    account = account_of(closed, "EJC-2026-001")
    assert account.without == (("Independence", 1), ("Raytown", 1))


def test_progress_is_counted_by_city_and_a_recusal_is_done(evaluator_of):
    raytown, second, independence = (
        evaluator_of(slug) for slug in ("raytown", "raytown", "independence")
    )
    round_ = opened(raytown, second, independence)
    marked(raytown, round_, savings=1)
    reviews.recuse(review_of(second, round_), reason="Kin", by=second, at=DURING)
    assert results.progress_by_city(round_) == [
        results.Progress(of="Independence", asked=1, done=0, recused=0),
        results.Progress(of="Raytown", asked=2, done=2, recused=1),
    ]


def test_a_round_whose_evaluators_were_all_taken_back_breaks_no_invariant():
    opened()
    rounds.close_due(at=AFTER)
    assert list(results.invariants()) == []


def test_a_sound_record_breaks_no_invariant(closed, facilitator):
    for entry in closed.entries.select_related("round", "proposal"):
        decisions.decide(entry, outcome="deferred", rationale="Later", by=facilitator, at=AFTER)
    rounds.release(closed, by=facilitator, at=AFTER)
    assert list(results.invariants()) == []


def test_weights_of_an_open_round_that_do_not_sum_to_100_are_a_breach():
    round_ = prepared()
    round_.criteria.filter(key="savings").update(weight=Decimal("59.5"))
    Round.objects.filter(pk=round_.pk).update(state="scoring", opened_at=DURING)
    assert list(results.invariants()) == [
        f"Round “{round_}”: the weights sum to 99.5, expected 100."
    ]


def test_a_ranking_that_its_marks_do_not_come_to_is_a_breach(closed):
    with unguarded():
        Placing.objects.filter(entry__proposal__reference="EJC-2026-001").update(score=1)
    assert list(results.invariants()) == [
        f"Round “{closed}”: the stored ranking differs from the one recomputed."
    ]


def test_a_review_for_the_lead_city_and_marks_before_the_declaration_are_breaches(closed):
    with unguarded():
        grandview = Entry.objects.first().proposal.city
        lead = Review.objects.filter(state="submitted", entry__proposal__reference="EJC-2026-003")
        lead.update(city=grandview)
        undeclared = Review.objects.get(state="recused")
        undeclared.marks.create(criterion=closed.criteria.get(key="savings"), value=1, at=DURING)
        Review.objects.filter(pk=undeclared.pk).update(
            state="assigned", declared_at=None, recused_at=None, conflict=""
        )
    breaches = list(results.invariants())
    assert breaches[:2] == [
        f"{lead.first()} in round “{closed}”: the city leads this proposal.",
        (
            f"Review of EJC-2026-002 Idea 2 for Raytown in round “{closed}”: there are marks, but "
            "the evaluator is not begun."
        ),
    ]


def test_a_decision_before_the_close_and_a_release_without_one_are_breaches(closed):
    early = opened(proposals=0)
    with unguarded():
        entry = entry_of(closed, "EJC-2026-001")
        Entry.objects.filter(pk=entry.pk).update(round=early)
        DecisionFactory(entry=entry)
        Entry.objects.filter(pk=entry.pk).update(round=early)
        Round.objects.filter(pk=closed.pk).update(state="released", released_at=AFTER)
    assert list(results.invariants())[:2] == [
        (
            f"EJC-2026-001 Idea 1 in {early}: Recommended: decided although the results are not "
            "frozen."
        ),
        f"Round “{closed}”: released although a proposal in it has no decision.",
    ]
