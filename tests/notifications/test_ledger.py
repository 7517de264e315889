"""Writing to the ledger, and what people do with its rows."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied

from collaborative.lifecycle import StaleState
from notifications.models import Message
from notifications.operations import delivery, ledger
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


def test_after_a_restore_everything_that_waits_is_held_and_nothing_goes_out():
    for trait in ({}, {"leased": True}, {"sent": True}, {"failed": True}, {"suppressed": True}):
        MessageFactory(**trait)
    assert ledger.hold_back() == 2
    assert delivery.deliver(clock=lambda: NOON + Message.LEASE) == Counter()
    assert sorted(Message.objects.values_list("state", flat=True)) == [
        "failed",
        "held",
        "held",
        "sent",
        "suppressed",
    ]


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
    ],
)
def test_why_a_message_is_not_sent_again_is_said(facilitator, trait, sentence):
    with pytest.raises(PermissionDenied) as refused:
        ledger.send_again(MessageFactory(**trait), by=facilitator, at=NOON)
    assert str(refused.value) == sentence


def test_nobody_else_lets_a_message_be_sent_again(liaison_of):
    with pytest.raises(PermissionDenied, match="Only a facilitator or an administrator"):
        ledger.send_again(MessageFactory(failed=True), by=liaison_of("raytown"), at=NOON)
