"""The sentences that say why something about a proposal cannot be done."""

from datetime import date
from functools import partial

import pytest

from cities.models import Office
from collaborative.models import Actor
from initiatives.models import Proposal
from initiatives.questions import TICKED
from initiatives.results.history import Reader
from initiatives.rules import attachments
from initiatives.rules import proposals as rules
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import AttachmentFactory, ProposalFactory

State = Proposal.State
DAY = date(2026, 3, 2)
SHARED_WITH = {"wanted__grandview": TICKED}


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def proposal(author, cities):
    return ProposalFactory(
        reference="EJC-2026-014",
        city=cities["raytown"],
        author=author.user,
        text=SHARED_WITH,
    )


def test_staff_and_liaisons_propose_for_their_own_city(cities, staff_of, liaison_of):
    for actor in (staff_of("raytown"), liaison_of("raytown")):
        assert rules.why_not_propose(actor) is None
        assert rules.why_not_propose(actor, cities["raytown"]) is None
        assert rules.why_not_propose(actor, cities["grandview"]) == (
            "Only staff and liaisons of Grandview propose for it. Ask the liaison of Grandview."
        )


def test_others_are_told_whom_to_ask_to_propose(
    clerk_of, evaluator_of, facilitator, analyst, administrator, stranger
):
    others = [clerk_of("raytown"), evaluator_of("raytown"), facilitator, analyst, administrator]
    for actor in [*others, stranger]:
        assert rules.why_not_propose(actor) == (
            "Only staff and liaisons of a member city write proposals. Ask the liaison of your "
            "city to propose it."
        )


def test_author_and_invited_writers_write_and_a_reader_does_not(
    author, proposal, cities, staff_of, clerk_of
):
    writer, reader = clerk_of("grandview"), staff_of("grandview")
    shared = ProposalFactory(
        reference="EJC-2026-015",
        city=cities["raytown"],
        author=author.user,
        writers=[writer.user],
        readers=[reader.user],
    )
    assert rules.why_not_edit(author, shared) is None
    assert rules.why_not_edit(writer, shared) is None
    assert rules.why_not_edit(reader, shared) == (
        "Only the authors of EJC-2026-015 and the colleagues they invited write it. Ask Staff, "
        "Raytown to share it with you."
    )


def test_an_author_who_left_the_city_writes_no_longer(proposal, author, cities, clerk_of):
    moved = Actor(user=author.user, offices=clerk_of("grandview").offices)
    assert rules.why_not_edit(moved, proposal) == (
        "Only staff and liaisons of Raytown propose for it. Ask the liaison of Raytown."
    )


def test_an_invited_colleague_who_went_to_a_serving_body_writes_no_longer(
    author, cities, facilitator
):
    shared = ProposalFactory(city=cities["raytown"], author=author.user, writers=[facilitator.user])
    assert rules.why_not_edit(facilitator, shared) == (
        "Only people in office in a member city write proposals. Ask the liaison of your city."
    )


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_a_draft_and_one_that_was_sent_back_are_open_to_their_authors(state, author, cities):
    proposal = ProposalFactory(state=state, city=cities["raytown"], author=author.user)
    assert rules.why_not_edit(author, proposal) is None


def test_once_sent_in_the_text_stands_and_the_sentence_says_since_when(author, cities):
    proposal = ProposalFactory(
        state=State.SUBMITTED, city=cities["raytown"], author=author.user, reference="EJC-2026-014"
    )
    assert rules.why_not_edit(author, proposal) == (
        "EJC-2026-014 was sent in on Monday, February 2, 2026, 9:00 am Central, so its text "
        "stands. Ask the facilitator to send it back if something must change, or withdraw it."
    )


ANEW = "What has changed since can go into a new proposal."
BACK = "Its authors can bring it back, and change it then."


@pytest.mark.parametrize(
    ("state", "hint"),
    [
        (State.ACCEPTED, ANEW),
        (State.DECLINED, ANEW),
        (State.WITHDRAWN, BACK),
        (State.IN_ROUND, ANEW),
        (State.CHOSEN, ANEW),
        (State.PARKED, BACK),
        (State.NOT_CHOSEN, ANEW),
        (
            State.MERGED,
            "What has changed since can go into the proposal that it was merged into.",
        ),
    ],
)
def test_a_closed_text_points_to_where_a_change_can_go(state, hint, cities):
    proposal = ProposalFactory(state=state, city=cities["raytown"])
    sentence = rules.closed_text(proposal)
    assert sentence is not None
    assert sentence.endswith(f", so its text stands. {hint}")


