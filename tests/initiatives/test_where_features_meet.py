"""Merging, withdrawing, co-sponsoring, talking and writing, where one of them meets another."""

from datetime import timedelta

import pytest
from django.urls import reverse

from collaborative.models import PUBLIC
from initiatives.models import Audience, Proposal, Round, Sponsorship
from initiatives.operations import merging, proposals, withdrawing
from initiatives.results.talk import audiences, company
from initiatives.rules.revisions import revisions_open_to
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory, RevisionFactory, SubmissionFactory
from tests.factories.rounds import (
    CLOSING,
    OPENING,
    EntryFactory,
    ReviewFactory,
    RoundFactory,
    WithdrawalFactory,
)
from tests.factories.sponsorships import SponsorshipFactory
from tests.initiatives.scenes import DURING

pytestmark = pytest.mark.django_db
State = Proposal.State
LATER = NOON + timedelta(hours=1)


def now(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("city", "author", "merged_into").get(pk=proposal.pk)


# Merging and talking --------------------------------------------------------------------------


@pytest.fixture
def merged(cities, staff_of, facilitator):
    """Grandview's proposal, merged into Raytown's; the author there, and a neighbor in office."""
    people = [staff_of("raytown"), staff_of("raytown")]
    target = ProposalFactory(state=State.SUBMITTED, city=cities["raytown"], author=people[0].user)
    source = ProposalFactory(
        state=State.SUBMITTED, city=cities["grandview"], author=staff_of("grandview").user
    )
    merging.merge(source, into=target, reason="Much the same.", by=facilitator, at=NOON)
    return now(source), people


@pytest.mark.parametrize("first", [0, 1])
def test_who_reads_a_merged_proposal_as_the_others_author_is_told_from_a_neighbor_in_office(
    first, merged
):
    source, people = merged
    people[first].user.name = "A name that comes first"
    people[first].user.save()
    known = {one.person: one.audiences for one in company(source, on=NOON.date()).members}
    author, neighbor = (actor.user for actor in people)
    assert (known[author], known[neighbor]) == ({Audience.STAFF}, frozenset())
    assert [known[actor.user] for actor in people] == [audiences(one, source) for one in people]


# Merging, withdrawing and the reason that a page gives ------------------------------------------


def reason_on_page(client_for, actor, proposal) -> str:
    page = client_for(actor).get(reverse("initiatives:proposal", args=[proposal.reference]))
    return page.context["reason"]


def test_why_it_was_withdrawn_is_not_what_its_authors_are_asked_once_it_is_back(
    cities, staff_of, facilitator, client_for
):
    author = staff_of("raytown")
    proposal = ProposalFactory(state=State.SUBMITTED, city=cities["raytown"], author=author.user)
    given = []
    for act in (
        lambda: proposals.send_back(now(proposal), reason="Who pays?", by=facilitator, at=NOON),
        lambda: withdrawing.withdraw(now(proposal), reason="Bought.", by=author, at=LATER),
        lambda: withdrawing.bring_back(now(proposal), by=author, at=LATER),
    ):
        act()
        given.append(reason_on_page(client_for, author, proposal))
    assert given == ["Who pays?", "Bought.", "Who pays?"]


def test_why_two_were_separated_is_not_why_the_one_is_withdrawn(merged, facilitator, client_for):
    source, (author, _) = merged
    target = now(source.merged_into)
    withdrawing.withdraw(target, reason="Bought.", by=author, at=NOON)
    merging.separate(source, reason="It goes on alone.", by=facilitator, at=LATER)
    assert reason_on_page(client_for, author, target) == "Bought."


# Withdrawing and the history of texts -----------------------------------------------------------


def test_a_text_that_was_judged_in_vain_is_not_published_with_the_rest_of_its_round(cities):
    """It was withdrawn from one round, written anew and weighed in another; both are released."""
    proposal = ProposalFactory(state=State.CHOSEN, city=cities["raytown"])
    first = proposal.revisions.get()
    newer = RevisionFactory(proposal=proposal, number=2)
    SubmissionFactory(proposal=proposal, revision=newer, at=NOON)
    for revision in (first, newer):
        entry = EntryFactory(proposal=proposal, round=RoundFactory())
        done = {"state": "declared", "declared_at": OPENING}
        ReviewFactory(entry=entry, revision=revision, **done)
        Round.objects.filter(pk=entry.round_id).update(state="scoring", opened_at=OPENING)
        if revision == first:
            WithdrawalFactory(entry=entry, at=OPENING)
    done = {"closed_at": CLOSING, "frozen_at": CLOSING, "released_at": CLOSING}
    Round.objects.update(state="released", **done)
    assert list(revisions_open_to(PUBLIC, proposal)) == [newer]


# Withdrawing and co-sponsoring --------------------------------------------------------------------


def test_a_question_waits_for_the_round_that_weighs_the_proposal_and_no_other(cities):
    proposal = ProposalFactory(state=State.IN_ROUND, city=cities["raytown"])
    asked = SponsorshipFactory(proposal=proposal, city=cities["grandview"])
    left, entered = (
        EntryFactory(proposal=proposal, round=RoundFactory()) for _ in ("left", "entered")
    )
    Round.objects.update(state="scoring", opened_at=OPENING)
    WithdrawalFactory(entry=left)
    waiting = Sponsorship.objects.waiting(at=DURING)
    assert list(waiting) == [asked]
    Round.objects.filter(pk=entered.round_id).update(
        state="decided", closed_at=DURING, frozen_at=DURING
    )
    assert list(waiting.all()) == []


# Roles of colleagues and saving by itself ---------------------------------------------------------


def test_who_may_only_comment_writes_in_no_way(cities, staff_of, liaison_of, client_for):
    commenter = liaison_of("grandview")
    draft = ProposalFactory(
        city=cities["raytown"], author=staff_of("raytown").user, commenters=[commenter.user]
    )
    desk, args = client_for(commenter), [draft.reference, "idea"]
    typed = {"base": "1", "idea": "Mine."}
    answers = [
        desk.get(reverse("initiatives:edit_section", args=args)),
        desk.post(reverse("initiatives:edit_section", args=args), typed),
        desk.post(reverse("initiatives:autosave_section", args=args), typed),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    draft.refresh_from_db()
    assert (draft.version, draft.draft["idea"]) == (1, "Sample idea.")
    assert (draft.present.count(), draft.kept_texts.count()) == (0, 0)
