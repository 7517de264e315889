"""What authors and facilitators do with a proposal, and what stays undone."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Numbering, Proposal, ProposalUserPermission
from initiatives.operations import proposals
from initiatives.results.proposals import Answers, Colleague, colleagues
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import ProposalFactory

State = Proposal.State
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def author(staff_of) -> Actor:
    return staff_of("raytown")


@pytest.fixture
def said(cities) -> Answers:
    """Every answer there can be."""
    return Answers(
        title="Shared street sweeper",
        category="fleet",
        department=DepartmentFactory(organisation=cities["raytown"], name="Public works"),
        problem="Each city rents one.",
        current_service="A firm sweeps twice a year.",
        idea="Buy one together.",
        wanted_cities=frozenset({cities["grandview"], cities["lees-summit"]}),
        first_year_cost=Decimal("91000.00"),
        first_year_saving=Decimal("12500.50"),
    )


@pytest.fixture
def draft(cities, author) -> Proposal:
    return ProposalFactory(
        reference="EJC-2026-014",
        city=cities["raytown"],
        author=author.user,
        wanted_cities=[cities["grandview"]],
    )


def recorded(proposal: Proposal) -> list[tuple[str, dict]]:
    """The events of a proposal with what they carry, in order."""
    return [(event.kind, event.detail) for event in Event.objects.about(proposal)]


# Beginning ---------------------------------------------------------------------------------


def test_a_draft_begins_with_its_answers_its_number_and_one_event(cities, author, said):
    begun = proposals.start(cities["raytown"], answers=said, by=author, at=NOON)
    kept = Proposal.objects.get(pk=begun.pk)
    assert Answers.of(kept) == said
    assert (kept.reference, kept.state, kept.version, kept.author) == (
        "EJC-2026-001",
        State.DRAFT,
        1,
        author.user,
    )
    assert (kept.created_at, kept.state_since, kept.submitted_at) == (NOON, NOON, None)
    assert recorded(kept) == [(ProposalEvent.STARTED, {})]


def test_an_empty_draft_may_begin(cities, author):
    begun = proposals.start(cities["raytown"], answers=Answers(), by=author, at=NOON)
    assert str(begun) == "EJC-2026-001 Untitled proposal"


def test_references_run_through_the_year_of_the_cities_not_of_greenwich(cities, author):
    new_year = datetime(2027, 1, 1, 5, 59, tzinfo=UTC)  # still December 31 in the cities
    given = [
        proposals.start(cities["raytown"], answers=Answers(), by=author, at=at).reference
        for at in (NOON, NOON, new_year, new_year + timedelta(minutes=1))
    ]
    assert given == ["EJC-2026-001", "EJC-2026-002", "EJC-2026-003", "2027-001"]


def test_the_thousandth_reference_has_four_digits(cities, author):
    Numbering.objects.create(year=2026, last=999)
    begun = proposals.start(cities["raytown"], answers=Answers(), by=author, at=NOON)
    assert begun.reference == "2026-1000"


def test_the_same_form_sent_twice_begins_one_draft_and_uses_one_number(cities, author, said):
    key = uuid.uuid4()
    first = proposals.start(cities["raytown"], answers=said, key=key, by=author, at=NOON)
    again = proposals.start(cities["raytown"], answers=Answers(), key=key, by=author, at=LATER)
    assert (again.pk, Answers.of(again)) == (first.pk, said)
    assert (Proposal.objects.count(), Numbering.objects.get().last) == (1, 1)
    assert recorded(first) == [(ProposalEvent.STARTED, {})]


def test_somebody_elses_key_opens_nothing(cities, author, staff_of):
    key = uuid.uuid4()
    proposals.start(cities["raytown"], answers=Answers(), key=key, by=author, at=NOON)
    with pytest.raises(IntegrityError):
        proposals.start(
            cities["raytown"], answers=Answers(), key=key, by=staff_of("raytown"), at=NOON
        )


def test_nobody_begins_a_draft_for_another_city(cities, author):
    with pytest.raises(PermissionDenied, match="Only staff and liaisons of Grandview"):
        proposals.start(cities["grandview"], answers=Answers(), by=author, at=NOON)
    assert (Proposal.objects.count(), Event.objects.count()) == (0, 0)


def test_a_department_of_another_city_is_refused(cities, author):
    foreign = DepartmentFactory(organisation=cities["grandview"], name="Parks")
    with pytest.raises(PermissionDenied, match="Parks is not a department of Raytown"):
        proposals.start(cities["raytown"], answers=Answers(department=foreign), by=author, at=NOON)


def test_the_database_takes_no_cost_below_zero(cities, author):
    with pytest.raises(IntegrityError, match="proposal_cost_is_not_negative"):
        proposals.start(
            cities["raytown"], answers=Answers(first_year_cost=Decimal(-1)), by=author, at=NOON
        )


# Writing -----------------------------------------------------------------------------------


def test_saving_writes_the_answers_and_counts_the_version(draft, author, said):
    saved = proposals.save(draft, answers=said, version=1, by=author, at=NOON)
    kept = Proposal.objects.get(pk=draft.pk)
    assert (saved.version, kept.version, Answers.of(kept)) == (2, 2, said)
    assert recorded(draft) == [(ProposalEvent.SAVED, {"version": 2})]


def test_saving_what_stands_there_already_changes_nothing(draft, author, said):
    proposals.save(draft, answers=said, version=1, by=author, at=NOON)
    again = proposals.save(draft, answers=said, version=1, by=author, at=LATER)
    assert (again.version, recorded(draft)) == (2, [(ProposalEvent.SAVED, {"version": 2})])


def test_saving_over_somebody_elses_text_is_refused_and_shows_it(draft, author, said, cities):
    theirs = Answers(title="Theirs")
    proposals.save(draft, answers=theirs, version=1, by=author, at=NOON)
    with pytest.raises(proposals.StaleText) as stale:
        proposals.save(draft, answers=said, version=1, by=author, at=LATER)
    assert (Answers.of(stale.value.current), stale.value.current.version) == (theirs, 2)
    assert Answers.of(Proposal.objects.get(pk=draft.pk)) == theirs


def test_saving_after_it_was_sent_in_is_refused_and_shows_what_was_sent(draft, author):
    proposals.submit(draft, by=author, at=NOON)
    with pytest.raises(proposals.StaleText) as stale:
        proposals.save(draft, answers=Answers(title="Late"), version=1, by=author, at=LATER)
    assert stale.value.current.state == State.SUBMITTED


def test_a_reader_saves_nothing(cities, author, said, clerk_of):
    reader = clerk_of("grandview")
    draft = ProposalFactory(city=cities["raytown"], author=author.user, readers=[reader.user])
    with pytest.raises(PermissionDenied, match="Only the authors"):
        proposals.save(draft, answers=said, version=1, by=reader, at=NOON)


def test_every_text_there_ever_was_is_kept(draft, author, said):
    proposals.save(draft, answers=said, version=1, by=author, at=NOON)
    proposals.save(draft, answers=Answers(), version=2, by=author, at=LATER)
    titles = draft.events.order_by("pgh_id").values_list("title", flat=True)
    assert list(titles) == [draft.title, "Shared street sweeper", ""]


# Sharing -----------------------------------------------------------------------------------


def test_a_colleague_is_invited_to_read_then_to_write_then_no_more(draft, author, clerk_of):
    colleague = clerk_of("grandview").user
    invited = []
    for may_edit in (False, True):
        proposals.share(draft, colleague=colleague, may_edit=may_edit, by=author, at=NOON)
        invited.append(colleagues(draft))
    proposals.unshare(draft, colleague=colleague, by=author, at=LATER)
    assert invited == [
        [Colleague(colleague, may_edit=False)],
        [Colleague(colleague, may_edit=True)],
    ]
    assert ProposalUserPermission.objects.count() == 0
    about = {"colleague": "Clerk, Grandview", "colleague_id": colleague.pk}
    assert recorded(draft) == [
        (ProposalEvent.SHARED, about | {"may_edit": False}),
        (ProposalEvent.SHARED, about | {"may_edit": True}),
        (ProposalEvent.UNSHARED, about),
    ]


def test_nobody_outside_the_cities_is_invited(draft, author, facilitator):
    with pytest.raises(PermissionDenied, match="holds no office in a member city today"):
        proposals.share(draft, colleague=facilitator.user, may_edit=True, by=author, at=NOON)
    assert ProposalUserPermission.objects.count() == 0


def test_an_invitation_is_taken_back_even_after_it_was_sent_in_but_none_is_given(
    draft, author, clerk_of
):
    colleague = clerk_of("grandview").user
    proposals.share(draft, colleague=colleague, may_edit=True, by=author, at=NOON)
    proposals.submit(draft, by=author, at=NOON)
    with pytest.raises(PermissionDenied, match="its text stands"):
        proposals.share(draft, colleague=colleague, may_edit=False, by=author, at=LATER)
    proposals.unshare(draft, colleague=colleague, by=author, at=LATER)
    assert colleagues(draft) == []


def test_an_invited_writer_takes_back_nobody_elses_invitation(draft, author, clerk_of):
    writer, other = clerk_of("grandview"), clerk_of("grandview").user
    for colleague in (writer.user, other):
        proposals.share(draft, colleague=colleague, may_edit=True, by=author, at=NOON)
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
        (ProposalEvent.SUBMITTED, {"again": False}),
        (ProposalEvent.RETURNED, {"reason": "Say what it costs."}),
        (ProposalEvent.SUBMITTED, {"again": True}),
    ]


def test_sending_in_twice_is_refused_with_who_was_first(draft, author):
    proposals.submit(draft, by=author, at=NOON)
    with pytest.raises(StaleState, match="is sent in: Staff, Raytown"):
        proposals.submit(draft, by=author, at=LATER)
    assert len(recorded(draft)) == 1


def test_sending_in_another_text_than_was_checked_is_refused(draft, author, said):
    proposals.save(draft, answers=said, version=1, by=author, at=NOON)
    with pytest.raises(proposals.StaleText):
        proposals.submit(draft, version=1, by=author, at=LATER)
    proposals.submit(draft, version=2, by=author, at=LATER)
    assert draft.state == State.SUBMITTED


def test_an_incomplete_draft_stays_one(draft, author):
    Proposal.objects.filter(pk=draft.pk).update(title="")
    with pytest.raises(PermissionDenied) as refused:
        proposals.submit(draft, by=author, at=NOON)
    assert str(refused.value) == "It cannot be sent in yet. Give the proposal a title."
    assert Proposal.objects.get(pk=draft.pk).state == State.DRAFT


def test_the_database_takes_no_incomplete_proposal_beyond_the_draft(draft):
    with pytest.raises(IntegrityError, match="proposal_sent_in_is_complete"):
        Proposal.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=NOON, idea="")


def test_accepting_and_declining_close_the_screening(draft, author, facilitator, cities):
    other = ProposalFactory(state=State.SUBMITTED, city=cities["raytown"], author=author.user)
    proposals.submit(draft, by=author, at=NOON)
    proposals.accept(draft, by=facilitator, at=LATER)
    proposals.decline(other, reason="Not shared.", by=facilitator, at=LATER)
    assert (draft.state, other.state) == (State.ACCEPTED, State.DECLINED)
    assert recorded(draft)[1:] == [(ProposalEvent.ACCEPTED, {})]
    assert recorded(other) == [(ProposalEvent.DECLINED, {"reason": "Not shared."})]
    with pytest.raises(StaleState):
        proposals.accept(other, by=facilitator, at=LATER)


def test_closing_a_door_takes_a_reason(draft, author, facilitator):
    proposals.submit(draft, by=author, at=NOON)
    for step in (proposals.send_back, proposals.decline):
        with pytest.raises(PermissionDenied, match="Say why"):
            step(draft, reason=" ", by=facilitator, at=LATER)
    with pytest.raises(PermissionDenied, match="Say why"):
        proposals.withdraw(draft, reason="", by=author, at=LATER)
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
    proposals.withdraw(proposal, reason="The sweeper is bought.", by=author, at=NOON)
    assert proposal.state == State.WITHDRAWN
    assert recorded(proposal) == [(ProposalEvent.WITHDRAWN, {"reason": "The sweeper is bought."})]


def test_a_proposal_under_evaluation_is_not_withdrawn(author, cities):
    proposal = ProposalFactory(state=State.IN_ROUND, city=cities["raytown"], author=author.user)
    with pytest.raises(StaleState):
        proposals.withdraw(proposal, reason="Late.", by=author, at=NOON)


def test_every_state_can_be_reached_and_no_other():
    assert set(PROPOSAL.states()) == set(State)


# At the same moment ----------------------------------------------------------------------------


def at_once(act: Callable[[int], object], times: int = 4) -> list[object]:
    """Do the same from several connections at once; return what each gave or raised."""

    def attempt(number: int) -> object:
        try:
            return act(number)
        except (StaleState, proposals.StaleText) as lost:
            return type(lost)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(attempt, range(times)))


@pytest.mark.django_db(transaction=True)
def test_people_who_begin_at_once_get_different_references(cities, author):
    def begin(_: int) -> str:
        return proposals.start(cities["raytown"], answers=Answers(), by=author, at=NOON).reference

    assert sorted(at_once(begin)) == [
        "EJC-2026-001",
        "EJC-2026-002",
        "EJC-2026-003",
        "EJC-2026-004",
    ]


@pytest.mark.django_db(transaction=True)
def test_one_form_that_arrives_many_times_at_once_begins_one_draft(cities, author):
    key = uuid.uuid4()

    def begin(_: int) -> str:
        return proposals.start(
            cities["raytown"], answers=Answers(), key=key, by=author, at=NOON
        ).reference

    assert set(at_once(begin)) == {"EJC-2026-001"}
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(cities, author):
    draft = ProposalFactory(city=cities["raytown"], author=author.user)

    def write(number: int) -> int:
        return proposals.save(
            draft, answers=Answers(title=f"Text {number}"), version=1, by=author, at=NOON
        ).version

    assert Counter(at_once(write)) == {2: 1, proposals.StaleText: 3}
    assert len(recorded(draft)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_in_at_once_one_wins(cities, author):
    draft = ProposalFactory(
        city=cities["raytown"], author=author.user, wanted_cities=[cities["grandview"]]
    )

    def send(_: int) -> None:
        fresh = Proposal.objects.get(pk=draft.pk)
        proposals.submit(fresh, by=author, at=NOON)

    assert Counter(at_once(send)) == {None: 1, StaleState: 3}
    assert len(recorded(draft)) == 1
