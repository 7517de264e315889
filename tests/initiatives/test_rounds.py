import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection, transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives import results
from initiatives.models import Placing, Round
from initiatives.operations import criteria, rounds
from initiatives.operations.criteria import Question
from initiatives.operations.rounds import Plan
from initiatives.phases import GRACE
from initiatives.rules import rounds as rules
from tests.conftest import NOON
from tests.factories.rounds import CLOSING, OPENING, AnchorFactory, CriterionFactory, RoundFactory
from tests.initiatives.scenes import AFTER, DURING, marked, opened, prepared

pytestmark = pytest.mark.django_db
PLAN = Plan(title="Spring 2026", opens_at=OPENING, closes_at=CLOSING)


def kinds(thing):
    return list(Event.objects.about(thing).values_list("kind", flat=True))


def test_a_facilitator_prepares_a_round_with_an_address_made_of_its_title(facilitator):
    round_ = rounds.prepare(PLAN, by=facilitator, at=NOON)
    assert (round_.slug, round_.state, round_.quorum, round_.draws) == (
        "spring-2026",
        "preparing",
        3,
        10_000,
    )
    assert kinds(round_) == ["round.prepared"]


def test_a_second_round_of_the_same_title_has_an_address_of_its_own(facilitator):
    addresses = [rounds.prepare(PLAN, by=facilitator, at=NOON).slug for _ in range(3)]
    assert addresses == ["spring-2026", "spring-2026-2", "spring-2026-3"]


def test_a_round_called_new_does_not_take_the_address_of_the_form(facilitator):
    plan = Plan(title="New", opens_at=OPENING, closes_at=CLOSING)
    assert rounds.prepare(plan, by=facilitator, at=NOON).slug == "new-2"


def test_nobody_but_a_facilitator_runs_rounds(
    staff_of, liaison_of, evaluator_of, clerk_of, analyst, administrator
):
    others = [staff_of("raytown"), liaison_of("raytown"), evaluator_of("raytown")]
    others += [clerk_of("raytown"), analyst, administrator]
    sentence = "Only a facilitator at MARC prepares and runs rounds. Ask one there."
    assert {rules.why_not_run(actor) for actor in others} == {sentence}
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        rounds.prepare(PLAN, by=others[0], at=NOON)
    assert Round.objects.count() == 0


def test_nobody_else_changes_moves_closes_or_releases_a_round(staff_of):
    round_, actor = opened(), staff_of("raytown")
    for act in (
        lambda: rounds.change(round_, plan=PLAN, by=actor, at=DURING),
        lambda: rounds.extend(round_, closes_at=AFTER, by=actor, at=DURING),
        lambda: rounds.open_round(round_, by=actor, at=DURING),
        lambda: rounds.close(round_, by=actor, at=DURING),
        lambda: rounds.release(round_, by=actor, at=DURING),
    ):
        with pytest.raises(PermissionDenied, match="Only a facilitator"):
            act()
    assert (Round.objects.get().state, Event.objects.count()) == ("scoring", 0)


def test_a_change_is_recorded_with_what_stood_before(facilitator):
    round_ = rounds.prepare(PLAN, by=facilitator, at=NOON)
    other = Plan(title="Spring 2026", opens_at=OPENING, closes_at=CLOSING, quorum=2)
    rounds.change(round_, plan=other, by=facilitator, at=NOON)
    round_.refresh_from_db()
    event = Event.objects.about(round_).order_by("-pk").first()
    assert (round_.quorum, event.kind, event.detail) == (
        2,
        "round.changed",
        {"before": {"quorum": 3}, "after": {"quorum": 2}},
    )


def test_a_change_that_changes_nothing_is_not_recorded(facilitator):
    round_ = rounds.prepare(PLAN, by=facilitator, at=NOON)
    rounds.change(round_, plan=PLAN, by=facilitator, at=NOON)
    assert kinds(round_) == ["round.prepared"]


def test_an_open_round_no_longer_changes(facilitator):
    round_ = opened()
    with pytest.raises(PermissionDenied, match="What it asks is fixed since then"):
        rounds.change(round_, plan=PLAN, by=facilitator, at=DURING)
    with pytest.raises(PermissionDenied, match="began on Monday, March 2, 2026, 9:00 am Central"):
        criteria.add_criterion(
            round_, question=Question(label="Reach", weight=Decimal(1)), by=facilitator, at=DURING
        )


