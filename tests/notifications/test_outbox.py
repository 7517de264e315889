"""From what happened to who is told."""

from datetime import timedelta

import pytest
from django.db import connection

from collaborative.models import PORTAL, Event
from initiatives.events import ProposalEvent, ReviewEvent
from initiatives.models import Review
from notifications.models import Message, Posting
from notifications.models.ledger import message_id
from notifications.operations import ledger, outbox
from tests.conftest import NOON
from tests.factories.cities import InvitationFactory
from tests.factories.people import EventFactory
from tests.factories.proposals import ProposalFactory
from tests.guards import as_owner
from tests.notifications.scenes import open_round
from tests.notifications.together import run_together


def record(kind, about, at=NOON, **detail):
    return Event.objects.record(kind, about, by=PORTAL, at=at, **detail)


def test_an_event_becomes_one_message_for_each_person_it_concerns(facilitator):
    proposal = ProposalFactory(state="submitted")
    event = record(ProposalEvent.SUBMITTED, proposal)
    later = NOON + timedelta(seconds=10)
    outbox.post_events(at=later)
    key = f"event:{event.pk}:{facilitator.user.pk}"
    fields = (
        "key",
        "kind",
        "recipient",
        "address",
        "about_type",
        "about_key",
        "context",
        "due_at",
        "state",
        "message_id",
    )
    assert list(Message.objects.values_list(*fields)) == [
        (
            key,
            "proposal.submitted",
            facilitator.user.pk,
            facilitator.user.email,
            "initiatives.proposal",
            str(proposal.pk),
            {"event": event.pk},
            NOON,
            "due",
            message_id(key),
        )
    ]
    assert list(Posting.objects.values_list("event", "at")) == [(event.pk, later)]


def test_running_it_again_writes_nothing(facilitator):
    record(ProposalEvent.SUBMITTED, ProposalFactory(state="submitted"))
    assert len(outbox.post_events(at=NOON)) == 1
    assert outbox.post_events(at=NOON) == []
    assert (Message.objects.count(), Posting.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_an_event_that_concerns_nobody_is_dealt_with_all_the_same():
    EventFactory(kind="office.taken")
    EventFactory(kind="membership.joined", about_type="cities.city")
    assert outbox.post_events(at=NOON) == []
    assert Posting.objects.count() == 2


def test_what_came_to_light_after_a_week_is_history(facilitator):
    proposal = ProposalFactory(state="submitted")
    record(ProposalEvent.SUBMITTED, proposal, at=NOON - timedelta(days=7, seconds=1))
    assert outbox.post_events(at=NOON) == []
    record(ProposalEvent.SUBMITTED, proposal, at=NOON - timedelta(days=7))
    assert len(outbox.post_events(at=NOON)) == 1


@pytest.mark.django_db
def test_an_invitation_goes_to_an_address_without_an_account():
    invitation = InvitationFactory(email="clerk@raytown.example")
    event = record("invitation.sent", invitation)
    outbox.post_events(at=NOON)
    message = Message.objects.get()
    assert (message.key, message.recipient, message.address) == (
        f"event:{event.pk}:clerk@raytown.example",
        None,
        "clerk@raytown.example",
    )
    assert invitation.nonce not in str(vars(message))


def test_reviews_assigned_in_one_act_make_one_message(evaluator_of):
    round_ = open_round([evaluator_of("raytown")], entries=3)
    at = NOON + timedelta(hours=1)
    for review in Review.objects.filter(entry__round=round_):
        record(ReviewEvent.ASSIGNED, review, at=at)
    assert len(outbox.post_events(at=at)) == 1
    assert (Message.objects.count(), Posting.objects.count()) == (1, 3)


def test_more_events_than_a_batch_holds_are_all_dealt_with(facilitator, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 2)
    for _ in range(5):
        record(ProposalEvent.SUBMITTED, ProposalFactory(state="submitted"))
    assert len(outbox.post_events(at=NOON)) == 5
    assert Posting.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_each_message_once(facilitator):
    for _ in range(20):
        record(ProposalEvent.SUBMITTED, ProposalFactory(state="submitted"))
    run_together(lambda: outbox.post_events(at=NOON), workers=4)
    assert (Message.objects.count(), Posting.objects.count()) == (20, 20)


@pytest.mark.django_db(transaction=True)
def test_control_without_claim_and_key_two_runs_write_everything_twice(facilitator, monkeypatch):
    """The guards above are needed: two runs that only look write the same message each."""
    record(ProposalEvent.SUBMITTED, ProposalFactory(state="submitted"))
    events = list(Event.objects.all())
    found = iter([events, events, [], []])
    monkeypatch.setattr(outbox, "_claim", lambda **_at: next(found))
    monkeypatch.setattr(ledger, "missing", list)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'notifications_message'::regclass "
            "AND contype = 'u'"
        )
        ((name,),) = cursor.fetchall()
        cursor.execute(f'ALTER TABLE notifications_message DROP CONSTRAINT "{name}"')
        try:
            run_together(lambda: outbox.post_events(at=NOON), workers=2)
            doubles = Message.objects.count()
            cursor.execute("DELETE FROM notifications_message")
        finally:
            cursor.execute(
                f'ALTER TABLE notifications_message ADD CONSTRAINT "{name}" UNIQUE (key)'
            )
    assert doubles == 2
