"""What ties somebody to a proposal: sentences to think of, none of them a verdict."""

import pytest

from initiatives.models import Proposal
from initiatives.results.ties import Tie, ties
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory, OfficeFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.sponsorships import SponsorshipFactory
from tests.factories.talk import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown").user


def found(person, *, at=NOON):
    """What ties a person to the only proposal there is."""
    proposals = list(Proposal.objects.prefetch_related("sponsorships"))
    known = ties(proposals, [person.pk], at=at)
    assert set(known) <= {(proposals[0].pk, person.pk)}
    return known.get((proposals[0].pk, person.pk), [])


def test_nothing_ties_somebody_of_another_city(evaluator, cities):
    ProposalFactory(state="in_round", city=cities["grandview"])
    assert found(evaluator) == []


def test_authors_and_colleagues_are_told_apart(evaluator, cities, evaluator_of):
    reader, writer = evaluator_of("independence").user, evaluator_of("blue-springs").user
    ProposalFactory(
        state="in_round",
        city=cities["grandview"],
        author=evaluator,
        readers=[reader],
        writers=[writer],
    )
    assert [found(one) for one in (evaluator, reader, writer)] == [
        [Tie.WROTE],
        [Tie.INVITED],
        [Tie.WROTE],
    ]


def test_offices_departments_and_the_own_city_tie(evaluator, cities):
    department = DepartmentFactory(organisation=cities["grandview"])
    proposal = ProposalFactory(state="in_round", city=cities["grandview"], department=department)
    OfficeFactory(
        person=evaluator, organisation=cities["grandview"], role="staff", department=department
    )
    SponsorshipFactory(
        proposal=proposal, city=cities["raytown"], state="accepted", answered_by=evaluator
    )
    assert found(evaluator) == [Tie.OFFICE, Tie.DEPARTMENT, Tie.ANSWERED, Tie.CO_SPONSOR]


def test_an_office_that_has_ended_ties_nobody(evaluator, cities):
    ProposalFactory(state="in_round", city=cities["grandview"])
    OfficeFactory(
        person=evaluator, organisation=cities["grandview"], role="staff", ends_on="2026-03-01"
    )
    assert found(evaluator) == []


def test_a_city_that_was_asked_only_does_not_co_sponsor(evaluator, cities):
    proposal = ProposalFactory(state="in_round", city=cities["grandview"])
    SponsorshipFactory(proposal=proposal, city=cities["raytown"])
    assert found(evaluator) == []


def test_whoever_commented_is_told_once(evaluator, cities):
    proposal = ProposalFactory(state="in_round", city=cities["grandview"])
    for _ in range(2):
        CommentFactory(proposal=proposal, by=evaluator)
    assert found(evaluator) == [Tie.COMMENTED]
    assert (Tie.COMMENTED.to_the_person, Tie.COMMENTED.of_the_person) == (
        "You commented on it.",
        "Commented on it.",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_finding_ties_costs_two_queries(evaluator, django_assert_num_queries, count):
    for _ in range(count):
        ProposalFactory(state="in_round")
    proposals = list(Proposal.objects.prefetch_related("sponsorships"))
    with django_assert_num_queries(2):
        ties(proposals, [evaluator.pk], at=NOON)
