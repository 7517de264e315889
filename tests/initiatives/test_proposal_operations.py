"""What authors and facilitators do with a proposal, and what stays undone."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Invited, Proposal, ProposalUserPermission, Revision, Submission
from initiatives.operations import proposals, withdrawing, writing
from initiatives.questions import TICKED
from initiatives.results.proposals import Colleague, colleagues
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory
from tests.initiatives.screened import PASSED

State = Proposal.State
LATER = NOON + timedelta(hours=1)
SHARED_WITH = {"wanted__grandview": TICKED}
"""The answer that every other needed answer of a sample goes with."""


@pytest.fixture
def author(staff_of) -> Actor:
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author) -> Proposal:
    return ProposalFactory(
        reference="EJC-2026-014",
        city=cities["raytown"],
        author=author.user,
        text=SHARED_WITH,
    )


def recorded(proposal: Proposal) -> list[tuple[str, dict]]:
    """The events of a proposal with what they carry, in order."""
    return [(event.kind, event.detail) for event in Event.objects.about(proposal)]


# Sharing -----------------------------------------------------------------------------------


def test_a_colleague_is_invited_to_read_then_to_write_then_no_more(draft, author, clerk_of):
    colleague = clerk_of("grandview").user
    invited = []
    for role in (Invited.READ, Invited.EDIT):
        proposals.share(draft, colleague=colleague, role=role, by=author, at=NOON)
        invited.append(colleagues(draft))
    proposals.unshare(draft, colleague=colleague, by=author, at=LATER)
    assert invited == [
        [Colleague(colleague, role=Invited.READ)],
        [Colleague(colleague, role=Invited.EDIT)],
    ]
    assert ProposalUserPermission.objects.count() == 0
    about = {"colleague": "Clerk, Grandview", "colleague_id": colleague.pk}
    assert recorded(draft) == [
        (ProposalEvent.SHARED, about | {"role": "read_draft"}),
        (ProposalEvent.SHARED, about | {"role": "edit_draft"}),
        (ProposalEvent.UNSHARED, about),
    ]


def test_nobody_outside_the_cities_is_invited(draft, author, facilitator):
    with pytest.raises(PermissionDenied, match="holds no office in a member city today"):
        proposals.share(draft, colleague=facilitator.user, role=Invited.EDIT, by=author, at=NOON)
    assert ProposalUserPermission.objects.count() == 0


def test_an_invitation_is_taken_back_even_after_it_was_sent_in_but_none_is_given(
    draft, author, clerk_of
):
    colleague = clerk_of("grandview").user
    proposals.share(draft, colleague=colleague, role=Invited.EDIT, by=author, at=NOON)
    proposals.submit(draft, by=author, at=NOON)
    with pytest.raises(PermissionDenied, match="its text stands"):
        proposals.share(draft, colleague=colleague, role=Invited.READ, by=author, at=LATER)
    proposals.unshare(draft, colleague=colleague, by=author, at=LATER)
    assert colleagues(draft) == []


def test_an_invited_writer_takes_back_nobody_elses_invitation(draft, author, clerk_of):
    writer, other = clerk_of("grandview"), clerk_of("grandview").user
    for colleague in (writer.user, other):
        proposals.share(draft, colleague=colleague, role=Invited.EDIT, by=author, at=NOON)
    with pytest.raises(PermissionDenied, match="Only staff and liaisons of Raytown"):
        proposals.unshare(draft, colleague=other, by=writer, at=NOON)
    assert len(colleagues(draft)) == 2


# Sending in, screening, withdrawing -----------------------------------------------------------


def test_sending_in_dates_the_proposal_and_says_whether_it_came_again(draft, author, facilitator):
    proposals.submit(draft, by=author, at=NOON)
    proposals.send_back(draft, reason=" Say what it costs. ", by=facilitator, at=LATER)
    proposals.submit(draft, by=author, at=LATER)
    kept = Proposal.objects.get(pk=draft.pk)
    assert (kept.state, kept.submitted_at, kept.state_since) == (State.SUBMITTED, LATER, LATER)
    assert recorded(draft) == [
        (ProposalEvent.SUBMITTED, {"again": False, "version": 1}),
        (ProposalEvent.RETURNED, {"reason": "Say what it costs."}),
        (ProposalEvent.SUBMITTED, {"again": True, "version": 1}),
    ]


def test_sending_in_twice_is_refused_with_who_was_first(draft, author):
    proposals.submit(draft, by=author, at=NOON)
    with pytest.raises(StaleState, match="is sent in: Staff, Raytown"):
        proposals.submit(draft, by=author, at=LATER)
    assert len(recorded(draft)) == 1


def test_sending_in_another_text_than_was_checked_is_refused(draft, author):
    writing.save(draft, answers={"idea": "Another."}, base=1, by=author, at=NOON)
    with pytest.raises(proposals.StaleText) as stale:
        proposals.submit(draft, version=1, by=author, at=LATER)
    assert (stale.value.current.version, Proposal.objects.get().state) == (2, State.DRAFT)
    proposals.submit(draft, version=2, by=author, at=LATER)
    assert (draft.state, draft.answers["idea"]) == (State.SUBMITTED, "Another.")


def test_sending_in_says_which_revision_was_sent_and_from_which_office(draft, author):
    writing.save(draft, answers={"idea": "Another."}, base=1, by=author, at=NOON)
    proposals.submit(draft, by=author, at=LATER)
    sent = draft.submissions.latest()
    assert (sent.revision.number, sent.by, sent.office, sent.at) == (
        2,
        author.user,
        "Staff, Raytown",
        LATER,
    )
    assert Revision.objects.text_at(draft, sent.revision.number) == draft.answers


def test_an_incomplete_draft_stays_one(draft, author):
    writing.save(
        draft, answers={"title": "", "yearly_cost_cash": "nine"}, base=1, by=author, at=NOON
    )
    with pytest.raises(PermissionDenied) as refused:
        proposals.submit(draft, by=author, at=NOON)
    assert str(refused.value) == (
        "It cannot be sent in yet. Give the proposal a title. Cost each year, in cash: Enter an "
        "amount in dollars, such as 12,500.00, without words."
    )
    assert (Proposal.objects.get().state, Submission.objects.count()) == (State.DRAFT, 0)


def test_the_database_takes_no_incomplete_proposal_beyond_the_draft(draft):
    with pytest.raises(IntegrityError, match="proposal_sent_in_is_complete"):
        Proposal.objects.filter(pk=draft.pk).update(
            state="submitted", submitted_at=NOON, answers={"problem": "No idea."}
        )


def test_accepting_and_declining_close_the_screening(draft, author, facilitator, cities):
    other = ProposalFactory(state=State.SUBMITTED, city=cities["raytown"], author=author.user)
    proposals.submit(draft, by=author, at=NOON)
    proposals.accept(draft, findings=PASSED, by=facilitator, at=LATER)
    proposals.decline(other, reason="Not shared.", by=facilitator, at=LATER)
    assert (draft.state, other.state) == (State.ACCEPTED, State.DECLINED)
    assert recorded(draft)[1:] == [(ProposalEvent.ACCEPTED, {})]
    assert recorded(other) == [(ProposalEvent.DECLINED, {"reason": "Not shared."})]
    with pytest.raises(StaleState):
        proposals.accept(other, findings=PASSED, by=facilitator, at=LATER)


def test_closing_a_door_takes_a_reason(draft, author, facilitator):
    proposals.submit(draft, by=author, at=NOON)
    for step in (proposals.send_back, proposals.decline):
        with pytest.raises(PermissionDenied, match="Say why"):
            step(draft, reason=" ", by=facilitator, at=LATER)
    with pytest.raises(PermissionDenied, match="Say why"):
        withdrawing.withdraw(draft, reason="", by=author, at=LATER)
    assert Proposal.objects.get(pk=draft.pk).state == State.SUBMITTED


def test_authors_do_not_screen(draft, author):
    proposals.submit(draft, by=author, at=NOON)
    for step in (
        lambda: proposals.accept(draft, by=author, at=LATER),
        lambda: proposals.send_back(draft, reason="Why.", by=author, at=LATER),
        lambda: proposals.decline(draft, reason="Why.", by=author, at=LATER),
        lambda: proposals.enter_round(draft, round_title="Spring", by=author, at=LATER),
    ):
        with pytest.raises(PermissionDenied, match="Only a facilitator at MARC"):
            step()


@pytest.mark.parametrize("state", [State.ACCEPTED, State.PARKED])
def test_an_accepted_or_parked_proposal_enters_a_round(state, draft, facilitator):
    Proposal.objects.filter(pk=draft.pk).update(state=state, submitted_at=NOON)
    proposals.enter_round(draft, round_title="Spring 2026", by=facilitator, at=LATER)
    assert draft.state == State.IN_ROUND
    assert recorded(draft) == [(ProposalEvent.ENTERED, {"round": "Spring 2026"})]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED])
def test_a_proposal_is_withdrawn_until_a_round_takes_it_up(state, author, cities):
    proposal = ProposalFactory(state=state, city=cities["raytown"], author=author.user)
    withdrawing.withdraw(proposal, reason="The sweeper is bought.", by=author, at=NOON)
    assert proposal.state == State.WITHDRAWN
    assert recorded(proposal) == [(ProposalEvent.WITHDRAWN, {"reason": "The sweeper is bought."})]


def test_every_state_can_be_reached_and_no_other():
    assert set(PROPOSAL.states()) == set(State)


# At the same moment ----------------------------------------------------------------------------


def at_once(act: Callable[[int], object], times: int = 4) -> list[object]:
    """Do the same from several connections at once; return what each gave or raised."""

    def attempt(number: int) -> object:
        try:
            return act(number)
        except StaleState as lost:
            return type(lost)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(attempt, range(times)))


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_in_at_once_one_wins(cities, author):
    draft = ProposalFactory(city=cities["raytown"], author=author.user, text=SHARED_WITH)

    def send(_: int) -> None:
        fresh = Proposal.objects.get(pk=draft.pk)
        proposals.submit(fresh, by=author, at=NOON)

    assert Counter(at_once(send)) == {None: 1, StaleState: 3}
    assert (len(recorded(draft)), Submission.objects.count()) == (1, 1)