def test_a_round_opens_with_criteria_proposals_and_evaluators(facilitator, evaluator_of):
    round_ = prepared(evaluator_of("raytown"))
    rounds.open_round(round_, by=facilitator, at=DURING)
    round_.refresh_from_db()
    assert (round_.state, round_.opened_at) == ("scoring", DURING)
    assert kinds(round_) == ["round.opened"]


def test_a_round_with_nothing_in_it_says_all_that_is_missing(facilitator):
    round_ = RoundFactory()
    assert rules.why_not_open(facilitator, round_, at=AFTER) == (
        "The closing time, Friday, March 13, 2026, 5:00 pm Central, has passed; set a later one. "
        "There is no scored criterion; add at least one. "
        "No proposal is in this round; choose at least one."
    )


def test_weights_that_do_not_sum_to_100_keep_a_round_closed(facilitator, evaluator_of):
    round_ = prepared(evaluator_of("raytown"))
    round_.criteria.filter(key="savings").update(weight=Decimal(55))
    with pytest.raises(PermissionDenied) as refusal:
        rounds.open_round(round_, by=facilitator, at=DURING)
    assert str(refusal.value) == "The weights sum to 95; they must sum to 100."
    round_.refresh_from_db()
    assert (round_.state, kinds(round_)) == ("preparing", [])


def test_weights_are_summed_to_the_hundredth(facilitator):
    round_ = RoundFactory()
    CriterionFactory(round=round_, key="one", weight=Decimal("33.33"))
    CriterionFactory(round=round_, key="two", weight=Decimal("66.66"))
    assert "The weights sum to 99.99; they must sum to 100." in rules.missing_for_opening(
        round_, at=DURING
    )


def test_an_anchor_outside_the_scale_and_a_missing_evaluator_are_named(facilitator):
    round_ = prepared()
    AnchorFactory(criterion=round_.criteria.get(key="service"), mark=7)
    assert list(rules.missing_for_opening(round_, at=DURING)) == [
        "“Service” says what a 7 means, but its scale runs from 0 to 5.",
        "No evaluator is assigned; assign at least one.",
    ]


def test_who_opens_second_learns_who_was_first(facilitator, evaluator_of):
    round_ = prepared(evaluator_of("raytown"))
    seen_by_another = Round.objects.get(pk=round_.pk)
    rounds.open_round(round_, by=facilitator, at=DURING)
    with pytest.raises(
        StaleState, match="is open for scoring: Facilitator, Mid-America Regional Council"
    ):
        rounds.open_round(seen_by_another, by=facilitator, at=DURING)
    assert kinds(round_) == ["round.opened"]


def test_the_closing_time_moves_only_later(facilitator):
    round_ = opened()
    later = CLOSING + timedelta(days=3)
    with pytest.raises(PermissionDenied, match="can only be moved to a later time"):
        rounds.extend(round_, closes_at=CLOSING - timedelta(days=1), by=facilitator, at=DURING)
    rounds.extend(round_, closes_at=later, by=facilitator, at=DURING)
    round_.refresh_from_db()
    assert (round_.closes_at, kinds(round_)) == (later, ["round.extended"])


def test_the_closing_time_no_longer_moves_once_it_has_passed(facilitator):
    round_ = opened()
    with pytest.raises(PermissionDenied, match="March 13, 2026, 5:00 pm Central, has passed"):
        rounds.extend(round_, closes_at=AFTER + timedelta(days=1), by=facilitator, at=AFTER)


def test_closing_by_hand_writes_the_ranking_and_says_who_closed(facilitator, evaluator_of):
    evaluators = [evaluator_of("raytown"), evaluator_of("independence")]
    round_ = opened(*evaluators)
    for actor in evaluators:
        marked(actor, round_, savings=4, service=2, lawful=1)
    rounds.close(round_, by=facilitator, at=DURING)
    round_.refresh_from_db()
    placing = Placing.objects.of(round_).get()
    assert (round_.state, round_.closed_at, len(round_.input_sha256)) == ("decided", DURING, 64)
    assert (placing.rank, placing.score, placing.cities) == (1, Decimal("64.00"), 2)
    events = Event.objects.about(round_).order_by("pk")
    assert [(event.kind, event.by) for event in events] == [
        ("round.closed", facilitator.user),
        ("round.frozen", facilitator.user),
    ]


