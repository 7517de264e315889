"""What the ledger's rows add up to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import results
from notifications.models import Message
from tests.conftest import NOON
from tests.factories.notifications import HeartbeatFactory, MessageFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(minutes=11)


def test_a_clockwork_that_never_ran_is_not_ready():
    assert results.readiness(at=NOON) == {
        "worker": {"ok": False, "age_seconds": None},
        "beat": {"ok": False, "age_seconds": None},
        "mail": {"due": 0, "failed": 0, "held": 0, "overdue": 0},
    }


def test_a_part_without_a_sign_of_life_for_two_minutes_is_not_ready():
    HeartbeatFactory(name="worker", at=NOON - timedelta(seconds=120))
    HeartbeatFactory(name="beat", at=NOON - timedelta(seconds=120.5))
    assert results.heartbeat_ages(at=NOON) == {"worker": 120.0, "beat": 120.5}
    ready = results.readiness(at=NOON)
    assert (ready["worker"], ready["beat"]) == (
        {"ok": True, "age_seconds": 120.0},
        {"ok": False, "age_seconds": 120.5},
    )


def test_readiness_counts_the_mail():
    for trait in ({}, {"leased": True}, {"sent": True}, {"failed": True}, {"held": True}):
        MessageFactory(**trait)
    Message.objects.filter(state="due").update(written_at=LONG_AGO)
    assert results.readiness(at=NOON)["mail"] == {
        "due": 2,
        "failed": 1,
        "held": 1,
        "overdue": 2,
    }


def test_the_message_that_waits_longest_is_known():
    assert results.oldest_due() is None
    MessageFactory(due_at=NOON)
    MessageFactory(due_at=NOON - timedelta(days=1), sent=True)
    assert results.oldest_due() == NOON


def test_a_ledger_in_order_breaches_nothing():
    MessageFactory()
    MessageFactory(sent=True)
    MessageFactory(leased=True, lease_until=timezone.now())
    MessageFactory(retry_at=timezone.now() + timedelta(hours=1), attempts=4)
    assert list(results.invariants()) == []


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"retry_at": LONG_AGO, "attempts": 1},
        {"leased": True, "lease_until": LONG_AGO},
    ],
)
def test_a_message_whose_turn_passed_ten_minutes_ago_is_a_breach(row):
    message = MessageFactory(**row)
    Message.objects.update(written_at=LONG_AGO)
    assert list(results.invariants()) == [
        (
            f"Mail: the message {message.key} waits since 2026-03-02 18:00 UTC and its turn was "
            "more than ten minutes ago. Is the worker running?"
        )
    ]


def test_two_messages_under_one_message_id_are_a_breach():
    MessageFactory.create_batch(2, message_id="<same@sample.example>")
    assert list(results.invariants()) == [
        "Mail: 2 messages have the Message-ID <same@sample.example>."
    ]
