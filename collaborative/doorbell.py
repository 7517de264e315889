"""The doorbell: a worker is told at once that something was written down that it may act on.

It only cuts latency. Whatever is owed stands in the database, where the clock finds it, and the
sweep where the broker is away; so a ring that is lost loses nothing, and nothing waits for one:
a thread of its own rings, and many that press at once are one ring.
"""

import logging
import threading
import time
from collections.abc import Callable

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

TASK = "notifications.answer"
IN_A_HURRY = {"socket_connect_timeout": 1, "socket_timeout": 1}
"""Seconds for each step of a ring; a broker that takes longer is as good as away."""
PAUSE = 0.5
"""Seconds from one ring to the next, so that whoever writes down a lot is not slowed by ringing."""
STALE_AFTER = 60
"""Seconds after which a ring that nobody answered is dropped; the clock has come by then."""

logger = logging.getLogger(__name__)


class Bell:
    """Calls `ring` in a thread of its own, once for all that pressed since it last began."""

    def __init__(self, ring: Callable[[], None]) -> None:
        """Begin the thread only when somebody presses, in whatever process that is."""
        self._ring = ring
        self._pressed = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def press(self) -> None:
        """Have it rung soon; returns at once and never fails."""
        self._pressed.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._listen, name="doorbell", daemon=True)
                self._thread.start()

    def _listen(self) -> None:
        while self._pressed.wait():
            self._pressed.clear()
            self._ring()
            time.sleep(PAUSE)


def send(task: str, *, queue: str | None = None, **facts: str) -> bool:
    """Send a task without waiting for the broker; tell whether it took it.

    One that is away is only noted in the log: whoever sends must be able to do without it.
    """
    with current_app.connection_for_write(transport_options=IN_A_HURRY) as connection:
        known = (OperationalError, *connection.connection_errors, *connection.channel_errors)
        options = {"connection": connection, "expires": STALE_AFTER, "retry": False}
        try:
            connection.ensure_connection(max_retries=1, timeout=1)
            current_app.send_task(task, kwargs=facts, queue=queue, **options)
        except known as error:
            logger.warning("The broker is away: %s", error)
            return False
    return True


def ring() -> None:
    """Send the worker the task that answers; where the broker is away, the sweep will find it."""
    send(TASK)


BELL = Bell(ring)


def press_after_commit() -> None:
    """Press once the transaction is committed: a worker must find what it is called for."""
    transaction.on_commit(BELL.press)
