"""The sweep sends what the worker leaves, and needs no broker."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from collaborative.models import PORTAL, Event
from notifications.management.commands import deliver as command
from notifications.models import Message
from notifications.operations import delivery, sweeping
from notifications.operations.letters import Letter
from tests.conftest import NOON
from tests.factories.notifications import MessageFactory
from tests.factories.proposals import ProposalFactory

ROOT = Path(__file__).resolve().parents[2]
MINUTE = timedelta(minutes=1)


def a_letter(message, *, at):
    return Letter("Sample", "Words.\n")


@pytest.fixture
def _plain_letters(monkeypatch):
    """Letters that ask nothing, so that only the sending is tested."""
    monkeypatch.setattr(delivery, "write", a_letter)


def sweep(at):
    return sweeping.sweep(clock=lambda: at, is_stopped=lambda: False)


def states():
    return list(Message.objects.order_by("pk").values_list("key", "state"))


@pytest.mark.django_db
@pytest.mark.usefixtures("_plain_letters")
def test_the_sweep_takes_only_what_nobody_took_for_a_minute():
    for key, row in {
        "fresh": {},
        "left": {},
        "to try now": {"retry_at": NOON, "attempts": 1},
        "to try since a minute": {"retry_at": NOON - MINUTE, "attempts": 1},
        "lapsed now": {"leased": True, "lease_until": NOON},
        "lapsed since a minute": {"leased": True, "lease_until": NOON - MINUTE},
    }.items():
        MessageFactory(key=key, **row)
    Message.objects.update(written_at=NOON - MINUTE)
    Message.objects.filter(key="fresh").update(written_at=NOON - timedelta(seconds=59))
    assert sweep(NOON) is False
    assert states() == [
        ("fresh", "due"),
        ("left", "sent"),
        ("to try now", "due"),
        ("to try since a minute", "sent"),
        ("lapsed now", "leased"),
        ("lapsed since a minute", "sent"),
    ]


@pytest.mark.django_db
def test_from_the_event_to_the_mailbox_without_a_worker(facilitator):
    proposal = ProposalFactory(state="submitted")
    Event.objects.record("proposal.submitted", proposal, by=PORTAL, at=NOON)
    sweep(NOON + timedelta(seconds=59))
    assert states() == []
    sweep(NOON + MINUTE)
    Message.objects.update(written_at=NOON + MINUTE)
    sweep(NOON + 2 * MINUTE)
    assert [letter.subject for letter in mail.outbox] == [f"{proposal.city} sent in {proposal}"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_plain_letters")
def test_a_sweep_that_is_told_to_stop_begins_no_further_letter():
    MessageFactory.create_batch(3)
    Message.objects.update(written_at=NOON - MINUTE)
    told = iter([False, True])
    sweeping.sweep(clock=lambda: NOON, is_stopped=lambda: next(told))
    assert [state for _key, state in states()] == ["sent", "due", "due"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_plain_letters")
def test_a_sweep_with_more_than_one_runs_work_says_so():
    MessageFactory.create_batch(3)
    Message.objects.update(written_at=NOON - MINUTE)
    seconds = iter(range(0, 1000, 5))
    assert sweeping.sweep(
        clock=lambda: NOON + timedelta(seconds=next(seconds)), is_stopped=lambda: False
    )


@pytest.mark.django_db
def test_a_database_that_is_away_is_waited_for(monkeypatch, caplog):
    stopped = command.threading.Event()

    def away(**_):
        stopped.set()
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(sweeping, "sweep", away)
    monkeypatch.setattr(command.connection, "close", lambda: None)  # the test's own goes on
    assert command._sweep_once(stopped) is False
    assert "The database could not be used (the server closed the connection)" in caplog.text


def test_a_time_between_sweeps_is_a_second_or_more():
    with pytest.raises(CommandError, match="--every 0: expected a second or more") as refused:
        call_command("deliver", "--every", "0")
    assert refused.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_the_program_sends_without_a_broker_and_stops_when_told(box, settings, evaluator_of):
    message = MessageFactory(recipient=evaluator_of("raytown").user, kind="sample.unknown")
    Message.objects.update(written_at=timezone.now() - 2 * MINUTE)
    database = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "BROKER_URL": "redis://127.0.0.1:9/0",
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
    }
    program = subprocess.Popen(
        [sys.executable, "manage.py", "deliver", "--every", "1"],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout.readline() == "Sweeping every 1 seconds.\n"
        tried = command.threading.Event()
        for _ in range(100):
            message.refresh_from_db()
            if message.attempts:
                break
            tried.wait(0.1)
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=20) == 0
    finally:
        program.kill()
        program.stdout.close()
    assert message.attempts == 1
