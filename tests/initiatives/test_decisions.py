import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.forms.decisions import CHOICES
from initiatives.models import Decision, Entry, Proposal, Round
from initiatives.operations import decisions, rounds
from initiatives.operations.decisions import Verdict
from initiatives.results.invariants import invariants
from initiatives.rules import decisions as rules
from tests.conftest import in_office
from tests.factories.agreements import AgreementFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import DecisionFactory, EntryFactory, RoundFactory
from tests.guards import unguarded
from tests.initiatives.scenes import AFTER, opened

pytestmark = pytest.mark.django_db
SAID = "Friday, March 13, 2026, 5:11 pm Central"
"""AFTER, in words."""


@pytest.fixture
def round_():
    """Three proposals whose results are frozen."""
    made = opened(proposals=3)
    rounds.close_due(at=AFTER)
    made.refresh_from_db()
    return made


@pytest.fixture
def entry(round_):
    return entry_of(round_)


@pytest.fixture
def second(facilitator, marc):
    """Another facilitator."""
    return in_office(facilitator.offices[0].role, marc)


def entry_of(round_, number=1):
    return Entry.objects.select_related("round", "proposal__city").get(
        round=round_, proposal__reference=f"EJC-2026-{number:03}"
    )


def decide(entry, actor, outcome="recommended", rationale="It ranks first.", **more):
    return decisions.decide(entry, outcome=outcome, rationale=rationale, by=actor, at=AFTER, **more)


def decide_all(round_, actor, *outcomes):
    """Decide about the three in turn; the last is merged into the first where asked for."""
    for number, outcome in enumerate(outcomes, start=1):
        into = Proposal.objects.get(reference="EJC-2026-001") if outcome == "merged" else None
        decide(entry_of(round_, number), actor, outcome, f"Reason {number}.", merge_into=into)


def change(entry, actor, outcome, because="A city has joined.", rationale="Now it is so.", **more):
    earlier = Decision.objects.select_related("entry__round", "entry__proposal").get(
        entry=entry, superseded_by=None
    )
    verdict = Verdict(outcome=outcome, rationale=rationale, **more)
    return decisions.supersede(earlier, verdict=verdict, because=because, by=actor, at=AFTER)


def states():
    return list(Proposal.objects.order_by("reference").values_list("state", flat=True))


