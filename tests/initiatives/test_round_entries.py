import pytest
from django.core.exceptions import PermissionDenied

from cities.models import Office
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.models import Proposal, Review, Round
from initiatives.operations import entries
from initiatives.rules import assigning as rules
from initiatives.rules.rounds import why_not_run
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.initiatives.scenes import AFTER, DURING, ask, declared, opened, prepared

pytestmark = pytest.mark.django_db


def office_of(actor):
    return Office.objects.select_related("person", "organisation").get(person=actor.user)


def kinds(thing):
    return list(Event.objects.about(thing).values_list("kind", flat=True))


def test_an_accepted_proposal_enters_a_round(facilitator):
    round_ = RoundFactory(title="Spring 2026")
    proposal = ProposalFactory(state="accepted")
    entry = entries.enter(round_, proposal=proposal, by=facilitator, at=NOON)
    proposal.refresh_from_db()
    assert (entry.round, entry.proposal, proposal.state) == (round_, proposal, "in_round")
    assert kinds(proposal) == ["proposal.entered"]


@pytest.mark.parametrize("state", ["submitted", "declined", "in_round", "chosen"])
def test_no_other_proposal_enters_a_round(facilitator, state):
    round_ = RoundFactory()
    proposal = ProposalFactory(state=state)
    with pytest.raises(StaleState):
        entries.enter(round_, proposal=proposal, by=facilitator, at=NOON)
    assert round_.entries.count() == 0


def test_several_proposals_enter_together_or_not_at_all(facilitator):
    round_ = RoundFactory()
    ready, late = ProposalFactory(state="accepted"), ProposalFactory(state="declined")
    with pytest.raises(StaleState):
        entries.enter_together(round_, proposals=[ready, late], by=facilitator, at=NOON)
    assert (round_.entries.count(), Proposal.objects.get(pk=ready.pk).state) == (0, "accepted")


def test_a_proposal_leaves_a_round_in_preparation_and_its_reviews_go_with_it(
    facilitator, evaluator_of
):
    round_ = prepared(evaluator_of("raytown"))
    entry = round_.entries.select_related("proposal").get()
    entries.leave(entry, by=facilitator, at=NOON)
    assert (round_.entries.count(), Review.objects.count()) == (0, 0)
    assert Proposal.objects.get().state == "accepted"
    assert kinds(entry.proposal) == ["proposal.left"]
    assert list(Event.objects.values_list("kind", flat=True)) == [
        "proposal.left",
        "review.unassigned",
    ]


def test_no_proposal_leaves_an_open_round(facilitator):
    entry = opened().entries.select_related("proposal", "round").get()
    with pytest.raises(PermissionDenied, match="fixed since then"):
        entries.leave(entry, by=facilitator, at=DURING)


def test_an_evaluator_of_another_city_is_assigned(facilitator, evaluator_of):
    entry = prepared().entries.get()
    actor = evaluator_of("raytown")
    review = entries.assign(entry, office=office_of(actor), by=facilitator, at=NOON)
    again = entries.assign(entry, office=office_of(actor), by=facilitator, at=NOON)
    assert (review.evaluator, review.city.slug, review.state) == (actor.user, "raytown", "assigned")
    assert (again, kinds(review)) == (review, ["review.assigned"])


def test_an_evaluator_of_the_lead_city_is_not_assigned(facilitator, evaluator_of):
    entry = prepared().entries.get()
    with pytest.raises(PermissionDenied) as refusal:
        entries.assign(entry, office=office_of(evaluator_of("grandview")), by=facilitator, at=NOON)
    assert str(refusal.value) == (
        "Grandview leads EJC-2026-001 Idea 1, so its evaluators do not review it."
    )
    assert Review.objects.count() == 0


def test_an_evaluator_of_a_wanted_city_may_be_assigned(facilitator, evaluator_of, cities):
    entry = prepared().entries.get()
    entry.proposal.wanted_cities.set([cities["raytown"]])
    entries.assign(entry, office=office_of(evaluator_of("raytown")), by=facilitator, at=NOON)
    assert Review.objects.count() == 1


def test_who_wrote_or_was_invited_to_write_does_not_review(facilitator, evaluator_of):
    author, colleague = evaluator_of("raytown"), evaluator_of("independence")
    proposal = ProposalFactory(state="in_round", author=author.user, writers=[colleague.user])
    entry = EntryFactory(proposal=proposal)
    for actor in (author, colleague):
        with pytest.raises(PermissionDenied, match="helped to write"):
            entries.assign(entry, office=office_of(actor), by=facilitator, at=NOON)


