"""Who is told what: nothing is forgotten, and nobody is told what is not theirs."""

from datetime import date, timedelta
from enum import StrEnum
from importlib import import_module

import pytest
from django.template.loader import get_template

from collaborative.models import PORTAL, Event
from initiatives.events import ProposalEvent, ReviewEvent, RoundEvent
from initiatives.models import Review
from notifications.catalogue import LABELS, NOTICES, SILENT, Urgency
from notifications.models import ByClock, ByRelease
from tests.conftest import NOON
from tests.factories.cities import InvitationFactory, OfficeFactory
from tests.factories.proposals import ProposalFactory
from tests.notifications.scenes import CLOSE, adopted_by, circulated, open_round

APPS = ("cities", "initiatives", "training", "agreements", "notifications")
KINDS = [
    kind
    for app in APPS
    for thing in vars(import_module(f"{app}.events")).values()
    if isinstance(thing, type) and issubclass(thing, StrEnum) and thing is not StrEnum
    for kind in thing
]
DAY = date(2026, 3, 2)


def event(kind, about, *, by=None, at=NOON, **detail):
    return Event.objects.record(kind, about, by=by or PORTAL, at=at, **detail)


def told(happened, on=DAY):
    """The names of those who are told."""
    notice = NOTICES[next(kind for kind in KINDS if kind == happened.kind)]
    return [one.person.name if one.person else one.address for one in notice.audience(happened, on)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_told_or_silent_for_a_reason(kind):
    assert (kind in NOTICES) != (kind in SILENT)


def test_the_catalogue_knows_no_kind_that_cannot_happen():
    assert {*NOTICES, *SILENT} == set(KINDS)
    assert len(KINDS) == len({str(kind) for kind in KINDS})


@pytest.mark.parametrize("kind", NOTICES)
def test_what_is_told_at_once_has_a_letter_and_the_rest_is_in_the_digest(kind):
    notice = NOTICES[kind]
    if notice.urgency == Urgency.AT_ONCE:
        assert get_template(f"notifications/mail/{notice.template}.txt")
    else:
        assert notice.news


@pytest.mark.parametrize("kind", SILENT)
def test_silence_has_a_reason_in_a_sentence(kind):
    assert SILENT[kind].endswith(".")


def test_every_kind_of_message_has_a_name_in_the_ledger():
    at_once = {kind for kind, notice in NOTICES.items() if notice.urgency == Urgency.AT_ONCE}
    assert {*at_once, *ByClock, *ByRelease} <= set(LABELS)
    assert all(LABELS.values())


@pytest.mark.django_db
def test_what_is_told_in_the_digest_alone_is_written_to_nobody(facilitator):
    assert told(event(ProposalEvent.WITHDRAWN, ProposalFactory())) == []


@pytest.mark.django_db
def test_an_invitation_goes_to_its_address_while_it_is_open():
    invitation = InvitationFactory(email="clerk@raytown.example")
    sent = event("invitation.sent", invitation)
    assert told(sent) == ["clerk@raytown.example"]
    type(invitation).objects.update(state="revoked")
    assert told(sent) == []


def test_a_shared_draft_is_told_to_the_colleague_while_the_invitation_stands(staff_of):
    colleague = staff_of("grandview")
    proposal = ProposalFactory(readers=[colleague.user])
    shared = event(ProposalEvent.SHARED, proposal, colleague_id=colleague.user.pk)
    assert told(shared) == ["Staff, Grandview"]
    proposal.colleague_permissions.all().delete()
    assert told(shared) == []


def test_a_proposal_sent_in_is_told_to_those_who_screen_until_it_is_screened(
    facilitator, administrator, liaison_of
):
    liaison_of("raytown")
    proposal = ProposalFactory(state="submitted")
    submitted = event(ProposalEvent.SUBMITTED, proposal)
    assert told(submitted) == ["Facilitator, Mid-America Regional Council"]
    type(proposal).objects.update(state="accepted")
    assert told(submitted) == []


def test_authors_are_told_of_what_others_do_with_their_proposal(staff_of, liaison_of, facilitator):
    author, writer, reader = staff_of("raytown"), liaison_of("raytown"), staff_of("grandview")
    proposal = ProposalFactory(
        state="returned", author=author.user, writers=[writer.user], readers=[reader.user]
    )
    returned = event(ProposalEvent.RETURNED, proposal, by=facilitator, reason="Say more.")
    assert told(returned) == ["Staff, Raytown", "Liaison, Raytown"]
    by_author = event(ProposalEvent.CHOSEN, proposal, by=author, later=True)
    assert told(by_author) == ["Liaison, Raytown"]
    type(proposal).objects.update(state="submitted")
    assert told(returned) == []


def test_somebody_out_of_office_or_without_an_account_is_not_told(staff_of):
    gone, closed = staff_of("raytown"), staff_of("raytown")
    gone.user.offices.update(ends_on=DAY - timedelta(days=1))
    type(closed.user).objects.filter(pk=closed.user.pk).update(is_active=False)
    for author in (gone, closed):
        proposal = ProposalFactory(state="chosen", author=author.user)
        assert told(event(ProposalEvent.CHOSEN, proposal, later=True)) == []


def test_what_a_round_released_is_told_by_its_own_notices_and_by_no_other_letter(staff_of):
    author, other = staff_of("raytown"), staff_of("grandview")
    proposal = ProposalFactory(state="chosen", author=author.user)
    source = ProposalFactory(state="merged", author=other.user, merged_into=proposal)
    said = {"round": "Spring", "reason": "Alike."}
    assert told(event(ProposalEvent.CHOSEN, proposal, **said)) == []
    merged = {**said, "other": proposal.pk, "reference": proposal.reference}
    assert told(event(ProposalEvent.MERGED, source, **merged)) == []
    took_in = {**said, "other": source.pk, "reference": source.reference}
    assert told(event(ProposalEvent.TOOK_IN, proposal, is_told=True, **took_in)) == []
    assert told(event(ProposalEvent.TOOK_IN, proposal, is_told=False, **took_in)) == [
        "Staff, Raytown"
    ]


def test_an_opened_round_is_told_to_its_evaluators_with_reviews_to_do(evaluator_of):
    evaluator_of("independence")
    busy, done = evaluator_of("raytown"), evaluator_of("grandview")
    round_ = open_round([busy, done])
    Review.objects.filter(evaluator=done.user).update(
        state="submitted", declared_at=NOON, submitted_at=NOON
    )
    opened = event(RoundEvent.OPENED, round_)
    assert told(opened) == ["Evaluator, Raytown"]
    Review.objects.update(state="submitted", declared_at=NOON, submitted_at=NOON)
    assert told(opened) == []


def test_an_opening_and_a_moved_close_are_told_however_near_the_close_is(evaluator_of):
    round_ = open_round([evaluator_of("raytown")], closes_at=NOON + timedelta(days=2))
    kinds = (RoundEvent.OPENED, RoundEvent.EXTENDED)
    assert [told(event(kind, round_)) for kind in kinds] == [["Evaluator, Raytown"]] * 2


def test_a_review_added_to_an_open_round_is_told_and_one_before_the_opening_is_not(evaluator_of):
    round_ = open_round([evaluator_of("raytown")])
    (review,) = Review.objects.filter(entry__round=round_)
    assert told(event(ReviewEvent.ASSIGNED, review, at=NOON - timedelta(hours=1))) == []
    later = event(ReviewEvent.ASSIGNED, review, at=NOON + timedelta(hours=1))
    assert told(later) == ["Evaluator, Raytown"]


def test_a_closed_round_is_told_to_those_who_run_rounds_but_not_to_who_closed_it(
    facilitator, evaluator_of
):
    round_ = open_round([evaluator_of("raytown")])
    type(round_).objects.update(state="decided", closed_at=CLOSE, frozen_at=CLOSE)
    assert told(event(RoundEvent.CLOSED, round_)) == ["Facilitator, Mid-America Regional Council"]
    assert told(event(RoundEvent.CLOSED, round_, by=facilitator)) == []


def test_a_recusal_is_told_to_those_who_run_rounds_while_it_is_open(facilitator, evaluator_of):
    round_ = open_round([evaluator_of("raytown")])
    (review,) = Review.objects.filter(entry__round=round_)
    recused = event(ReviewEvent.RECUSED, review)
    assert told(recused) == ["Facilitator, Mid-America Regional Council"]
    type(round_).objects.update(state="decided", closed_at=CLOSE, frozen_at=CLOSE)
    assert told(recused) == []


def test_a_circulated_agreement_is_told_to_the_clerks_of_its_parties(
    cities, clerk_of, liaison_of, facilitator
):
    for city in ("raytown", "grandview", "independence"):
        clerk_of(city)
    liaison_of("raytown")
    agreement = circulated(cities["raytown"], cities["grandview"])
    sent = event("agreement.circulated", agreement, by=facilitator)
    assert told(sent) == ["Clerk, Raytown", "Clerk, Grandview"]
    adopted_by(agreement, cities["raytown"])
    assert told(sent) == ["Clerk, Grandview"]
    withdrawn = event("agreement.withdrawn", agreement, by=facilitator, reason="Sample.")
    reopened = event("agreement.reopened", agreement)
    type(agreement).objects.update(state="withdrawn")
    assert told(sent) == []
    assert told(withdrawn) == ["Clerk, Raytown", "Clerk, Grandview"]
    assert sorted(told(reopened)) == [
        "Clerk, Grandview",
        "Clerk, Raytown",
        "Facilitator, Mid-America Regional Council",
    ]


def test_an_office_that_begins_tomorrow_is_told_nothing_today(cities):
    agreement = circulated(cities["raytown"])
    OfficeFactory(organisation=cities["raytown"], role="clerk", starts_on=DAY + timedelta(days=1))
    sent = event("agreement.circulated", agreement)
    assert told(sent) == []
    assert len(told(sent, on=DAY + timedelta(days=1))) == 1
