"""A part of a proposal goes its own way, and the rest stays as it is."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from initiatives.events import ProposalEvent
from initiatives.models import Invited, Proposal, Revision
from initiatives.operations import splitting
from initiatives.results.history import Reader, history
from initiatives.results.proposals import Colleague, colleagues
from initiatives.results.screening import kin
from notifications.models import Message
from notifications.operations import outbox
from notifications.operations.writing import write
from tests.conftest import NOON
from tests.initiatives.screened import fresh, recorded, sent_in

State = Proposal.State
KEY = uuid.UUID("00000000-0000-4000-8000-00000000000a")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def proposal(cities, author):
    return sent_in(cities, author, text={"idea": "Rooms and a wash."})


def split(proposal, by, *, key=KEY, sections=("idea", "sharing"), **more):
    return splitting.split(
        proposal, title=" A truck  wash ", sections=sections, key=key, by=by, at=NOON, **more
    )


def test_a_new_draft_has_the_chosen_answers_and_the_same_author(proposal, facilitator, author):
    before = fresh(proposal).answers
    part = fresh(split(proposal, facilitator))
    assert (
        part.draft
        == part.answers
        == {
            "title": "A truck wash",
            "category": "fleet",
            "idea": "Rooms and a wash.",
            "shared": "Sample machines.",
            "wanted__grandview": "yes",
        }
    )
    assert (part.state, part.author, part.city, part.split_from, part.version) == (
        State.DRAFT,
        author.user,
        proposal.city,
        proposal,
        1,
    )
    assert [(one.how, one.by) for one in part.revisions.all()] == [
        (Revision.How.COPIED, facilitator.user)
    ]
    assert (fresh(proposal).answers, fresh(proposal).state) == (before, State.SUBMITTED)


def test_one_event_tells_it_on_each(proposal, facilitator):
    part = split(proposal, facilitator, reason=" Apart. ")
    assert recorded(proposal) == [
        (
            ProposalEvent.SPLIT,
            {
                "reference": part.reference,
                "reason": "Apart.",
                "other": part.pk,
                "returned": False,
            },
        )
    ]
    assert recorded(part) == [
        (ProposalEvent.SPLIT_OFF, {"reference": "EJC-2026-014", "other": proposal.pk})
    ]
    who = "Facilitator, Mid-America Regional Council"
    assert [one.sentence for one in history(part, reader=Reader.AUTHOR)] == [
        f"{who} split it off from EJC-2026-014, as a draft."
    ]


def test_a_form_that_is_sent_twice_makes_one_draft(proposal, facilitator):
    first = split(proposal, facilitator, reason="Apart.", return_too=True)
    again = split(fresh(proposal), facilitator, reason="Apart.", return_too=True)
    assert (again, Proposal.objects.count(), len(recorded(proposal))) == (first, 2, 2)


def test_it_goes_back_in_the_same_act(proposal, facilitator, author):
    part = split(proposal, facilitator, reason="Leave the wash out.", return_too=True)
    assert fresh(proposal).state == State.RETURNED
    assert recorded(proposal)[1] == (
        ProposalEvent.RETURNED,
        {"reason": "Leave the wash out.", "split_off": part.reference},
    )
    with pytest.raises(PermissionDenied, match="cannot be sent back to its authors any more"):
        split(fresh(proposal), facilitator, key=uuid.uuid4(), reason="Again.", return_too=True)


def test_a_writer_splits_the_draft_as_it_stands_and_may_not_send_it_back(
    cities, author, staff_of, liaison_of
):
    colleague, elsewhere = liaison_of("raytown"), staff_of("grandview")
    draft = sent_in(
        cities,
        author,
        state="draft",
        submitted_at=None,
        writers=[colleague.user, elsewhere.user],
        readers=[staff_of("independence").user],
    )
    part = split(draft, colleague)
    assert colleagues(part) == [
        Colleague(colleague.user, role=Invited.EDIT),
        Colleague(elsewhere.user, role=Invited.EDIT),
    ]
    for actor in (elsewhere, staff_of("raytown")):
        with pytest.raises(PermissionDenied):
            split(draft, actor, key=uuid.uuid4())
    with pytest.raises(PermissionDenied, match="Only a facilitator at MARC accepts"):
        split(draft, colleague, key=uuid.uuid4(), reason="Back.", return_too=True)
    assert Proposal.objects.count() == 2


def test_each_is_shown_with_the_other_to_those_who_may_read_both(
    proposal, facilitator, author, liaison_of
):
    part = split(proposal, facilitator)
    told = {
        who: (kin(fresh(proposal), actor).split_off, kin(fresh(part), actor).split_from)
        for who, actor in {
            "author": author,
            "facilitator": facilitator,
            "liaison": liaison_of("raytown"),
        }.items()
    }
    assert told == {
        "author": ((part,), (proposal,)),
        "facilitator": ((), (proposal,)),
        "liaison": ((), (proposal,)),
    }


def test_the_authors_hear_of_it_once(proposal, facilitator):
    part = split(proposal, facilitator, reason="Apart.")
    outbox.post_events(at=NOON)
    letter = write(Message.objects.get(), at=NOON)
    assert letter.subject == f"{part.reference} is split off from {proposal}"
    assert f"/proposals/{part.reference}/" in letter.text


def test_sent_back_too_they_hear_of_both_in_one_letter(proposal, facilitator):
    part = split(proposal, facilitator, reason="Leave the wash out.", return_too=True)
    outbox.post_events(at=NOON)
    letter = write(Message.objects.get(), at=NOON)
    assert letter.subject == f"Returned to you: {proposal}"
    assert f"{part.reference} was split off from it in the same act, as a draft of yours" in (
        letter.text
    )
