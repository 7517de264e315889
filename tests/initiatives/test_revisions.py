"""The texts a proposal has had: sittings, differences, bringing one back, and who reads which."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from collaborative.models import PUBLIC, Event
from initiatives.models import Invited, Proposal, Review, Revision
from initiatives.operations import proposals, restoring, reviews, revising, writing
from initiatives.results.judged import judged_in_review, judged_in_round, text_judged
from initiatives.results.proposals import names_for
from initiatives.results.revisions import changed_parts, sittings
from initiatives.rules.revisions import revisions_open_to
from tests.conftest import NOON
from tests.factories.proposals import ProposalFactory
from tests.initiatives import scenes

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def draft(cities, author):
    return ProposalFactory(
        city=cities["raytown"],
        author=author.user,
        text={"wanted__grandview": "yes"},
        wanted_cities=[cities["grandview"]],
    )


def now(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("city", "author").get(pk=proposal.pk)


def write(proposal: Proposal, by, at, **answers: str) -> None:
    stands = now(proposal)
    writing.save(stands, answers=answers, base=stands.version, by=by, at=at)


def told(proposal: Proposal) -> list[tuple]:
    return [
        (one.first, one.last, one.who, [section.key for section in one.sections], one.how)
        for one in sittings(proposal)
    ]


# Sittings ------------------------------------------------------------------------------------


def test_saves_in_a_row_are_one_sitting_and_another_person_or_a_pause_begins_the_next(
    draft, author, staff_of
):
    colleague = staff_of("grandview")
    proposals.share(now(draft), colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    write(draft, author, NOON, idea="Buy")
    write(draft, author, NOON + 5 * MINUTE, idea="Buy one", risks="None known")
    write(draft, colleague, NOON + 6 * MINUTE, measures="Hours")
    write(draft, author, NOON + 7 * MINUTE, idea="Buy one together")
    write(draft, author, NOON + 18 * MINUTE, legal_basis="RSMo 70.220")
    assert told(draft) == [
        (6, 6, "Staff, Raytown", ["law"], "typed"),
        (5, 5, "Staff, Raytown", ["idea"], "typed"),
        (4, 4, "Staff, Grandview", ["success"], "typed"),
        (2, 3, "Staff, Raytown", ["idea", "risks"], "typed"),
        (1, 1, "Staff, Raytown", ALL_SECTIONS, "typed"),
    ]


ALL_SECTIONS = [
    "about",
    "problem",
    "idea",
    "today",
    "sharing",
    "money",
    "risks",
    "people",
    "law",
    "success",
]


def test_what_was_sent_in_ends_a_sitting_and_says_so(draft, author, facilitator):
    write(draft, author, NOON, idea="Buy one")
    proposals.submit(now(draft), by=author, at=NOON + MINUTE)
    proposals.send_back(now(draft), reason="Why?", by=facilitator, at=NOON + 2 * MINUTE)
    write(draft, author, NOON + 3 * MINUTE, idea="Buy one, since two stand idle")
    found = [(one.first, one.last, one.sent_in and one.sent_in.at) for one in sittings(draft)]
    assert found == [(3, 3, None), (2, 2, NOON + MINUTE), (1, 1, None)]


@pytest.mark.parametrize("saves", [1, 50])
def test_the_list_of_sittings_costs_two_queries(draft, author, saves, django_assert_num_queries):
    for number in range(saves):
        write(draft, author, NOON + number * 20 * MINUTE, idea=f"Idea {number}")
    with django_assert_num_queries(2):
        assert len(sittings(draft)) == saves + 1


# Differences ---------------------------------------------------------------------------------


def test_two_texts_differ_answer_by_answer_in_words(draft):
    before = {"idea": "Buy one.", "yearly_cost_cash": "9000", "wanted__grandview": "yes"}
    after = {"idea": "Buy two.", "yearly_cost_cash": "12,000", "measures": "Hours."}
    parts = changed_parts(before, after, names_for(draft))
    assert [
        (part.section.key, [(one.question, one.before, one.after) for one in part.changes])
        for part in parts
    ] == [
        ("idea", [("The idea", "Buy one.", "Buy two.")]),
        ("sharing", [("Other cities wanted: Grandview", "Yes", "")]),
        ("money", [("Cost each year, in cash", "$9,000.00", "$12,000.00")]),
        ("success", [("Measures of success", "", "Hours.")]),
    ]


def test_pieces_of_a_changed_answer_give_both_texts_back(draft):
    before, after = {"idea": "Buy one sweeper."}, {"idea": "Rent one sweeper."}
    ((change,),) = [part.changes for part in changed_parts(before, after, names_for(draft))]
    assert "".join(one.text for one in change.pieces if one.kind != "added") == before["idea"]
    assert "".join(one.text for one in change.pieces if one.kind != "removed") == after["idea"]


# Bringing back -------------------------------------------------------------------------------


def test_an_earlier_text_comes_back_as_a_new_revision(draft, author):
    write(draft, author, NOON, idea="Rent one", unions="Asked", risks="")
    first = Revision.objects.text_at(draft, 1)
    new = restoring.restore(now(draft), number=1, by=author, at=NOON + MINUTE)
    stands = now(draft)
    assert (stands.draft, stands.answers, stands.version) == (first, first, 3)
    assert (new.number, new.how, new.restored, new.changes) == (
        3,
        Revision.How.RESTORED,
        1,
        {"idea": "Sample idea.", "risks": "Sample risks.", "unions": ""},
    )
    assert Revision.objects.text_at(stands, 2)["idea"] == "Rent one"
    assert Event.objects.about(draft).latest("pk").detail == {
        "what": "the text",
        "since": "Monday, February 2, 2026, 9:00 am Central",
        "version": 3,
    }


def test_one_section_comes_back_and_the_others_stay(draft, author):
    write(draft, author, NOON, idea="Rent one", risks="New risks")
    restoring.restore(now(draft), number=1, section="risks", by=author, at=NOON + MINUTE)
    stands = now(draft).draft
    assert (stands["idea"], stands["risks"]) == ("Rent one", "Sample risks.")


def test_the_text_that_stands_is_not_brought_back_again(draft, author):
    assert restoring.restore(now(draft), number=1, by=author, at=NOON) is None
    assert (now(draft).version, Event.objects.about(draft).count()) == (1, 0)


def test_nothing_is_brought_back_into_a_closed_text_nor_by_a_reader(draft, author, staff_of):
    reader = staff_of("grandview")
    proposals.share(now(draft), colleague=reader.user, role=Invited.READ, by=author, at=NOON)
    with pytest.raises(PermissionDenied, match="Only the authors of"):
        restoring.restore(now(draft), number=1, by=reader, at=NOON)
    proposals.submit(now(draft), by=author, at=NOON)
    with pytest.raises(PermissionDenied, match="so its text stands"):
        restoring.restore(now(draft), number=1, by=author, at=NOON)
    assert now(draft).version == 1


@pytest.mark.parametrize("change", [{"changes": {}}, None], ids=["update", "delete"])
def test_the_database_changes_and_removes_no_revision(draft, change):
    rows = draft.revisions.all()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert draft.revisions.count() == 1


# Who reads which -----------------------------------------------------------------------------


def open_to(actor, proposal) -> list[int]:
    return [one.number for one in revisions_open_to(actor, proposal).order_by("number")]


def test_authors_read_every_text_officials_what_was_sent_in_others_the_last(
    draft, author, facilitator, liaison_of, staff_of
):
    reader = staff_of("grandview")
    proposals.share(now(draft), colleague=reader.user, role=Invited.READ, by=author, at=NOON)
    write(draft, author, NOON, idea="Two")
    proposals.submit(now(draft), by=author, at=NOON)
    proposals.send_back(now(draft), reason="Why?", by=facilitator, at=NOON)
    write(draft, author, NOON, idea="Three")
    write(draft, author, NOON, risks="Four")
    proposals.submit(now(draft), by=author, at=NOON + MINUTE)
    stands = now(draft)
    assert {
        "author": open_to(author, stands),
        "invited": open_to(reader, stands),
        "facilitator": open_to(facilitator, stands),
        "liaison": open_to(liaison_of("raytown"), stands),
        "public": open_to(PUBLIC, stands),
    } == {
        "author": [1, 2, 3, 4],
        "invited": [1, 2, 3, 4],
        "facilitator": [2, 4],
        "liaison": [2, 4],
        "public": [4],
    }


def test_a_text_that_is_not_open_is_not_there(draft, author, facilitator, client_for):
    write(draft, author, NOON, idea="A secret word")
    proposals.submit(now(draft), by=author, at=NOON)
    proposals.send_back(now(draft), reason="Why?", by=facilitator, at=NOON)
    write(draft, author, NOON, idea="Another word")
    client = client_for(facilitator)
    answers = {
        number: client.get(reverse("initiatives:revision", args=[draft.reference, number]))
        for number in (1, 2, 3, 99)
    }
    assert {number: answer.status_code for number, answer in answers.items()} == {
        1: 404,
        2: 200,
        3: 404,
        99: 404,
    }
    compared = client.get(reverse("initiatives:revision", args=[draft.reference, 2]), {"from": "1"})
    assert (compared.context["earlier"], b"A secret word" in compared.content) == (None, True)


# Reviews are pinned --------------------------------------------------------------------------


@pytest.fixture
def judged(evaluator_of, author):
    """A review of a text that was sent in anew after the round was over."""
    evaluator = evaluator_of("raytown")
    round_ = scenes.opened(evaluator)
    review = scenes.marked(evaluator, round_, savings=4, service=3, lawful=1)
    proposal = review.entry.proposal
    Proposal.objects.filter(pk=proposal.pk).update(state="returned")
    lead = now(proposal)
    owner = type(author)(user=lead.author, offices=author.offices)
    revising.revise(
        revising.locked(lead), {"idea": "Quite another idea."}, by=owner, at=scenes.AFTER
    )
    return Review.objects.select_related("entry__proposal__city", "revision").get(pk=review.pk)


def test_a_review_is_pinned_to_the_text_that_was_open_when_it_began(evaluator_of):
    evaluator = evaluator_of("raytown")
    round_ = scenes.opened(evaluator)
    assert scenes.review_of(evaluator, round_).revision is None
    review = scenes.declared(evaluator, round_)
    review.refresh_from_db()
    assert review.revision == review.entry.proposal.submissions.get().revision
    found = judged_in_review(review)
    assert (found.revision, found.newer) == (review.revision, None)


@pytest.mark.django_db
def test_a_text_sent_in_since_is_said_and_the_judged_one_stays_readable(judged):
    proposal = now(judged.entry.proposal)
    proposal.submissions.create(
        revision=proposal.revisions.latest("number"),
        by=proposal.author,
        office="Staff, Grandview",
        at=scenes.AFTER,
    )
    revising.publish(proposal)
    found = judged_in_review(judged)
    assert (found.revision.number, found.newer.number) == (1, 2)
    assert judged_in_round(judged.entry) == found
    judged.entry.proposal.refresh_from_db()
    assert judged.entry.proposal.answers["idea"] == "Quite another idea."
    assert text_judged(judged.entry.proposal, found)["idea"] == "Sample idea."


def test_a_second_declaration_moves_no_pin(judged):
    before = judged.revision
    with pytest.raises(PermissionDenied):
        reviews.declare(judged, by=PUBLIC, at=scenes.DURING)
    judged.refresh_from_db()
    assert judged.revision == before


# Pages ---------------------------------------------------------------------------------------


def test_an_author_sees_what_changed_and_brings_a_section_back(draft, author, client_for):
    write(draft, author, NOON, idea="Rent one", risks="New risks")
    client = client_for(author)
    history = client.get(reverse("initiatives:proposal_history", args=[draft.reference]))
    assert [one.last for one in history.context["sittings"]] == [2, 1]
    page = reverse("initiatives:restore_revision", args=[draft.reference, 1])
    shown = client.get(page)
    assert [part.section.key for part in shown.context["changed"]] == ["idea", "risks"]
    assert now(draft).version == 2
    answer = client.post(page, {"section": "idea"})
    assert answer.url == history.request["PATH_INFO"]
    stands = now(draft)
    assert (stands.draft["idea"], stands.draft["risks"]) == ("Sample idea.", "New risks")


def test_a_section_that_does_not_exist_is_not_there(draft, author, client_for):
    page = reverse("initiatives:restore_revision", args=[draft.reference, 1])
    assert client_for(author).get(page, {"section": "nothing"}).status_code == 404