class TestRecording:
    @pytest.mark.parametrize("outcome", ["recommended", "deferred", "declined"])
    def test_it_says_who_what_and_on_which_results_and_moves_nothing(
        self, entry, facilitator, outcome
    ):
        decide(entry, facilitator, outcome, " It ranks first. ")
        stored = Decision.objects.select_related("ranking").get()
        assert (
            stored.number,
            stored.outcome,
            stored.rationale,
            stored.decided_by,
            stored.office,
            stored.decided_at,
            stored.ranking.input_sha256,
        ) == (
            1,
            outcome,
            "It ranks first.",
            facilitator.user,
            "Facilitator, Mid-America Regional Council",
            AFTER,
            entry.round.input_sha256,
        )
        assert states() == ["in_round"] * 3
        assert Event.objects.filter(about_type="initiatives.proposal").count() == 0

    @pytest.mark.parametrize(
        ("outcome", "rationale", "sentence"),
        [
            ("declined", "  ", "Say why; the rationale becomes public with the decision."),
            (
                "chosen",
                "Why not",
                "Choose one of: recommended, deferred, declined, merged into another.",
            ),
            ("merged", "Alike.", "Give the reference of the proposal that it is merged into."),
        ],
    )
    def test_without_a_reason_or_a_known_outcome_it_is_refused(
        self, entry, facilitator, outcome, rationale, sentence
    ):
        with pytest.raises(PermissionDenied) as refusal:
            decide(entry, facilitator, outcome, rationale)
        assert (str(refusal.value), Decision.objects.count()) == (sentence, 0)

    def test_nobody_but_a_facilitator_decides(
        self, entry, staff_of, evaluator_of, clerk_of, administrator
    ):
        offices = [of("raytown") for of in (staff_of, evaluator_of, clerk_of)]
        for actor in (*offices, administrator):
            with pytest.raises(PermissionDenied, match="Only a facilitator at MARC records"):
                decide(entry, actor)
        assert Decision.objects.count() == 0

    def test_nobody_decides_on_what_the_same_person_wrote_nor_changes_it(
        self, round_, facilitator, second
    ):
        decide(entry_of(round_), second)
        Proposal.objects.update(author=facilitator.user)
        with pytest.raises(PermissionDenied, match="You wrote EJC-2026-002, so another"):
            decide(entry_of(round_, 2), facilitator)
        with pytest.raises(PermissionDenied, match="You wrote EJC-2026-001, so another"):
            change(entry_of(round_), facilitator, "declined")

    def test_nothing_is_decided_before_the_results_are_frozen(self, facilitator):
        with pytest.raises(PermissionDenied, match="once the results are frozen"):
            decide(entry_of(opened()), facilitator)

    def test_no_first_decision_comes_after_the_release(self, round_, facilitator):
        decide_all(round_, facilitator, "recommended", "deferred", "declined")
        rounds.release(round_, by=facilitator, at=AFTER)
        assert rules.why_not_decide(facilitator, entry_of(round_)) == (
            f"This round was released on {SAID}; its decisions stand until a later one takes the "
            "place of an earlier."
        )

    def test_a_second_facilitator_learns_who_decided_what_and_when(
        self, entry, facilitator, second
    ):
        decide(entry, facilitator)
        with pytest.raises(StaleState) as stale:
            decide(entry_of(entry.round), second, "deferred", "Later.")
        assert str(stale.value) == (
            "EJC-2026-001 Idea 1 is decided: recommended, recorded by Facilitator, Mid-America "
            "Regional Council (Facilitator, Mid-America Regional Council) on "
            f"{SAID}. Your decision was not recorded."
        )
        assert list(Decision.objects.values_list("outcome", "decided_by")) == [
            ("recommended", facilitator.user.pk)
        ]

    def test_every_outcome_offered_is_one(self):
        assert [str(value) for value, _ in CHOICES] == Decision.Outcome.values


class TestMerging:
    def test_into_itself_into_nothing_or_into_what_does_not_wait_it_is_refused(
        self, round_, facilitator
    ):
        entry = entry_of(round_)
        for target, sentence in (
            (entry.proposal, "A proposal cannot be merged into itself."),
            (ProposalFactory(state="parked"), "merged only into a proposal of this round"),
        ):
            with pytest.raises(PermissionDenied, match=sentence):
                decide(entry, facilitator, "merged", "Alike.", merge_into=target)

    def test_a_target_belongs_to_a_merge_alone(self, round_, facilitator):
        with pytest.raises(PermissionDenied, match="only where this one is merged into it"):
            decide(entry_of(round_), facilitator, merge_into=entry_of(round_, 2).proposal)

    def test_what_takes_another_in_goes_on_whichever_is_decided_first(self, round_, facilitator):
        first, other, third = (entry_of(round_, number) for number in (1, 2, 3))
        decide(first, facilitator, "declined")
        with pytest.raises(PermissionDenied, match="Of EJC-2026-001 is decided: declined"):
            decide(other, facilitator, "merged", "Alike.", merge_into=first.proposal)
        decide(other, facilitator, "merged", "Alike.", merge_into=third.proposal)
        for outcome, into in (("declined", None), ("merged", first.proposal)):
            with pytest.raises(PermissionDenied, match="EJC-2026-002 is to be merged into EJC-"):
                decide(third, facilitator, outcome, "No.", merge_into=into)
        assert decide(third, facilitator, "deferred").outcome == "deferred"

    def test_the_release_joins_writers_and_keeps_both_texts(self, round_, facilitator, staff_of):
        writer = staff_of("raytown")
        Proposal.objects.filter(reference="EJC-2026-003").update(author=writer.user)
        texts = list(Proposal.objects.order_by("reference").values_list("answers", flat=True))
        decide_all(round_, facilitator, "recommended", "deferred", "merged")
        rounds.release(round_, by=facilitator, at=AFTER)
        first, _, merged = Proposal.objects.order_by("reference")
        assert (states(), merged.merged_into) == (["chosen", "parked", "merged"], first)
        assert first in Proposal.objects.written_by(writer)
        assert [one.answers for one in Proposal.objects.order_by("reference")] == texts

    def test_it_may_go_into_one_that_is_accepted_and_in_no_round(self, round_, facilitator):
        waiting = ProposalFactory(state="accepted", reference="EJC-2026-040")
        decide_all(round_, facilitator, "recommended", "deferred")
        decide(entry_of(round_, 3), facilitator, "merged", "Alike.", merge_into=waiting)
        rounds.release(round_, by=facilitator, at=AFTER)
        assert states() == ["chosen", "parked", "merged", "accepted"]

    def test_the_release_waits_where_the_target_has_gone_meanwhile(self, round_, facilitator):
        waiting = ProposalFactory(state="accepted", reference="EJC-2026-040")
        decide_all(round_, facilitator, "recommended", "deferred")
        decide(entry_of(round_, 3), facilitator, "merged", "Alike.", merge_into=waiting)
        Proposal.objects.filter(pk=waiting.pk).update(state="withdrawn")
        with pytest.raises(PermissionDenied, match="EJC-2026-003 cannot be merged as decided: EJC"):
            rounds.release(round_, by=facilitator, at=AFTER)
        assert states() == ["in_round"] * 3 + ["withdrawn"]


