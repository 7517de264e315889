"""An assignment proposed from the rows, shown before anything is written, and taken over."""

import pytest
from django.core.exceptions import PermissionDenied

from collaborative.models import Event
from collaborative.wording import day
from initiatives.assigning import CannotAssign, Terms
from initiatives.models import Review, Round
from initiatives.operations import assigning, declaring, entries
from initiatives.operations.declaring import Word
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.declarations import DECLARING, ExpertiseFactory, WishFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import EntryFactory
from tests.initiatives.declaring import entries_of, taking_declarations
from tests.initiatives.scenes import AFTER, DURING, ask, declared, opened, prepared

pytestmark = pytest.mark.django_db

ONE_EACH = Terms(each=1, of_one_city=1)


def propose(round_, by, terms=ONE_EACH, at=NOON):
    return assigning.propose_for(round_, terms=terms, by=by, at=at)


def take_over(round_, by, terms=ONE_EACH, *, digest=None, at=NOON):
    digest = digest or propose(round_, by, terms, at).digest
    return assigning.take_over(round_, terms=terms, digest=digest, by=by, at=at)


def asked():
    """Who is asked about what, by reference and city."""
    rows = Review.objects.order_by("entry__proposal__reference", "city__name")
    return list(rows.values_list("entry__proposal__reference", "city__slug", "state"))


def test_what_was_proposed_is_written_in_one_act(facilitator, evaluator_of):
    for slug in ("raytown", "independence", "grandview"):
        evaluator_of(slug)
    round_ = prepared(proposals=2)
    terms = Terms(each=2, of_one_city=1, cap=5, seed=7)
    proposed = propose(round_, facilitator, terms)
    assert (asked(), Event.objects.count()) == ([], 0)
    assert take_over(round_, facilitator, terms, digest=proposed.digest) == (4, 0)
    assert asked() == [
        ("EJC-2026-001", "independence", "assigned"),
        ("EJC-2026-001", "raytown", "assigned"),
        ("EJC-2026-002", "independence", "assigned"),
        ("EJC-2026-002", "raytown", "assigned"),
    ]
    event = Event.objects.get(kind="round.assigned")
    assert event.detail == {
        "each": 2,
        "of_one_city": 1,
        "cap": 5,
        "seed": 7,
        "came": 4,
        "went": 0,
        "digest": proposed.digest,
    }


def test_an_assignment_that_no_longer_follows_is_not_written(facilitator, evaluator_of):
    evaluator_of("raytown")
    round_ = prepared()
    shown = propose(round_, facilitator)
    EntryFactory(round=round_, proposal__reference="EJC-2026-009", proposal__city__slug="elsewhere")
    with pytest.raises(assigning.MovedOn) as moved:
        take_over(round_, facilitator, digest=shown.digest)
    assert asked() == []
    assert take_over(round_, facilitator, digest=moved.value.proposed.digest) == (2, 0)


def test_what_changes_nothing_for_the_assignment_does_not_stop_it(facilitator, evaluator_of):
    evaluator_of("raytown")
    round_ = prepared()
    shown = propose(round_, facilitator)
    ProposalFactory(state="accepted")
    assert take_over(round_, facilitator, digest=shown.digest) == (1, 0)


def test_a_second_press_says_that_the_round_has_moved_on(facilitator, evaluator_of):
    evaluator_of("raytown")
    round_ = prepared()
    shown = propose(round_, facilitator)
    take_over(round_, facilitator, digest=shown.digest)
    with pytest.raises(assigning.MovedOn):
        take_over(round_, facilitator, digest=shown.digest)
    assert Review.objects.count() == 1


