"""Who reads a proposal, who only knows of it, and who finds nothing."""

import pytest

from collaborative.models import PUBLIC, Actor
from initiatives.models import Attachment, Proposal
from tests.factories.cities import OfficeFactory
from tests.factories.proposals import AttachmentFactory, ProposalFactory

State = Proposal.State
READS, KNOWS, NOTHING = "reads", "knows", "nothing"
SENT_IN = [
    State.SUBMITTED,
    State.RETURNED,
    State.ACCEPTED,
    State.DECLINED,
    State.IN_ROUND,
    State.CHOSEN,
    State.PARKED,
    State.NOT_CHOSEN,
]


@pytest.fixture
def people(
    cities,
    staff_of,
    liaison_of,
    clerk_of,
    evaluator_of,
    facilitator,
    analyst,
    administrator,
    stranger,
):
    """Everybody, by the part they have in a proposal of Raytown."""
    return {
        "author": staff_of("raytown"),
        "writer": staff_of("grandview"),
        "reader": clerk_of("grandview"),
        "colleague at the next desk": staff_of("raytown"),
        "liaison": liaison_of("raytown"),
        "clerk": clerk_of("raytown"),
        "evaluator": evaluator_of("raytown"),
        "staff elsewhere": staff_of("grandview"),
        "liaison elsewhere": liaison_of("grandview"),
        "clerk elsewhere": clerk_of("grandview"),
        "evaluator elsewhere": evaluator_of("grandview"),
        "facilitator": facilitator,
        "analyst": analyst,
        "administrator": administrator,
        "stranger": stranger,
        "public": PUBLIC,
    }


def proposal_in(state, people, cities):
    return ProposalFactory(
        state=state,
        city=cities["raytown"],
        author=people["author"].user,
        writers=[people["writer"].user],
        readers=[people["reader"].user],
    )


def sight(actor: Actor) -> str:
    """What somebody sees of the only proposal there is; rows that come twice would show."""
    listed = Proposal.objects.listed_for(actor).marked_readable(actor)
    readable = list(Proposal.objects.visible_to(actor))
    rows = [(proposal.pk, proposal.is_readable) for proposal in listed]
    if not rows:
        assert readable == []
        return NOTHING
    ((_, is_readable),) = rows
    assert len(readable) == int(is_readable)
    return READS if is_readable else KNOWS


def test_a_draft_is_read_by_its_authors_and_known_to_the_own_liaison(people, cities):
    proposal_in(State.DRAFT, people, cities)
    expected = dict.fromkeys(people, NOTHING) | {
        "author": READS,
        "writer": READS,
        "reader": READS,
        "liaison": KNOWS,
    }
    assert {who: sight(actor) for who, actor in people.items()} == expected


@pytest.mark.parametrize("state", SENT_IN)
def test_once_sent_in_the_lead_city_and_the_facilitator_read_it(state, people, cities):
    proposal_in(state, people, cities)
    expected = dict.fromkeys(people, NOTHING) | {
        "author": READS,
        "writer": READS,
        "reader": READS,
        "liaison": READS,
        "clerk": READS,
        "facilitator": READS,
        "administrator": KNOWS,
    }
    assert {who: sight(actor) for who, actor in people.items()} == expected


def test_a_draft_that_was_withdrawn_stays_its_authors_own(people, cities):
    draft = proposal_in(State.WITHDRAWN, people, cities)
    Proposal.objects.filter(pk=draft.pk).update(submitted_at=None)
    expected = dict.fromkeys(people, NOTHING) | {
        "author": READS,
        "writer": READS,
        "reader": READS,
        "liaison": KNOWS,
    }
    assert {who: sight(actor) for who, actor in people.items()} == expected


def test_who_holds_no_office_any_more_sees_no_more_than_the_public(people, cities):
    proposal_in(State.SUBMITTED, people, cities)
    left = {who: Actor(user=people[who].user) for who in ("author", "writer", "liaison")}
    assert {who: sight(actor) for who, actor in left.items()} == dict.fromkeys(left, NOTHING)


def test_somebody_with_many_reasons_to_read_finds_the_proposal_once(people, cities, facilitator):
    author = people["author"].user
    proposal_in(State.SUBMITTED, people, cities)
    offices = people["author"].offices + people["liaison"].offices + facilitator.offices
    OfficeFactory(person=author)
    assert sight(Actor(user=author, offices=offices)) == READS


def test_files_are_seen_by_whoever_reads_the_proposal(people, cities):
    proposal = proposal_in(State.SUBMITTED, people, cities)
    attachment = AttachmentFactory(proposal=proposal)
    seen = {who: list(Attachment.objects.visible_to(actor)) for who, actor in people.items()}
    assert seen == {
        who: [attachment] if sight(actor) == READS else [] for who, actor in people.items()
    }


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_one_query_whatever_its_length(
    count, people, cities, django_assert_num_queries
):
    for _ in range(count):
        proposal_in(State.SUBMITTED, people, cities)
    actor = people["liaison"]
    with django_assert_num_queries(1):
        listed = Proposal.objects.listed_for(actor).marked_readable(actor)
        assert len(listed) == count
