"""What the ledger's rows add up to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.celery import QUEUES, app
from notifications import results
from notifications.models import Heartbeat, Message
from tests.conftest import NOON
from tests.factories.notifications import HeartbeatFactory, MessageFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(minutes=11)


def test_a_clockwork_that_never_ran_is_not_ready():
    never = {"ok": False, "age_seconds": None}
    assert results.readiness(at=NOON) == {
        "beat": never,
        "sweep": never,
        "queue_mail": never,
        "queue_exports": never,
        "queue_computing": never,
        "mail": {"due": 0, "failed": 0, "held": 0, "overdue": 0, "is_held": False},
    }


@pytest.mark.parametrize(
    ("key", "part", "seconds"),
    [
        ("beat", {"part": "beat"}, 120),
        ("sweep", {"part": "sweep"}, 120),
        ("queue_mail", {"part": "queue", "name": "mail"}, 120),
        ("queue_exports", {"part": "queue", "name": "exports"}, 1080),
    ],
)
def test_a_part_that_is_silent_for_too_long_is_not_ready(key, part, seconds):
    beat = HeartbeatFactory(**part, at=NOON - timedelta(seconds=seconds))
    said = [results.readiness(at=NOON)[key]]
    Heartbeat.objects.filter(pk=beat.pk).update(at=NOON - timedelta(seconds=seconds + 0.5))
    said.append(results.readiness(at=NOON)[key])
    assert said == [
        {"ok": True, "age_seconds": float(seconds)},
        {"ok": False, "age_seconds": seconds + 0.5},
    ]


def test_a_queue_is_given_longer_than_its_longest_task_may_take():
    """Else a worker with all hands full would be taken for a dead one, and killed."""
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    too_short = [
        name
        for name, task in ours.items()
        if QUEUES[app.amqp.router.route({}, name)["queue"].name]
        <= timedelta(seconds=task.time_limit or app.conf.task_time_limit)
    ]
    assert too_short == []


def test_workers_that_were_seen_today_are_listed():
    for name, hours in (("mail@old", 25), ("mail@here", 0), ("maker@here", 1)):
        HeartbeatFactory(part="worker", name=name, at=NOON - timedelta(hours=hours))
    assert [one.name for one in results.workers(at=NOON)] == ["mail@here", "maker@here"]


def test_reasons_are_counted_the_most_frequent_first():
    MessageFactory.create_batch(2, failed=True, last_error="552 The mailbox is full")
    MessageFactory.create_batch(3, failed=True)
    MessageFactory(suppressed=True)
    assert (results.failures(), results.omissions()) == (
        [
            results.Reason("550 No such mailbox", 3),
            results.Reason("552 The mailbox is full", 2),
        ],
        [results.Reason("There was nothing to tell.", 1)],
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
        "is_held": False,
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