class TestRelease:
    def test_one_act_moves_every_proposal_and_says_of_each_what_was_decided(
        self, round_, facilitator
    ):
        decide_all(round_, facilitator, "recommended", "deferred", "declined")
        rounds.release(round_, by=facilitator, at=AFTER)
        stored = Round.objects.get()
        assert (stored.state, stored.released_at) == ("released", AFTER)
        assert states() == ["chosen", "parked", "not_chosen"]
        told = Event.objects.filter(about_type="initiatives.proposal").order_by("pk")
        assert [(event.kind, event.at, event.detail) for event in told] == [
            (
                f"proposal.{kind}",
                AFTER,
                {
                    "round": round_.title,
                    "outcome": outcome,
                    "reason": f"Reason {number}.",
                    "judge": "Facilitator, Mid-America Regional Council",
                },
            )
            for number, (kind, outcome) in enumerate(
                [("chosen", "Recommended"), ("parked", "Deferred"), ("not_chosen", "Declined")],
                start=1,
            )
        ]
        with pytest.raises(StaleState, match="is released"):
            rounds.release(round_, by=facilitator, at=AFTER)

    def test_one_proposal_without_a_decision_keeps_the_round(self, round_, facilitator):
        decide_all(round_, facilitator, "recommended", "deferred")
        with pytest.raises(PermissionDenied) as refusal:
            rounds.release(round_, by=facilitator, at=AFTER)
        assert str(refusal.value) == "1 proposal of this round still waits for its decision."
        assert states() == ["in_round"] * 3

    def test_what_goes_wrong_with_one_moves_none(self, round_, facilitator):
        decide_all(round_, facilitator, "recommended", "deferred", "declined")
        Proposal.objects.filter(reference="EJC-2026-003").update(state="withdrawn")
        with pytest.raises(StaleState):
            rounds.release(round_, by=facilitator, at=AFTER)
        assert states() == ["in_round", "in_round", "withdrawn"]
        assert Round.objects.get().state == "decided"


