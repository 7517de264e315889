"""The sweep: does the mail worker's work where the worker left it lying, and needs no broker.

Whatever the broker and the worker do not take within a minute of its turn is taken here, so that
mail goes out also while both are away. Beside a worker that works it finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from notifications.models import Heartbeat
from notifications.operations import delivery, outbox, timely

LEFT_FOR = timedelta(seconds=60)
"""How long the worker has to take what is its own."""


def sweep(*, clock: delivery.Clock, is_stopped: Callable[[], bool]) -> bool:
    """Write down and send what was left lying; tell whether there was more than one run's work."""
    Heartbeat.objects.note(Heartbeat.Part.SWEEP, at=clock())
    outbox.post_events(at=clock(), left_for=LEFT_FOR)
    timely.remind(at=clock())
    begun = clock()
    delivery.deliver(clock=clock, within=delivery.RUN, left_for=LEFT_FOR, is_stopped=is_stopped)
    return clock() - begun >= delivery.RUN
