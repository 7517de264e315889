"""Addresses that refuse mail: what marks one, what that stops, and how it is tried again."""

import smtplib
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from collaborative.lifecycle import StaleState
from collaborative.models import Event
from notifications.models import ByClock, Message, Refusal
from notifications.operations import delivery, post, refusals, writing
from notifications.operations.letters import Letter, Unwanted
from notifications.operations.refusals import REFUSES, STILL_NEWS
from tests.conftest import NOON
from tests.factories.notifications import MessageFactory, RefusalFactory

pytestmark = pytest.mark.django_db
State = Message.State
DAY = timedelta(days=1)


@pytest.fixture
def _plain_letters(monkeypatch):
    """Letters that ask nothing but whether their address refuses mail."""

    def write(message, *, at):
        if refusals.is_refusing(message.address):
            raise Unwanted(REFUSES)
        return Letter("Sample", "Sample words.\n")

    monkeypatch.setattr(delivery, "write", write)


def deliver(at=NOON):
    return delivery.deliver(clock=lambda: at)


def rows(*fields):
    return list(Refusal.objects.order_by("pk").values_list(*fields))


@pytest.mark.usefixtures("_plain_letters")
def test_a_servers_no_to_an_address_marks_it_and_stops_what_else_goes_there(box):
    first = MessageFactory(recipient__email="refused@Raytown.example")
    second = MessageFactory(recipient=first.recipient)
    assert deliver() == Counter({"failed": 1, "suppressed": 1})
    assert box.tried == ["refused@Raytown.example"]
    assert rows("address", "at", "source", "words", "message", "cleared_at") == [
        ("refused@raytown.example", NOON, "server", "550 5.1.1 No such mailbox", first.pk, None)
    ]
    second.refresh_from_db()
    assert (second.state, second.reason) == ("suppressed", REFUSES)


@pytest.mark.usefixtures("_plain_letters")
@pytest.mark.parametrize("name", ["busy", "full", "good"])
def test_what_may_be_over_tomorrow_marks_no_address(box, name):
    MessageFactory(recipient__email=f"{name}@raytown.example")
    deliver()
    assert rows("address") == []


@pytest.mark.usefixtures("_plain_letters")
def test_another_address_of_the_same_person_is_written_to_at_once(box):
    message = MessageFactory(recipient__email="refused@raytown.example")
    deliver()
    type(message.recipient).objects.update(email="new@raytown.example")
    MessageFactory(recipient=message.recipient)
    assert deliver() == Counter({"sent": 1})
    assert box.addresses == ["new@raytown.example"]


def recipients(code, words):
    return smtplib.SMTPRecipientsRefused({"a@b.example": (code, words)})


@pytest.mark.parametrize(
    ("error", "is_of_address"),
    [
        (recipients(550, b"5.1.1 No such mailbox"), True),
        (recipients(550, b"5.1.10 Null MX"), True),
        (recipients(550, b"No such user here"), True),
        (recipients(553, b"5.1.3 Bad syntax"), True),
        (recipients(550, b"5.2.1 The mailbox is closed"), True),
        (recipients(552, b"5.2.2 The mailbox is full"), False),
        (recipients(552, b"Quota exceeded"), False),
        (recipients(554, b"Your host 5.1.1.9 is on a list"), False),
        (recipients(550, b"5.1.8 Sender's domain does not exist"), False),
        (recipients(550, b"5.7.1 Your host is on a list"), False),
        (recipients(554, b"5.7.0 Relaying denied"), False),
        (recipients(550, b"5.3.4 Too big for this system"), False),
        (smtplib.SMTPDataError(550, b"5.1.1 No such mailbox"), True),
        (smtplib.SMTPDataError(554, b"5.6.0 Not understood"), False),
        (smtplib.SMTPDataError(550, b"Looks like spam"), False),
        (smtplib.SMTPSenderRefused(550, b"Who are you?", "portal@b.example"), False),
    ],
)
def test_only_a_no_to_the_address_itself_is_lasting(error, is_of_address):
    answer = post._answer(error)
    assert (type(answer), answer.is_of_address) == (post.Refused, is_of_address)


