"""Ten thousand letters that are due, sent by two workers; beside them, tasks that do nothing."""

import time
from collections.abc import Iterator

import redis
from kombu import Connection

from collaborative.celery import app
from tests.faults.grounds import grounds
from tests.faults.house import QUEUE, House, built, migrated
from tests.faults.keeper import until
from tests.faults.rules import AS_EVER
from tests.faults.scenes import WELL, numbered, owed, repeats, tally, until_done

LETTERS, WORKERS = 10_000, 2
LONGEST_SECONDS = 3_600


def mailed(letters: int = LETTERS) -> Iterator[str]:
    """Send so many letters, then do as many tasks that do nothing; tell how fast each went."""
    with grounds(migrated, lasting=True) as own:
        with built(own) as house:
            people = owed(numbered("good", letters))
            seconds = _send(house, people)
        with built(own) as house:
            idle = _do_nothing(house, letters)
    yield (
        f"{letters:,} letters by {WORKERS} workers took {seconds:.0f} s: "
        f"{letters / seconds:.0f} a second."
    )
    yield (
        f"{letters:,} tasks that do nothing took the same workers {idle:.0f} s: "
        f"{letters / idle:.0f} a second, {seconds / idle:.1f} times as many as letters."
    )


def _send(house: House, people: set[str]) -> float:
    """Seconds from the first letter to the end of the ledger."""
    house.start_clockwork(WORKERS, rules=AS_EVER)
    until(house.mail.count, what="the first letter", pause=0.01)
    began = time.perf_counter()
    until_done(seconds=LONGEST_SECONDS)
    took = time.perf_counter() - began
    taken = house.mail.taken()
    if (tally(taken, people), repeats(taken)) != (WELL, 0):
        raise RuntimeError(f"The letters did not arrive once each: {tally(taken, people)}.")
    return took


def _do_nothing(house: House, tasks: int) -> float:
    """Seconds from the first task to the last."""
    with (
        Connection(f"redis+socket://{house.broker}?virtual_host=0") as line,
        redis.Redis(unix_socket_path=str(house.broker)) as broker,
    ):
        producer = line.Producer()
        for _ in range(tasks):
            app.send_task("tests.faults.nothing", producer=producer, queue=QUEUE)
        house.start_workers(WORKERS, rules=AS_EVER)
        until(lambda: broker.llen(QUEUE) < tasks, what="the first task", pause=0.01)
        began = time.perf_counter()
        until(
            lambda: not (broker.llen(QUEUE) or broker.hlen("unacked")),
            what="the last task",
            seconds=LONGEST_SECONDS,
            pause=0.05,
        )
        return time.perf_counter() - began