def test_only_evaluators_are_assigned(facilitator, staff_of):
    entry = prepared().entries.get()
    with pytest.raises(PermissionDenied, match="Staff, Raytown is not an evaluator’s office"):
        entries.assign(entry, office=office_of(staff_of("raytown")), by=facilitator, at=NOON)


def test_everyone_is_assigned_to_everything_the_rules_allow(facilitator, evaluator_of, cities):
    round_ = prepared(proposals=2)
    for slug in ("raytown", "independence", "grandview"):
        evaluator_of(slug)
    OfficeFactory(role="evaluator", organisation=cities["raytown"], ends_on="2026-03-01")
    assert entries.assign_everyone(round_, by=facilitator, at=NOON) == 4
    assert entries.assign_everyone(round_, by=facilitator, at=NOON) == 0
    asked = Review.objects.order_by("entry__proposal__reference", "city__name")
    assert list(asked.values_list("entry__proposal__reference", "city__slug")) == [
        ("EJC-2026-001", "independence"),
        ("EJC-2026-001", "raytown"),
        ("EJC-2026-002", "independence"),
        ("EJC-2026-002", "raytown"),
    ]
    assert Event.objects.filter(kind="review.assigned").count() == 4


def test_the_grid_assigns_and_takes_back_but_leaves_what_was_begun(facilitator, evaluator_of):
    begun, idle, new = (evaluator_of(slug) for slug in ("raytown", "independence", "blue-springs"))
    round_ = opened(begun, idle)
    declared(begun, round_)
    entry = round_.entries.select_related("round", "proposal").get()
    lead = evaluator_of("grandview")
    wanted = {(entry.pk, office_of(actor).pk) for actor in (new, lead)}
    counts = entries.rearrange(round_, entries=[entry], wanted=wanted, by=facilitator, at=DURING)
    assert counts == (1, 1)
    assert set(Review.objects.values_list("evaluator", "state")) == {
        (begun.user.pk, "declared"),
        (new.user.pk, "assigned"),
    }


def test_a_review_that_was_begun_is_not_taken_back(facilitator, evaluator_of):
    actor = evaluator_of("raytown")
    review = declared(actor, opened(actor))
    with pytest.raises(PermissionDenied, match="is begun and stays on record"):
        entries.unassign(review, by=facilitator, at=DURING)


def test_a_review_that_was_not_begun_is_taken_back(facilitator, evaluator_of):
    entry = prepared().entries.get()
    review = ask(entry, evaluator_of("raytown"))
    entries.unassign(review, by=facilitator, at=NOON)
    assert Review.objects.count() == 0
    assert list(Event.objects.values_list("kind", flat=True)) == ["review.unassigned"]


def test_nobody_is_assigned_after_the_close(facilitator, evaluator_of):
    round_ = opened()
    Round.objects.filter(pk=round_.pk).update(state="decided", closed_at=AFTER, frozen_at=AFTER)
    with pytest.raises(PermissionDenied, match="Evaluators are no longer assigned"):
        entries.assign_everyone(round_, by=facilitator, at=AFTER)
    entry = round_.entries.select_related("round", "proposal").get()
    entry.round.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Evaluators are no longer assigned"):
        entries.assign(entry, office=office_of(evaluator_of("raytown")), by=facilitator, at=AFTER)


def test_nobody_else_chooses_or_assigns(staff_of, evaluator_of):
    round_ = prepared()
    actor = staff_of("raytown")
    assert rules.why_not_arrange(actor, round_) == why_not_run(actor)
    entry = round_.entries.select_related("proposal", "round").get()
    review = ask(entry, evaluator_of("raytown"))
    for act in (
        lambda: entries.enter(
            round_, proposal=ProposalFactory(state="accepted"), by=actor, at=NOON
        ),
        lambda: entries.leave(entry, by=actor, at=NOON),
        lambda: entries.rearrange(round_, entries=[entry], wanted=set(), by=actor, at=NOON),
        lambda: entries.assign_everyone(round_, by=actor, at=NOON),
        lambda: entries.unassign(review, by=actor, at=NOON),
    ):
        with pytest.raises(PermissionDenied, match="Only a facilitator"):
            act()
    assert (round_.entries.count(), Review.objects.count()) == (1, 1)
