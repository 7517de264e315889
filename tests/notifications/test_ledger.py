"""Writing to the ledger, and what people do with its rows."""

import pytest
from django.core.exceptions import PermissionDenied

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from notifications.models import Message
from notifications.operations import ledger
from tests.conftest import NOON
from tests.factories.notifications import MessageFactory

pytestmark = pytest.mark.django_db


def test_a_message_is_written_once_for_its_key():
    person = MessageFactory(key="sample:there").recipient
    fresh = MessageFactory.build(key="sample:new", recipient=person)
    again = MessageFactory.build(key="sample:new", recipient=person)
    there = MessageFactory.build(key="sample:there", recipient=person)
    assert [row.key for row in ledger.write([fresh, again, there])] == ["sample:new"]
    assert Message.objects.count() == 2


def test_all_that_failed_with_one_answer_is_sent_again_at_once(facilitator):
    full, same, other = (
        MessageFactory(failed=True, last_error=f"552 {words}", retry_at=None)
        for words in ("The mailbox is full", "The mailbox is full", "Too large")
    )
    MessageFactory(last_error="552 The mailbox is full", retry_at=NOON, attempts=1)
    assert ledger.send_all_again("552 The mailbox is full", by=facilitator, at=NOON) == 2
    assert list(
        Message.objects.filter(pk__in=[full.pk, same.pk, other.pk])
        .order_by("pk")
        .values_list("state", "attempts", "retry_at")
    ) == [("due", 0, NOON), ("due", 0, NOON), ("failed", 1, None)]
    told = Event.objects.filter(kind="message.sent_again").order_by("pk")
    assert list(told.values_list("about_key", "by")) == [
        (str(full.pk), facilitator.user.pk),
        (str(same.pk), facilitator.user.pk),
    ]
    with pytest.raises(StaleState, match="No message that failed so is left"):
        ledger.send_all_again("552 The mailbox is full", by=facilitator, at=NOON)


def test_nobody_else_lets_all_that_failed_be_sent_again(liaison_of):
    MessageFactory(failed=True)
    with pytest.raises(PermissionDenied, match="Only a facilitator or an administrator"):
        ledger.send_all_again("550 No such mailbox", by=liaison_of("raytown"), at=NOON)


def test_of_two_people_who_send_again_the_second_learns_that_it_is_done(facilitator):
    message = MessageFactory(failed=True)
    same = Message.objects.get(pk=message.pk)
    ledger.send_again(message, by=facilitator, at=NOON)
    with pytest.raises(StaleState, match="Somebody else let this message be sent again"):
        ledger.send_again(same, by=facilitator, at=NOON)


@pytest.mark.parametrize(
    ("trait", "sentence"),
    [
        ({}, "This message is waiting to be sent. It goes out by itself."),
        ({"leased": True}, "This message is waiting to be sent. It goes out by itself."),
        ({"sent": True}, "This message has been sent. It does not go out twice."),
        ({"suppressed": True}, "This message is not sent: There was nothing to tell."),
        (
            {"held": True},
            "All mail is held back. An administrator at MARC lets it go, all at once.",
        ),
    ],
)
def test_why_a_message_is_not_sent_again_is_said(facilitator, trait, sentence):
    with pytest.raises(PermissionDenied) as refused:
        ledger.send_again(MessageFactory(**trait), by=facilitator, at=NOON)
    assert str(refused.value) == sentence


def test_nobody_else_lets_a_message_be_sent_again(liaison_of):
    with pytest.raises(PermissionDenied, match="Only a facilitator or an administrator"):
        ledger.send_again(MessageFactory(failed=True), by=liaison_of("raytown"), at=NOON)
