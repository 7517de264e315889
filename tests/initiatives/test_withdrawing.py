"""Withdrawing until the close of the round, and coming back with one act."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from collaborative.lifecycle import StaleState
from collaborative.models import PUBLIC, Actor, Event
from collaborative.roles import Role
from initiatives import ranking, results
from initiatives.events import ProposalEvent
from initiatives.models import Decision, Entry, Proposal, Review, Round, Withdrawal
from initiatives.operations import decisions, reviews, rounds, withdrawing
from initiatives.results.invariants import invariants
from initiatives.rules import proposals as rules
from initiatives.rules.decisions import why_not_decide
from tests.conftest import NOON, in_office
from tests.factories.proposals import ProposalFactory
from tests.initiatives.scenes import AFTER, DURING, marked, opened, prepared, review_of

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture
def author(staff_of) -> Actor:
    return staff_of("raytown")


def owned(author: Actor, cities, **fields) -> Proposal:
    return ProposalFactory(city=cities["raytown"], author=author.user, **fields)


def lead_of(proposal: Proposal) -> Actor:
    """The author of a proposal of a scene, in office in its lead city."""
    writer = in_office(Role.STAFF, proposal.city)
    Proposal.objects.filter(pk=proposal.pk).update(author=writer.user)
    return writer


def now(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("city", "author").get(pk=proposal.pk)


def take_back(proposal: Proposal, by: Actor, at) -> None:
    withdrawing.withdraw(now(proposal), reason="We bought one.", by=by, at=at)


# Out of a round ------------------------------------------------------------------------------


def test_out_of_a_round_in_preparation_it_goes_with_its_assignments(evaluator_of):
    round_ = prepared(evaluator_of("raytown"), proposals=2)
    proposal = Proposal.objects.get(reference="EJC-2026-001")
    take_back(proposal, lead_of(proposal), NOON)
    left = [entry.proposal.reference for entry in round_.entries.all()]
    assert (now(proposal).state, left) == (State.WITHDRAWN, ["EJC-2026-002"])
    assert (Review.objects.count(), Withdrawal.objects.count()) == (1, 0)


@pytest.fixture
def half_marked(evaluator_of):
    """An open round of two proposals, both marked by two cities; the first is withdrawn."""
    evaluators = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(*evaluators, proposals=2)
    for evaluator in evaluators:
        for reference in ("EJC-2026-001", "EJC-2026-002"):
            marked(evaluator, round_, reference, savings=4, service=3, lawful=1)
    proposal = Proposal.objects.get(reference="EJC-2026-001")
    take_back(proposal, lead_of(proposal), DURING)
    return round_, now(proposal), evaluators


def test_out_of_an_open_round_its_reviews_stay_on_record_and_count_for_nothing(
    half_marked, facilitator
):
    round_, proposal, _ = half_marked
    rounds.close(round_, by=facilitator, at=AFTER)
    file = results.published(round_)
    assert (file["proposals"], {review["proposal"] for review in file["reviews"]}) == (
        ["EJC-2026-002"],
        {"EJC-2026-002"},
    )
    recomputed = ranking.recompute(file)
    assert results.stored(round_) == recomputed
    assert [line["proposal"] for line in recomputed["results"]] == ["EJC-2026-002"]
    assert proposal.entries.get().reviews.filter(state="submitted").count() == 2


def test_its_evaluators_are_told_and_their_list_is_shorter(half_marked):
    round_, _, (evaluator, _) = half_marked
    review = review_of(evaluator, round_)
    with pytest.raises(
        PermissionDenied, match="Its authors withdrew this proposal on Tuesday, Mar"
    ):
        reviews.recuse(review, reason="A conflict", by=evaluator, at=DURING)
    asked = results.progress_by_city(round_)
    assert [(one.of, one.asked) for one in asked] == [("Independence", 1), ("Raytown", 1)]
    assert list(Proposal.objects.visible_to(evaluator).values_list("reference", flat=True)) == [
        "EJC-2026-002"
    ]


def test_the_list_of_a_round_is_without_it(half_marked):
    round_, _, _ = half_marked
    listed = Proposal.objects.entered_in(round_.slug).values_list("reference", flat=True)
    assert list(listed) == ["EJC-2026-002"]


def test_a_round_is_released_without_a_decision_on_it_and_it_stays_closed_to_the_public(
    half_marked, facilitator
):
    round_, proposal, _ = half_marked
    rounds.close(round_, by=facilitator, at=AFTER)
    round_.refresh_from_db()
    gone, kept = Entry.objects.select_related("round", "proposal").order_by("proposal__reference")
    assert why_not_decide(facilitator, gone) == (
        "Its authors withdrew EJC-2026-001, so nothing is decided about it."
    )
    decisions.decide(kept, outcome="recommended", rationale="Cheap.", by=facilitator, at=AFTER)
    rounds.release(round_, by=facilitator, at=AFTER)
    public = Proposal.objects.visible_to(PUBLIC).values_list("reference", flat=True)
    assert (list(public), list(invariants()), Decision.objects.count()) == (
        ["EJC-2026-002"],
        [],
        1,
    )
    assert proposal.state == State.WITHDRAWN


def test_after_the_close_it_is_not_withdrawn_any_more(evaluator_of, facilitator):
    round_ = opened(evaluator_of("raytown"))
    proposal = Proposal.objects.get()
    writer = lead_of(proposal)
    late = (
        "This round closed on Friday, March 13, 2026, 5:00 pm Central. Reviews can no longer be "
        "changed. A proposal is withdrawn until the close; now the decision about it follows."
    )
    assert rules.why_not_withdraw(writer, now(proposal), at=AFTER) == late
    rounds.close(round_, by=facilitator, at=AFTER)
    with pytest.raises(PermissionDenied, match="now the decision about it follows"):
        take_back(proposal, writer, AFTER)
    assert (now(proposal).state, Withdrawal.objects.count()) == (State.IN_ROUND, 0)


@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "preparing"])
def test_the_database_takes_a_withdrawal_from_an_open_round_only(evaluator_of, author, is_closed):
    round_ = (opened if is_closed else prepared)(evaluator_of("raytown"))
    entry = round_.entries.get()
    if is_closed:
        Round.objects.filter(pk=round_.pk).update(state="decided", closed_at=AFTER, frozen_at=AFTER)
    with pytest.raises(DatabaseError, match="withdrawal_before_the_close"), transaction.atomic():
        Withdrawal.objects.create(entry=entry, by=author.user, at=AFTER)


# Coming back ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "sent", "then", "event"),
    [
        ("withdrawn", True, "returned", ProposalEvent.BROUGHT_BACK),
        ("withdrawn", False, "draft", ProposalEvent.RESUMED),
        ("parked", True, "returned", ProposalEvent.BROUGHT_BACK),
    ],
)
def test_it_comes_back_with_one_act_and_its_text(author, cities, was, sent, then, event):
    given = {} if sent else {"submitted_at": None}
    proposal = owned(author, cities, state=was, **given)
    text = proposal.draft
    withdrawing.bring_back(now(proposal), by=author, at=NOON)
    came = now(proposal)
    assert (came.state, came.state_since, came.draft) == (then, NOON, text)
    assert [one.kind for one in Event.objects.about(proposal)] == [event]


def test_a_second_press_is_told_how_things_stand(author, cities, client_for):
    proposal = owned(author, cities, state="withdrawn")
    client = client_for(author)
    url = reverse("initiatives:bring_back", args=[proposal.reference])
    answers = [client.post(url, follow=True) for _ in range(2)]
    said = [[str(one) for one in answer.context["messages"]] for answer in answers]
    assert said[0] == [f"{proposal.reference} is open to its authors again, as it was."]
    assert said[1][0].endswith("Nothing was changed.")
    assert Event.objects.about(proposal).count() == 1


def test_only_its_authors_bring_it_back_and_a_parked_one_the_facilitator_too(
    author, cities, facilitator
):
    gone, parked = (owned(author, cities, state=state) for state in ("withdrawn", "parked"))
    with pytest.raises(PermissionDenied, match="Only the authors of"):
        withdrawing.bring_back(now(gone), by=facilitator, at=NOON)
    withdrawing.bring_back(now(parked), by=facilitator, at=NOON)
    assert (now(gone).state, now(parked).state) == (State.WITHDRAWN, State.RETURNED)


def test_what_was_declined_does_not_come_back(author, cities):
    proposal = owned(author, cities, state="declined")
    with pytest.raises(StaleState):
        withdrawing.bring_back(now(proposal), by=author, at=NOON)
    assert now(proposal).state == State.DECLINED


def test_the_page_offers_the_act_to_those_who_may(author, cities, client_for, facilitator):
    proposal = owned(author, cities, state="withdrawn")
    page = proposal.get_absolute_url()
    offered = {
        who: [act.label for act in client_for(actor).get(page).context["acts"]]
        for who, actor in {"author": author, "facilitator": facilitator}.items()
    }
    assert ("Bring it back" in offered["author"], "Bring it back" in offered["facilitator"]) == (
        True,
        False,
    )