class TestLaterDecisions:
    def test_before_the_release_a_new_row_names_the_old_one_and_why(
        self, entry, facilitator, second
    ):
        first = decide(entry, facilitator)
        later = change(entry, second, "declined")
        assert list(
            Decision.objects.order_by("number").values_list(
                "number", "outcome", "supersedes", "because", "stays_because", "decided_by"
            )
        ) == [
            (1, "recommended", None, "", "", facilitator.user.pk),
            (2, "declined", first.pk, "A city has joined.", "", second.user.pk),
        ]
        current = entry_of(entry.round)
        assert (current.decision, current.earlier_decisions) == (later, [first])
        assert (states(), Event.objects.about(entry.proposal).count()) == (["in_round"] * 3, 0)

    def test_it_says_why(self, entry, facilitator):
        decide(entry, facilitator)
        with pytest.raises(PermissionDenied, match="Say why the decision is changed"):
            change(entry, facilitator, "declined", because=" ")

    def test_of_an_earlier_one_that_was_followed_already_the_second_learns_who_was_first(
        self, entry, facilitator, second
    ):
        first = decide(entry, facilitator)
        change(entry, second, "declined")
        with pytest.raises(StaleState, match="is decided: declined, recorded by"):
            decisions.supersede(
                Decision.objects.select_related("entry__round", "entry__proposal").get(pk=first.pk),
                verdict=Verdict(outcome="deferred", rationale="Later."),
                because="I think so.",
                by=facilitator,
                at=AFTER,
            )
        assert Decision.objects.count() == 2

    @pytest.mark.parametrize(
        ("before", "after", "state"),
        [
            ("recommended", "declined", "not_chosen"),
            ("recommended", "deferred", "parked"),
            ("deferred", "recommended", "chosen"),
            ("declined", "recommended", "chosen"),
            ("declined", "deferred", "parked"),
        ],
    )
    def test_after_the_release_the_proposal_moves_accordingly(
        self, round_, facilitator, before, after, state
    ):
        released(round_, facilitator, before)
        later = change(entry_of(round_), facilitator, after)
        event = Event.objects.about(entry_of(round_).proposal).last()
        assert (states()[0], later.stays_because, event.detail["later"]) == (state, "", True)
        assert event.detail["because"] == "A city has joined."

    def test_another_reason_for_the_same_outcome_moves_nothing(self, round_, facilitator):
        released(round_, facilitator, "recommended")
        later = change(entry_of(round_), facilitator, "recommended")
        event = Event.objects.about(entry_of(round_).proposal).last()
        assert (states()[0], later.stays_because, event.kind) == (
            "chosen",
            "",
            "proposal.redecided",
        )

    def test_what_an_agreement_was_drafted_from_stays_and_the_decision_says_why(
        self, round_, facilitator
    ):
        released(round_, facilitator, "recommended")
        AgreementFactory(title="Salt", proposal=entry_of(round_).proposal)
        later = change(entry_of(round_), facilitator, "declined")
        assert (states()[0], later.stays_because) == (
            "chosen",
            "The agreement “Salt” rests on EJC-2026-001 as it was decided, so it stays as it is.",
        )
        assert Event.objects.about(entry_of(round_).proposal).last().kind == "proposal.redecided"

    def test_what_has_gone_on_by_itself_stays_where_it_is(self, round_, facilitator):
        released(round_, facilitator, "deferred")
        Proposal.objects.filter(reference="EJC-2026-001").update(state="returned")
        later = change(entry_of(round_), facilitator, "declined")
        assert states()[0] == "returned"
        assert later.stays_because.endswith("so this decision leaves it there.")

    def test_what_came_into_a_later_round_is_left_to_that_one(self, round_, facilitator):
        released(round_, facilitator, "deferred")
        EntryFactory(round=RoundFactory(title="Autumn"), proposal=entry_of(round_).proposal)
        later = change(entry_of(round_), facilitator, "recommended")
        assert (states()[0], later.stays_because) == (
            "parked",
            (
                "EJC-2026-001 was entered again, in “Autumn”, so this decision leaves it as it "
                "stands since then."
            ),
        )

    def test_a_merge_is_neither_undone_nor_made_after_the_release(self, round_, facilitator):
        decide_all(round_, facilitator, "recommended", "deferred", "merged")
        rounds.release(round_, by=facilitator, at=AFTER)
        with pytest.raises(PermissionDenied, match="was merged when the round was released"):
            change(entry_of(round_, 3), facilitator, "recommended")
        with pytest.raises(PermissionDenied, match="merged with the release of their round"):
            change(
                entry_of(round_, 2),
                facilitator,
                "merged",
                merge_into=Proposal.objects.get(reference="EJC-2026-001"),
            )
        assert Decision.objects.count() == 3


