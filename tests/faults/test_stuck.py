"""A worker that lives and takes nothing any more: it is found out, and another begins."""

import pytest

from collaborative.embedded.supervisor import wait_until
from notifications.models import Heartbeat
from tests.faults.keeper import until
from tests.faults.rules import AS_EVER, HURRIED
from tests.faults.scenes import WELL, nothing_waits, numbered, owed, repeats, tally, until_done

FOUND_OUT_SECONDS = 120 + 30
"""What a worker may be silent, and what the look, the kill and the start take on top."""
FORMS = [
    pytest.param(HURRIED, id="short"),
    pytest.param(AS_EVER, id="long", marks=pytest.mark.faults),
]


@pytest.mark.parametrize("rules", FORMS)
def test_a_worker_that_is_stuck_is_replaced_and_the_letters_go_out(house, rules, figure):
    house.start_clocks(rules=rules)
    house.start_watched_worker(rules=rules)
    until(has_given_a_sign, what="the worker's first sign of life")
    house.keeper.freeze_children("watch")
    people = owed(numbered("good", 10))
    after = until_done(seconds=FOUND_OUT_SECONDS)
    taken = house.mail.taken()
    assert (tally(taken, people), repeats(taken)) == (WELL, 0)
    assert house.said("watch", "has been silent for too long") == 1
    figure(f"the letters were out {after:.0f} s after the worker was stopped")


def test_control_a_stuck_worker_that_nobody_watches_sends_nothing(house):
    house.start_clockwork()
    house.keeper.freeze("worker-1")
    people = owed(numbered("good", 10))
    assert not wait_until(nothing_waits, seconds=12)
    assert tally(house.mail.taken(), people).missed == len(people)


def has_given_a_sign() -> bool:
    """Whether the watched worker has answered once; before, it is given minutes to begin."""
    return Heartbeat.objects.filter(part=Heartbeat.Part.WORKER).exists()