def test_a_complete_proposal_is_sent_in_by_its_own_city_only(proposal, author, clerk_of, cities):
    writer = clerk_of("grandview")
    shared = ProposalFactory(
        city=cities["raytown"],
        author=author.user,
        writers=[writer.user],
        text=SHARED_WITH,
    )
    assert rules.why_not_submit(author, proposal) is None
    withdraw = partial(rules.why_not_withdraw, at=NOON)
    for ask in (rules.why_not_submit, withdraw, rules.why_not_share):
        assert ask(writer, shared) == (
            "Only staff and liaisons of Raytown propose for it. Ask the liaison of Raytown."
        )


def test_an_empty_draft_is_told_all_that_is_missing(author, cities):
    DepartmentFactory(organisation=cities["raytown"])
    empty = ProposalFactory(
        city=cities["raytown"],
        author=author.user,
        draft={},
        title="",
        category="",
    )
    assert rules.why_not_submit(author, empty) == (
        "It cannot be sent in yet. Give the proposal a title. Choose the kind of service. Choose "
        "the department that leads. Describe the problem. Say who feels the problem. Describe the "
        "idea. Describe how Raytown does it today. Say what would be shared. Choose at least one "
        "other city to share the service with. Estimate the one-time cost in cash; 0 is an answer. "
        "Estimate the yearly cost in cash; 0 is an answer. Estimate the yearly saving in cash; 0 "
        "is an answer. Say what could go wrong, and what could stop it. Say which people and "
        "departments are affected. Name the legal basis, or say that it is not known yet. Say how "
        "everybody will see whether it worked."
    )


def test_zero_dollars_is_an_answer_and_a_city_without_departments_is_not_asked(author, cities):
    nothing = {"one_time_cost_cash": "0", "yearly_cost_cash": "$0", "yearly_saving_cash": "0.00"}
    free = ProposalFactory(city=cities["raytown"], author=author.user, text=SHARED_WITH | nothing)
    assert rules.why_not_submit(author, free) is None


def test_what_cannot_be_read_in_any_citys_answers_keeps_it_back(author, cities):
    typed = {"staff__grandview": "two", "yearly_cost_in_kind": "some hours", "title": "x" * 121}
    draft = ProposalFactory(city=cities["raytown"], author=author.user, text=SHARED_WITH | typed)
    assert rules.why_not_submit(author, draft) == (
        "It cannot be sent in yet. Title: This answer has 121 characters; it can be sent in with "
        "120. Take 1 away, or put the rest in a file. Staff in Grandview: Enter a number, such as "
        "3 or 0.5, without words. Cost each year, in kind: Enter an amount in dollars, such as "
        "12,500.00, without words."
    )


def test_a_city_cannot_share_with_itself_alone(author, cities):
    alone = ProposalFactory(
        city=cities["raytown"], author=author.user, text={"wanted__raytown": TICKED}
    )
    assert rules.why_not_submit(author, alone) == (
        "It cannot be sent in yet. Choose at least one other city to share the service with."
    )


# Which text somebody reads --------------------------------------------------------------------


@pytest.fixture
def sent_back(author, cities, staff_of, clerk_of):
    """One whose authors have changed the idea since it was sent back."""
    writer, reader = staff_of("grandview"), clerk_of("grandview")
    proposal = ProposalFactory(
        state=State.RETURNED,
        city=cities["raytown"],
        author=author.user,
        writers=[writer.user],
        readers=[reader.user],
    )
    proposal.draft = {**proposal.draft, "idea": "Being written."}
    proposal.save()
    return proposal, {"author": author, "writer": writer, "invited reader": reader}


def test_the_draft_is_read_by_those_who_write_and_the_sent_text_by_all_others(
    sent_back, liaison_of, facilitator, stranger
):
    proposal, people = sent_back
    people |= {"liaison": liaison_of("raytown"), "facilitator": facilitator, "stranger": stranger}
    assert {who: rules.text_for(actor, proposal)["idea"] for who, actor in people.items()} == {
        "author": "Being written.",
        "writer": "Being written.",
        "invited reader": "Being written.",
        "liaison": "Sample idea.",
        "facilitator": "Sample idea.",
        "stranger": "Sample idea.",
    }