def released(round_, facilitator, outcome):
    """The round, released, with this outcome for the first proposal."""
    decide_all(round_, facilitator, outcome, "deferred", "declined")
    rounds.release(round_, by=facilitator, at=AFTER)


class TestGuards:
    """What the database refuses by itself."""

    def test_a_decision_stands(self, entry, facilitator):
        made = decide(entry, facilitator)
        for act in (
            lambda: Decision.objects.update(rationale="Other."),
            made.delete,
        ):
            with pytest.raises(Exception, match="Cannot"), transaction.atomic():
                act()

    def test_there_is_one_first_decision_and_one_after_each(self, entry, facilitator):
        first = decide(entry, facilitator)
        later = {"entry": entry, "number": 2, "supersedes": first, "because": "So."}
        refused = [{"entry": entry}, later, {**later, "number": 3}]
        DecisionFactory(**later)
        for given in refused:
            with pytest.raises(IntegrityError), transaction.atomic():
                DecisionFactory(**given)
        assert Decision.objects.count() == 2

    def test_a_later_one_follows_one_about_the_same_proposal_for_a_reason(
        self, round_, entry, facilitator
    ):
        first = decide(entry, facilitator)
        other = entry_of(round_, 2)
        for given in (
            {"entry": other, "number": 2, "supersedes": first, "because": "So."},
            {"entry": entry, "number": 2, "supersedes": first, "because": ""},
            {"entry": entry, "number": 2, "because": "So."},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                DecisionFactory(**given)

    def test_it_rests_on_the_last_frozen_ranking_of_its_own_round(self, entry):
        from_elsewhere = opened(proposals=0, slug="elsewhere")
        rounds.close_due(at=AFTER)
        with pytest.raises(IntegrityError, match="last ranking"), transaction.atomic():
            DecisionFactory(entry=entry, ranking=from_elsewhere.rankings.get())
        with unguarded("initiatives.Decision:decision_on_frozen_results"):
            DecisionFactory(entry=entry, ranking=from_elsewhere.rankings.get())
        assert any("does not rest on the last ranking" in breach for breach in invariants())

    def test_none_is_recorded_first_after_the_release(self, round_, facilitator):
        with unguarded("initiatives.Round:outcome_stands_once_frozen"):
            Round.objects.update(state="released", released_at=AFTER)
        with pytest.raises(IntegrityError, match="only a later one follows"), transaction.atomic():
            DecisionFactory(entry=entry_of(round_))

    def test_nothing_is_merged_into_itself(self, entry):
        with pytest.raises(IntegrityError), transaction.atomic():
            DecisionFactory(entry=entry, outcome="merged", merge_into=entry.proposal)

    def test_a_decided_round_has_no_breach(self, facilitator, evaluator_of):
        round_ = opened(evaluator_of("raytown"), proposals=3)
        rounds.close_due(at=AFTER)
        decide_all(round_, facilitator, "recommended", "deferred", "merged")
        change(entry_of(round_, 2), facilitator, "declined")
        rounds.release(round_, by=facilitator, at=AFTER)
        assert list(invariants()) == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_two_who_decide_at_the_same_moment_one_wins(self, entry, facilitator, second):
        told = race(
            lambda actor, outcome: decide(entry_of(entry.round), actor, outcome),
            ((facilitator, "recommended"), (second, "deferred")),
        )
        decision = Decision.objects.get()
        assert [sentence.split(", recorded")[0] for sentence in told] == [
            f"EJC-2026-001 Idea 1 is decided: {decision.outcome}"
        ]

    def test_of_two_who_change_a_decision_at_the_same_moment_one_wins(
        self, entry, facilitator, second
    ):
        decide(entry, facilitator)
        told = race(
            lambda actor, outcome: change(entry_of(entry.round), actor, outcome),
            ((facilitator, "declined"), (second, "deferred")),
        )
        assert (Decision.objects.count(), len(told)) == (2, 1)


def race(act, racers):
    """Let both act at the same moment; return what those who came second were told."""
    both_ready, told = threading.Barrier(2), []

    def run(actor, outcome):
        both_ready.wait()
        try:
            act(actor, outcome)
        except StaleState as stale:
            told.append(str(stale))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