def test_writers_the_lead_city_and_the_conflicted_are_left_out(facilitator, evaluator_of, cities):
    author, conflicted, free = (
        evaluator_of(slug) for slug in ("raytown", "independence", "blue-springs")
    )
    evaluator_of("grandview")
    round_ = taking_declarations()
    (entry,) = entries_of(round_)
    entry.proposal.author = author.user
    entry.proposal.save()
    word = Word(is_conflict=True, reason="Own firm.")
    declaring.declare(round_, words={entry.pk: word}, by=conflicted, at=DECLARING)
    proposed = propose(round_, facilitator)
    assert proposed.assignment.pairs == {("EJC-2026-001", str(free.user.pk))}
    assert sorted(proposed.barred.values()) == [
        f"Evaluator, Independence declared a conflict of interest on {day(DECLARING)}: Own firm.",
        "Evaluator, Raytown helped to write EJC-2026-001 Idea 1 and does not review it.",
        "Grandview leads EJC-2026-001 Idea 1, so its evaluators do not review it.",
    ]
    with pytest.raises(CannotAssign) as refusal:
        propose(round_, facilitator, Terms(each=2, of_one_city=1))
    assert str(refusal.value) == (
        "Proposal EJC-2026-001 needs 2 evaluators; only 1 may review it: Evaluator, Blue Springs. "
        + " ".join(sorted(proposed.barred.values()))
    )


def test_whoever_also_evaluates_for_the_lead_city_is_left_out(facilitator, evaluator_of, cities):
    both = evaluator_of("raytown")
    OfficeFactory(person=both.user, organisation=cities["grandview"], role="evaluator")
    round_ = prepared()
    with pytest.raises(CannotAssign, match="nobody may review it"):
        propose(round_, facilitator)


def test_what_is_begun_stays_and_what_is_not_moves_as_little_as_it_can(facilitator, evaluator_of):
    begun, idle = evaluator_of("raytown"), evaluator_of("independence")
    round_ = opened(begun, idle, proposals=2)
    declared(begun, round_)
    assert take_over(round_, facilitator, at=DURING) == (0, 2)
    assert asked() == [
        ("EJC-2026-001", "raytown", "declared"),
        ("EJC-2026-002", "independence", "assigned"),
    ]


def test_a_recusal_makes_room_for_somebody_else(facilitator, evaluator_of):
    gone, other = evaluator_of("raytown"), evaluator_of("independence")
    round_ = prepared()
    (entry,) = entries_of(round_)
    ask(entry, gone, state="recused", declared_at=NOON, recused_at=NOON, conflict="Own firm.")
    assert take_over(round_, facilitator) == (1, 0)
    assert Review.objects.get(state="assigned").evaluator == other.user


def test_what_evaluators_know_and_wish_decides_between_equals(facilitator, evaluator_of):
    one, other = evaluator_of("raytown"), evaluator_of("independence")
    round_ = taking_declarations(proposals=2)
    first, second = entries_of(round_)
    first.proposal.category = "police"
    first.proposal.save()
    ExpertiseFactory(person=other.user, category="police")
    WishFactory(entry=second, person=one.user, would_like=True)
    take_over(round_, facilitator)
    assert [slug for _, slug, _ in asked()] == ["independence", "raytown"]


def test_a_withdrawn_proposal_and_ended_offices_have_no_part(facilitator, evaluator_of, cities):
    OfficeFactory(role="evaluator", organisation=cities["raytown"], ends_on="2026-03-01")
    staying = evaluator_of("independence")
    round_ = opened(proposals=2)
    first, _ = entries_of(round_)
    entries.take_out(first, by=facilitator, at=DURING)
    take_over(round_, facilitator, at=DURING)
    assert list(Review.objects.values_list("evaluator", "entry__proposal__reference")) == [
        (staying.user.pk, "EJC-2026-002")
    ]


def test_nobody_else_has_one_proposed(staff_of):
    round_, actor = prepared(), staff_of("raytown")
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        propose(round_, actor)
    with pytest.raises(PermissionDenied, match="Only a facilitator"):
        take_over(round_, actor, digest="0" * 64)


def test_nobody_is_assigned_after_the_close(facilitator):
    closed = opened()
    Round.objects.filter(pk=closed.pk).update(state="discussion", closed_at=AFTER)
    with pytest.raises(PermissionDenied, match="Evaluators are no longer assigned"):
        take_over(closed, facilitator, digest="0" * 64, at=AFTER)


@pytest.mark.parametrize("count", [1, 3])
def test_proposing_costs_the_same_however_large_the_round_is(
    facilitator, evaluator_of, django_assert_num_queries, count
):
    for _ in range(count):
        evaluator_of("raytown")
    round_ = prepared(proposals=count)
    with django_assert_num_queries(7):
        propose(round_, facilitator)
