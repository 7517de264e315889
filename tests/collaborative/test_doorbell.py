"""The doorbell cuts latency: it never fails, slows down or rings too early."""

import socket
import threading
import time

import pytest
from celery import current_app
from django.db import transaction

from collaborative import doorbell
from collaborative.models import PORTAL, Event
from tests.conftest import NOON
from tests.factories.people import UserFactory

PATIENCE = 10


@pytest.fixture
def pressed(monkeypatch):
    """What was pressed, in place of the bell."""
    presses = []
    monkeypatch.setattr(doorbell.BELL, "press", lambda: presses.append("pressed"))
    return presses


@pytest.mark.django_db(transaction=True)
def test_an_event_rings_once_it_is_committed_and_not_before(pressed):
    person = UserFactory()
    with transaction.atomic():
        Event.objects.record("sample.happened", person, by=PORTAL, at=NOON)
        assert pressed == []
    assert pressed == ["pressed"]


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_taken_back_rings_nobody(pressed):
    person = UserFactory()
    with transaction.atomic():
        Event.objects.record("sample.happened", person, by=PORTAL, at=NOON)
        transaction.set_rollback(True)
    assert (pressed, Event.objects.count()) == ([], 0)


def test_many_that_press_while_it_rings_are_one_more_ring():
    begun, may_end, rings = threading.Semaphore(0), threading.Event(), []

    def ring():
        rings.append("ring")
        begun.release()
        may_end.wait(timeout=PATIENCE)

    bell = doorbell.Bell(ring)
    bell.press()
    assert begun.acquire(timeout=PATIENCE)
    for _ in range(50):
        bell.press()
    may_end.set()
    assert begun.acquire(timeout=PATIENCE)
    assert not begun.acquire(timeout=3 * doorbell.PAUSE)
    assert rings == ["ring", "ring"]


def test_pressing_takes_no_time_whatever_the_ring_does():
    may_end = threading.Event()
    bell = doorbell.Bell(lambda: may_end.wait(timeout=PATIENCE))
    begun = time.monotonic()
    for _ in range(100):
        bell.press()
    took = time.monotonic() - begun
    may_end.set()
    assert took < 0.5


def test_a_ring_puts_the_task_that_answers_into_the_queue_of_mail(monkeypatch):
    sent = []
    with current_app.connection_for_write() as broker:
        queue = broker.SimpleQueue("mail")
        queue.clear()
        doorbell.ring()
        sent.append(queue.get(timeout=PATIENCE))
        queue.clear()
    assert [(one.headers["task"], one.payload[:2]) for one in sent] == [
        ("notifications.answer", [[], {}])
    ]


@pytest.mark.parametrize("away", ["refuses", "hangs"])
def test_a_broker_that_is_away_costs_a_line_in_the_log(away, monkeypatch, caplog):
    """One that hangs takes the connection and says nothing, as a stopped process does."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        if away == "refuses":
            door.close()
        port = door.getsockname()[1] if away == "hangs" else 9
        address = f"redis://127.0.0.1:{port}/0"
        whole = current_app.connection_for_write
        monkeypatch.setattr(
            current_app, "connection_for_write", lambda **chosen: whole(address, **chosen)
        )
        begun = time.monotonic()
        assert doorbell.send(doorbell.TASK) is False
        took = time.monotonic() - begun
    assert ("The broker is away" in caplog.text, took < 5) == (True, True)