def test_the_clock_closes_what_is_due_and_nothing_else(facilitator, evaluator_of):
    due = opened(evaluator_of("raytown"))
    later = RoundFactory(opened=True, closes_at=CLOSING + timedelta(days=1))
    RoundFactory()
    assert rounds.close_due(at=CLOSING + GRACE - timedelta(seconds=1)) == 0
    assert rounds.close_due(at=CLOSING + GRACE) == 1
    assert rounds.close_due(at=CLOSING + GRACE) == 0
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, due.closed_at, later.state) == ("decided", CLOSING + GRACE, "scoring")
    assert {event.by for event in Event.objects.about(due)} == {None}


def test_a_round_without_any_mark_closes_with_nothing_ranked(evaluator_of):
    round_ = opened(evaluator_of("raytown"))
    rounds.close_due(at=AFTER)
    placing = Placing.objects.of(round_).get()
    assert (placing.rank, placing.score, placing.coverage, placing.reasons) == (
        None,
        None,
        Decimal("0.00"),
        ["quorum", "gate:lawful"],
    )


def test_who_closes_second_learns_who_was_first(facilitator, marc):
    round_ = opened()
    seen_by_another = Round.objects.get(pk=round_.pk)
    rounds.close_due(at=AFTER)
    with pytest.raises(StaleState, match="is being decided: The portal changed it on"):
        rounds.close(seen_by_another, by=facilitator, at=AFTER)
    assert (kinds(round_), Placing.objects.count()) == (["round.closed", "round.frozen"], 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_the_same_moment_one_wins(facilitator, evaluator_of):
    round_ = opened(evaluator_of("raytown"), evaluator_of("independence"), proposals=2)
    both_ready = threading.Barrier(2)
    told = []

    def close():
        own = Round.objects.get(pk=round_.pk)
        both_ready.wait()
        try:
            rounds.close(own, by=facilitator, at=DURING)
        except StaleState as stale:
            told.append(str(stale))
        finally:
            close_old_connections()
            connection.close()

    racers = [threading.Thread(target=close) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert (kinds(round_), Placing.objects.count()) == (["round.closed", "round.frozen"], 2)
    assert [sentence.split(": ")[0] for sentence in told] == [f"{round_} is being decided"]


def test_a_round_is_released_when_every_decision_is_there(facilitator):
    round_ = opened(proposals=2)
    rounds.close_due(at=AFTER)
    round_.refresh_from_db()
    with pytest.raises(PermissionDenied, match="2 proposals of this round still wait"):
        rounds.release(round_, by=facilitator, at=AFTER)


def test_a_round_in_preparation_is_seen_by_facilitators_only(
    facilitator, staff_of, evaluator_of, stranger
):
    RoundFactory()
    others = [staff_of("raytown"), evaluator_of("raytown"), stranger]
    assert [Round.objects.visible_to(actor).count() for actor in (facilitator, *others)] == [
        1,
        0,
        0,
        0,
    ]


def test_an_open_round_is_seen_by_everyone_in_office(facilitator, staff_of, clerk_of, stranger):
    opened()
    seen = [
        Round.objects.visible_to(actor).count()
        for actor in (facilitator, staff_of("raytown"), clerk_of("grandview"), stranger)
    ]
    assert seen == [1, 1, 1, 0]


@pytest.mark.django_db(transaction=True)
def test_the_close_waits_for_a_review_that_is_being_sent_in_and_counts_it(evaluator_of):
    actor = evaluator_of("raytown")
    round_ = opened(actor, quorum=1)
    closed = []

    def close():
        try:
            closed.append(rounds.close_due(at=AFTER))
        finally:
            connection.close()

    closer = threading.Thread(target=close)
    with transaction.atomic():
        marked(actor, round_, savings=4, lawful=1)
        closer.start()
        closer.join(timeout=0.5)
        assert closed == []
    closer.join()
    assert (closed, Placing.objects.of(round_).get().score) == ([1], Decimal("80.00"))
    assert list(results.invariants()) == []


@pytest.mark.django_db(transaction=True)
def test_the_clock_leaves_alone_what_somebody_closes_at_that_moment(facilitator):
    round_ = opened()
    closed = []

    def close():
        try:
            closed.append(rounds.close_due(at=AFTER))
        finally:
            connection.close()

    clock = threading.Thread(target=close)
    with transaction.atomic():
        rounds.close(round_, by=facilitator, at=AFTER)
        clock.start()
        clock.join(timeout=0.5)
    clock.join()
    assert (closed, Placing.objects.count()) == ([0], 1)
    assert {event.by for event in Event.objects.about(round_)} == {facilitator.user}