def test_who_left_office_reads_the_text_that_was_sent_in(sent_back, author):
    proposal, _ = sent_back
    assert rules.text_for(Actor(user=author.user), proposal) == proposal.answers


def test_only_somebody_in_office_in_a_city_today_is_invited(
    proposal, author, clerk_of, facilitator, stranger
):
    colleague = clerk_of("grandview").user
    assert rules.why_not_share_with(colleague, proposal, on=DAY) is None
    for other in (facilitator.user, stranger.user):
        assert rules.why_not_share_with(other, proposal, on=DAY) == (
            f"{other.email} holds no office in a member city today. Check the address, or ask the "
            "administrator at MARC to invite the person."
        )
    Office.objects.filter(person=colleague).update(ends_on=date(2026, 3, 1))
    assert rules.why_not_share_with(colleague, proposal, on=DAY) is not None


def test_nobody_is_invited_whose_account_is_closed_nor_the_author(proposal, author, clerk_of):
    closed = clerk_of("grandview").user
    closed.is_active = False
    assert rules.why_not_share_with(closed, proposal, on=DAY) is not None
    assert rules.why_not_share_with(author.user, proposal, on=DAY) == (
        "Staff, Raytown is the author of EJC-2026-014 and needs no invitation."
    )


def test_a_facilitator_screens_what_others_wrote(proposal, author, facilitator, administrator):
    assert rules.why_not_screen(facilitator, proposal) is None
    for actor in (author, administrator):
        assert rules.why_not_screen(actor, proposal) == (
            "Only a facilitator at MARC accepts, sends back or declines a proposal."
        )
    both = Actor(user=author.user, offices=author.offices + facilitator.offices)
    assert rules.why_not_screen(both, proposal) == (
        "You wrote EJC-2026-014, so another facilitator decides on it."
    )


def test_only_a_facilitator_enters_a_proposal_in_a_round(facilitator, liaison_of):
    assert rules.why_not_enter(facilitator) is None
    assert rules.why_not_enter(liaison_of("raytown")) == (
        "Only a facilitator at MARC enters a proposal in a round."
    )


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_reason_of_nothing_is_none(reason):
    assert rules.why_not_without(reason) == "Say why, so that its authors know what to do."
    assert rules.why_not_without("Too dear.") is None


def test_authors_are_shown_all_the_history_officials_the_reasons_others_the_steps(
    proposal, author, liaison_of, clerk_of, facilitator, evaluator_of, stranger
):
    readers = {
        "author": rules.reader(author, proposal),
        "liaison": rules.reader(liaison_of("raytown"), proposal),
        "clerk": rules.reader(clerk_of("raytown"), proposal),
        "facilitator": rules.reader(facilitator, proposal),
        "liaison elsewhere": rules.reader(liaison_of("grandview"), proposal),
        "evaluator": rules.reader(evaluator_of("grandview"), proposal),
        "public": rules.reader(stranger, proposal),
    }
    assert readers == {
        "author": Reader.AUTHOR,
        "liaison": Reader.OFFICIAL,
        "clerk": Reader.OFFICIAL,
        "facilitator": Reader.OFFICIAL,
        "liaison elsewhere": Reader.PUBLIC,
        "evaluator": Reader.PUBLIC,
        "public": Reader.PUBLIC,
    }


def test_files_may_fill_a_proposal_to_the_byte_and_not_beyond(proposal, settings):
    AttachmentFactory(proposal=proposal, content=b"x" * 600)
    settings.ATTACHMENTS_MAX_BYTES = 1000
    assert attachments.why_not_fit(proposal, 400) is None
    assert attachments.why_not_fit(proposal, 401) == (
        "The files of one proposal may have 1000 bytes together; this one has 401 bytes and "
        "there is room for 400 bytes. Remove a file first, or save this one smaller."
    )


def test_files_change_as_long_as_the_text_does(author, proposal, cities):
    assert attachments.why_not_attach(author, proposal) is None
    sent_in = ProposalFactory(state=State.SUBMITTED, city=cities["raytown"], author=author.user)
    assert attachments.why_not_attach(author, sent_in) == rules.closed_text(sent_in)
