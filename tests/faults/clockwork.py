"""The portal's clockwork as the faults start it: worker and clock, and commands of manage.py.

`celery --app tests.faults.clockwork worker` is the portal's worker, and
`python -m tests.faults.clockwork COMMAND` its manage.py. `FAULTS` in the environment, which only
this module reads, makes waits short, sets the clock, or leaves a guard out.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.core.management import execute_from_command_line

from tests.faults.rules import Rules


def apply(rules: Rules) -> None:
    """Follow the rules in this process and in those that it forks."""
    from collaborative import smtp  # noqa: PLC0415 - likewise
    from notifications import schedule  # noqa: PLC0415 - the models need Django ready
    from notifications.management.commands import work  # noqa: PLC0415 - likewise
    from notifications.models import Message  # noqa: PLC0415 - likewise
    from notifications.operations import sweeping  # noqa: PLC0415 - likewise
    from tests.faults import wrong  # noqa: PLC0415 - likewise

    Message.LEASE = timedelta(seconds=rules.lease)
    work.QUEUES = dict.fromkeys(work.QUEUES, timedelta(seconds=rules.silent_for))
    work.LOOK_EVERY = min(work.LOOK_EVERY, timedelta(seconds=rules.silent_for / 5))
    sweeping.LEFT_FOR = timedelta(seconds=rules.left_for)
    sweeping.sweep = telling(sweeping.sweep)
    schedule.RETRY_WAITS = tuple(timedelta(seconds=wait) for wait in rules.waits)
    settings.EMAIL_TIMEOUT = smtp._Patient.patience = rules.mail_timeout
    if rules.every:
        for entry in app.conf.beat_schedule.values():
            if entry["task"].startswith("notifications."):
                entry["schedule"] = rules.every
    if rules.guard_off:
        wrong.GUARDS[rules.guard_off]()


def telling(sweep: Callable[..., bool]) -> Callable[..., bool]:
    """The same sweep, which says so each time that it has swept."""

    def swept(**given: object) -> bool:
        more = sweep(**given)
        sys.stdout.write("Swept.\n")
        sys.stdout.flush()
        return more

    return swept


RULES = Rules(**json.loads(os.environ.get("FAULTS", "{}")))
if RULES.at:
    import time_machine  # it brings all of pytest, which few of the processes need

    time_machine.travel(datetime.fromisoformat(RULES.at), tick=True).start()
django.setup()
from collaborative.celery import app  # noqa: E402 - it must find the clock set

apply(RULES)

if __name__ == "__main__":
    execute_from_command_line(["manage.py", *sys.argv[1:]])
