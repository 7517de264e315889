"""Sending what the ledger holds, over SMTP."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from notifications.models import Message
from notifications.operations import delivery
from notifications.operations.letters import Letter, Unwanted
from tests.conftest import NOON
from tests.factories.notifications import MessageFactory
from tests.notifications.together import run_together

State = Message.State
MINUTE = timedelta(minutes=1)


def a_letter(message, *, at):
    return Letter(subject=f"Sample {message.key}", text="Sample words.\n")


@pytest.fixture(autouse=True)
def _plain_letters(monkeypatch):
    """Letters that ask nothing, so that only the sending is tested."""
    monkeypatch.setattr(delivery, "write", a_letter)


def deliver(at=NOON):
    return delivery.deliver(clock=lambda: at)


def rows(*fields):
    return list(Message.objects.order_by("pk").values_list(*fields))


@pytest.mark.django_db
def test_what_is_due_is_handed_over_once_and_the_row_says_so(box):
    message = MessageFactory(recipient__email="clerk@raytown.example", key="sample:1")
    assert deliver() == Counter({"sent": 1})
    assert deliver() == Counter()
    ((address, mail),) = box.taken
    assert address == "clerk@raytown.example"
    assert mail["To"] == "clerk@raytown.example"
    assert mail["Subject"] == "Sample sample:1"
    assert mail["Message-ID"] == message.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOON
    assert mail["List-Unsubscribe"] is None
    assert mail.get_body(("plain",)).get_content().splitlines() == ["Sample words."]
    assert ">Sample words.</p>" in mail.get_body(("html",)).get_content()
    assert rows("state", "sent_at", "subject", "body_text", "attempts", "lease_until") == [
        ("sent", NOON, "Sample sample:1", "Sample words.\n", 1, None)
    ]


@pytest.mark.django_db
def test_each_answer_of_the_mail_server_is_read_for_its_own_recipient_only(box):
    for name in ("good", "refused", "busy", "full", "better"):
        MessageFactory(recipient__email=f"{name}@raytown.example")
    assert deliver() == Counter({"sent": 2, "failed": 2, "due": 1})
    assert box.addresses == ["good@raytown.example", "better@raytown.example"]
    assert rows("state", "last_error", "retry_at") == [
        ("sent", "", None),
        ("failed", "550 5.1.1 No such mailbox", None),
        ("due", "451 4.7.1 Come again later", NOON + MINUTE),
        ("failed", "552 5.2.2 The mailbox is full", None),
        ("sent", "", None),
    ]


@pytest.mark.django_db
def test_mail_goes_to_the_address_that_the_person_has_by_then(box):
    MessageFactory(address="old@raytown.example", recipient__email="new@raytown.example")
    deliver()
    assert box.addresses == ["new@raytown.example"]
    assert rows("address", "state") == [("new@raytown.example", "sent")]


@pytest.mark.django_db
def test_a_state_is_dated_when_it_is_reached(box):
    MessageFactory()
    Message.objects.update(state_since=NOON)
    before = timezone.now()
    deliver()
    assert Message.objects.get().state_since >= before


@pytest.mark.django_db
def test_a_final_no_is_not_tried_again(box):
    MessageFactory(recipient__email="refused@raytown.example")
    deliver()
    assert deliver(NOON + timedelta(days=2)) == Counter()
    assert box.tried == ["refused@raytown.example"]


@pytest.mark.django_db
def test_come_again_is_answered_after_1_5_15_60_minutes_and_up_to_72_hours(box):
    MessageFactory(recipient__email="busy@raytown.example")
    at, waits = NOON, []
    while deliver(at):
        message = Message.objects.get()
        if message.state == State.FAILED:
            break
        waits.append(message.retry_at - at)
        assert deliver(message.retry_at - timedelta(seconds=1)) == Counter()
        at = message.retry_at
    assert waits[:5] == [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 60 * MINUTE]
    assert timedelta(hours=71) < at - NOON <= timedelta(hours=72)
    assert (message.last_error, message.attempts) == ("451 4.7.1 Come again later", len(waits) + 1)


@pytest.mark.django_db
def test_a_server_that_hangs_up_ends_the_run_and_the_next_goes_on_with_the_others(box):
    for name in ("cut-before", "good"):
        MessageFactory(recipient__email=f"{name}@raytown.example")
    assert deliver() == Counter({"due": 1})
    assert deliver() == Counter({"sent": 1})
    assert rows("state", "retry_at") == [("due", NOON + MINUTE), ("sent", None)]


@pytest.mark.django_db
def test_a_server_that_is_not_there_costs_one_try_and_nothing_is_lost(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    MessageFactory.create_batch(3)
    assert deliver() == Counter({"due": 1})
    assert rows("state", "attempts") == [("due", 1), ("due", 0), ("due", 0)]
    assert "ConnectionRefusedError" in Message.objects.earliest("pk").last_error


@pytest.mark.django_db
def test_a_letter_taken_before_the_line_was_cut_comes_again_under_the_same_id(box):
    MessageFactory(recipient__email="cut-after@raytown.example")
    deliver()
    deliver(NOON + MINUTE)
    assert len(box.ids) == 2
    assert len(set(box.ids)) == 1


class Killed(BaseException):
    """The worker's process ends here."""


@pytest.mark.django_db
def test_a_worker_killed_between_sending_and_committing_repeats_one_letter_under_one_id(
    box, monkeypatch
):
    MessageFactory()

    def killed(message, changes):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_finish", killed)
        with pytest.raises(Killed):
            deliver()
    assert rows("state") == [("leased",)]
    assert deliver(NOON + timedelta(seconds=119)) == Counter()
    assert deliver(NOON + timedelta(seconds=120)) == Counter({"sent": 1})
    assert len(box.ids) == 2
    assert len(set(box.ids)) == 1
    assert rows("state", "attempts", "lapses") == [("sent", 2, 1)]


