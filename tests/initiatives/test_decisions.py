import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.forms.decisions import DecisionForm
from initiatives.models import Decision, Entry, Proposal, Round
from initiatives.operations import decisions, rounds
from initiatives.rules import decisions as rules
from tests.conftest import in_office
from tests.initiatives.scenes import AFTER, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    """The only entry of a closed round."""
    round_ = opened()
    rounds.close_due(at=AFTER)
    return entry_of(round_)


def entry_of(round_):
    return Entry.objects.select_related("round", "proposal").get(round=round_)


def decide(entry, actor, outcome="chosen", rationale="It ranks first."):
    return decisions.decide(entry, outcome=outcome, rationale=rationale, by=actor, at=AFTER)


@pytest.mark.parametrize("outcome", ["chosen", "parked", "not_chosen"])
def test_a_decision_moves_the_proposal_and_says_who_and_when(entry, facilitator, outcome):
    decide(entry, facilitator, outcome, " It ranks first. ")
    stored = Decision.objects.get()
    assert (stored.outcome, stored.rationale, stored.decided_by, stored.decided_at) == (
        outcome,
        "It ranks first.",
        facilitator.user,
        AFTER,
    )
    assert stored.office == "Facilitator, Mid-America Regional Council"
    proposal = Proposal.objects.get()
    event = Event.objects.about(proposal).get()
    assert (proposal.state, event.kind, event.detail["reason"]) == (
        outcome,
        f"proposal.{outcome}",
        "It ranks first.",
    )


@pytest.mark.parametrize(
    ("outcome", "rationale", "sentence"),
    [
        ("chosen", "  ", "Say why; the rationale becomes public with the decision."),
        ("adopted", "Why not", "Choose one of: chosen, parked, not chosen."),
    ],
)
def test_a_decision_without_a_reason_or_a_known_outcome_is_refused(
    entry, facilitator, outcome, rationale, sentence
):
    with pytest.raises(PermissionDenied) as refusal:
        decide(entry, facilitator, outcome, rationale)
    assert (str(refusal.value), Decision.objects.count()) == (sentence, 0)


def test_nobody_but_a_facilitator_decides(entry, staff_of, evaluator_of, clerk_of, administrator):
    for actor in (staff_of("raytown"), evaluator_of("raytown"), clerk_of("raytown"), administrator):
        with pytest.raises(PermissionDenied, match="Only a facilitator at MARC records decisions"):
            decide(entry, actor)
    assert Decision.objects.count() == 0


def test_nobody_decides_on_what_the_same_person_wrote(entry, facilitator):
    Proposal.objects.update(author=facilitator.user)
    with pytest.raises(PermissionDenied, match="You wrote EJC-2026-001, so another facilitator"):
        decide(entry_of(entry.round), facilitator)


def test_nothing_is_decided_while_the_round_is_open(facilitator):
    with pytest.raises(PermissionDenied, match="after scoring has closed"):
        decide(entry_of(opened()), facilitator)


def test_nothing_is_decided_after_the_release(entry, facilitator):
    decide(entry, facilitator)
    rounds.release(entry.round, by=facilitator, at=AFTER)
    assert rules.why_not_decide(facilitator, entry_of(entry.round)) == (
        "This round was released on Friday, March 13, 2026, 5:11 pm Central; its decisions stand."
    )


def test_a_second_facilitator_learns_who_decided_what_and_when(entry, facilitator, marc):
    second = in_office(facilitator.offices[0].role, marc)
    decide(entry, facilitator)
    with pytest.raises(StaleState) as stale:
        decide(entry_of(entry.round), second, "parked", "Later.")
    assert str(stale.value) == (
        "EJC-2026-001 Idea 1 is decided: chosen, recorded by Facilitator, Mid-America Regional "
        "Council (Facilitator, Mid-America Regional Council) on Friday, March 13, 2026, 5:11 pm "
        "Central. Your decision was not recorded."
    )
    assert list(Decision.objects.values_list("outcome", "decided_by")) == [
        ("chosen", facilitator.user.pk)
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_the_same_moment_one_wins(entry, facilitator, marc):
    second = in_office(facilitator.offices[0].role, marc)
    both_ready = threading.Barrier(2)
    told = []

    def race(actor, outcome):
        own = entry_of(entry.round)
        both_ready.wait()
        try:
            decide(own, actor, outcome)
        except StaleState as stale:
            told.append(str(stale))
        finally:
            connection.close()

    racers = [
        threading.Thread(target=race, args=pair)
        for pair in ((facilitator, "chosen"), (second, "parked"))
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    decision = Decision.objects.get()
    assert Proposal.objects.get().state == decision.outcome
    assert [sentence.split(", recorded")[0] for sentence in told] == [
        f"EJC-2026-001 Idea 1 is decided: {decision.outcome}"
    ]


def test_one_proposal_without_a_decision_keeps_a_round_from_its_release(entry, facilitator):
    with pytest.raises(PermissionDenied) as refusal:
        rounds.release(entry.round, by=facilitator, at=AFTER)
    assert str(refusal.value) == "1 proposal of this round still waits for its decision."


def test_a_released_round_was_decided_whole(entry, facilitator):
    decide(entry, facilitator, "parked")
    rounds.release(entry.round, by=facilitator, at=AFTER)
    stored = Round.objects.get()
    assert (stored.state, stored.released_at) == ("released", AFTER)
    with pytest.raises(StaleState, match="is released"):
        rounds.release(entry.round, by=facilitator, at=AFTER)


def test_every_outcome_offered_is_one():
    assert list(DecisionForm().fields["outcome"].choices) == Decision.Outcome.choices