def test_every_letter_asks_whether_its_address_refuses(staff_of):
    message = MessageFactory(recipient=staff_of("raytown").user)
    RefusalFactory(address=message.address.lower())
    with pytest.raises(Unwanted, match="Mail to this address came back"):
        writing.write(message, at=NOON)


def stopped(address, **given):
    return MessageFactory(
        recipient__email=address, state=State.SUPPRESSED, reason=REFUSES, due_at=NOON, **given
    )


def test_trying_again_sends_what_is_still_news_and_writes_who_said_so(facilitator):
    address = "clerk@raytown.example"
    kind = "reminder.reviews"
    failed = MessageFactory(recipient__email=address, failed=True, kind=kind)
    refusal = RefusalFactory(address=address, message=failed)
    same = {"kind": kind, "recipient": failed.recipient}
    stop = {"state": State.SUPPRESSED, "reason": REFUSES}
    fresh = MessageFactory(**same, **stop)
    old = MessageFactory(**same, **stop, due_at=NOON - STILL_NEWS)
    digest = MessageFactory(recipient=failed.recipient, kind=ByClock.DIGEST, **stop)
    other_reason = MessageFactory(**same, suppressed=True)
    elsewhere = MessageFactory(kind=kind, **stop)
    assert refusals.try_again(refusal, by=facilitator, at=NOON) == 2
    states = {
        row.pk: (row.state, row.reason, row.attempts) for row in Message.objects.order_by("pk")
    }
    assert states == {
        failed.pk: ("due", "", 0),
        fresh.pk: ("due", "", 0),
        old.pk: ("suppressed", REFUSES, 0),
        digest.pk: ("suppressed", REFUSES, 0),
        other_reason.pk: ("suppressed", "There was nothing to tell.", 0),
        elsewhere.pk: ("suppressed", REFUSES, 0),
    }
    assert rows("cleared_at", "cleared_by") == [(NOON, facilitator.user.pk)]
    assert not refusals.is_refusing(address)
    event = Event.objects.get()
    assert (event.kind, event.detail, event.by) == (
        "address.tried_again",
        {"waiting": 2},
        facilitator.user,
    )


def test_two_who_let_it_be_tried_do_it_once(facilitator):
    refusal = RefusalFactory()
    refusals.try_again(Refusal.objects.get(), by=facilitator, at=NOON)
    with pytest.raises(StaleState):
        refusals.try_again(refusal, by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="It was let be tried again on Monday, March 2"):
        refusals.try_again(Refusal.objects.get(), by=facilitator, at=NOON)
    assert Event.objects.count() == 1


def test_only_the_person_or_who_may_send_again_lets_it_be_tried(
    clerk_of, administrator, facilitator
):
    clerk, other = clerk_of("raytown"), clerk_of("grandview")
    with pytest.raises(PermissionDenied, match="Only a facilitator, an administrator or the"):
        refusals.try_again(RefusalFactory(address=clerk.user.email.lower()), by=other, at=NOON)
    for actor in (clerk, administrator, facilitator):
        refusal, _ = Refusal.objects.get_or_create(
            address=clerk.user.email.lower(),
            cleared_at=None,
            defaults={"at": NOON, "source": "server", "words": "550"},
        )
        assert refusals.try_again(refusal, by=actor, at=NOON) == 0


def test_a_providers_report_is_noted_for_an_address_that_we_wrote_to_and_once():
    sent = MessageFactory(sent=True, address="Clerk@raytown.example")
    for address in ("clerk@raytown.example", "CLERK@raytown.example", "nobody@raytown.example"):
        refusals.bounced(address, words="550 gone\r\nX: y", at=NOON)
    assert rows("address", "source", "words", "message") == [
        ("clerk@raytown.example", "provider", "550 gone X: y", sent.pk)
    ]