DIES_BEFORE_COMMIT = """
import os, signal, django
django.setup()
from django.utils import timezone
from notifications.operations import delivery
from notifications.operations.letters import Letter
delivery.write = lambda message, *, at: Letter("A sample", "Sample words.")
delivery._finish = lambda message, changes: os.kill(os.getpid(), signal.SIGKILL)
delivery.deliver(clock=timezone.now)
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_outright_after_sending_leaves_a_lease_and_one_id(box, settings):
    MessageFactory()
    database = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
    }
    ended = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_COMMIT],
        env=environment,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert rows("state") == [("leased",)]
    assert deliver(timezone.now()) == Counter()
    assert deliver(timezone.now() + Message.LEASE) == Counter({"sent": 1})
    assert len(box.ids) == 2
    assert len(set(box.ids)) == 1


@pytest.mark.django_db
def test_a_message_that_ends_its_worker_five_times_is_set_aside_and_the_others_pass(
    box, monkeypatch
):
    poison, good = MessageFactory(), MessageFactory()

    def kills(message, *, at):
        if message == poison:
            raise Killed
        return a_letter(message, at=at)

    monkeypatch.setattr(delivery, "write", kills)
    at = NOON
    for _ in range(5):
        with pytest.raises(Killed):
            deliver(at)
        at += Message.LEASE
    assert deliver(at) == Counter({"failed": 1, "sent": 1})
    assert box.addresses == [good.address]
    poison.refresh_from_db()
    assert poison.last_error == "The worker did not come back from it 5 times."


@pytest.mark.django_db
def test_a_message_that_cannot_be_written_is_set_aside_after_five_tries(box, monkeypatch, caplog):
    def broken(message, *, at):
        message = "the template has a mistake"
        raise ValueError(message)

    monkeypatch.setattr(delivery, "write", broken)
    MessageFactory()
    at, outcomes = NOON, []
    for _ in range(6):
        outcomes += deliver(at).elements()
        at += timedelta(hours=1)
    assert outcomes == ["due", "due", "due", "due", "failed"]
    assert Message.objects.get().last_error == (
        "The portal could not write it: ValueError: the template has a mistake"
    )
    assert "could not be written" in caplog.text


@pytest.mark.django_db
def test_what_is_not_wanted_any_more_is_not_sent_and_says_why(box, monkeypatch):
    def unwanted(message, *, at):
        raise Unwanted("All reviews are sent in.")

    monkeypatch.setattr(delivery, "write", unwanted)
    MessageFactory()
    assert deliver() == Counter({"suppressed": 1})
    assert rows("state", "reason", "lease_until") == [
        ("suppressed", "All reviews are sent in.", None)
    ]
    assert box.taken == []


@pytest.mark.django_db
def test_a_subject_or_address_with_a_line_break_brings_no_header_in(box, monkeypatch):
    def forged(message, *, at):
        return Letter(subject="Good\r\nBcc: thief@sample.example\n\nHello", text="Words.\n")

    monkeypatch.setattr(delivery, "write", forged)
    MessageFactory(recipient__email="good@raytown.example")
    MessageFactory(recipient__email="a@raytown.example\nBcc: thief@sample.example")
    assert deliver() == Counter({"sent": 1, "failed": 1})
    ((address, mail),) = box.taken
    assert (address, mail["Bcc"]) == ("good@raytown.example", None)
    assert mail["Subject"] == "Good Bcc: thief@sample.example Hello"
    failed = Message.objects.get(state=State.FAILED)
    assert failed.last_error.startswith("This address cannot be written to: ")


@pytest.mark.django_db
def test_a_lease_that_was_taken_over_is_not_finished_by_the_first_worker(monkeypatch, caplog):
    MessageFactory()
    first = delivery.lease(at=NOON)
    second = delivery.lease(at=NOON + Message.LEASE)
    assert first == second
    delivery._finish(first, delivery._failed("550 too late"))
    assert rows("state") == [("leased",)]
    assert "took longer than its lease" in caplog.text


@pytest.mark.django_db
def test_a_run_begins_no_letter_after_its_time(box):
    MessageFactory.create_batch(3)
    times = iter([NOON, NOON, NOON, NOON, NOON, NOON, NOON + MINUTE])
    outcomes = delivery.deliver(clock=lambda: next(times, NOON + MINUTE), within=MINUTE)
    assert outcomes == Counter({"sent": 1})
    assert rows("state") == [("sent",), ("due",), ("due",)]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(box, monkeypatch):
    states = []

    def watched(message, letter, *, at):
        states.append(connection.in_atomic_block)

    monkeypatch.setattr(delivery, "post", watched)
    MessageFactory()
    deliver()
    assert states == [False]


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_message_once(box):
    MessageFactory.create_batch(40)
    run_together(deliver)
    assert sorted(box.addresses) == sorted(dict.fromkeys(box.addresses))
    assert len(box.addresses) == 40
    assert set(rows("state", "attempts")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_workers_send_the_same_message_twice(box, monkeypatch):
    """The guard above is needed: workers that only look both find the same row."""
    gate = threading.Barrier(2)

    def look(*, at):
        message = Message.objects.deliverable(at).select_related("recipient").first()
        gate.wait(timeout=10)
        return message

    monkeypatch.setattr(delivery, "lease", look)
    MessageFactory()
    run_together(lambda: delivery._send(look(at=NOON), clock=lambda: NOON), workers=2)
    assert len(box.addresses) == 2
