"""Workers that are killed while they send: nobody misses a letter, and no letter is another's.

A letter whose worker dies between the mail server's answer and our commit comes once more, under
the same Message-ID; nothing can prevent that over SMTP.
"""

from dataclasses import replace
from random import Random

import pytest

from collaborative.embedded.supervisor import wait_until
from tests.faults.keeper import until
from tests.faults.rules import AS_EVER, DYING
from tests.faults.scenes import (
    WELL,
    numbered,
    owed,
    repeats,
    states,
    tally,
    until_done,
    until_sent,
)

SLOW = 0.03
"""Seconds between taking a letter and saying so: the time in which a kill repeats it."""
GRACE = 30
"""Seconds that a worker has to stop before it is killed."""
SHORT = {"letters": 60, "kills": 2, "workers": 2, "rules": DYING}
LONG = {"letters": 1_000, "kills": 20, "workers": 3, "rules": AS_EVER}
FORMS = [
    pytest.param(SHORT, id="short"),
    pytest.param(LONG, id="long", marks=pytest.mark.faults),
]


def strike(house, *, letters: int, kills: int, workers: int, hurt) -> float:
    """Hurt a worker by chance, again and again while letters go out; return the seconds after."""
    chance = Random(7)
    for number in range(kills):
        until_sent(house.mail, (number + 1) * letters // (kills + 2), seconds=300)
        hurt(f"worker-{chance.randint(1, workers)}")
    return until_done(seconds=300)


@pytest.mark.parametrize("form", FORMS)
def test_workers_killed_with_their_children_lose_no_letter_and_make_no_second_one(
    house, form, figure
):
    people = owed(numbered("good", form["letters"]))
    house.mail.order(delay=SLOW)
    house.start_clockwork(form["workers"], rules=form["rules"])
    after = strike(house, **_but_rules(form), hurt=house.keeper.again)
    taken = house.mail.taken()
    assert (len(people), tally(taken, people)) == (form["letters"], WELL)
    assert repeats(taken) <= form["kills"]
    assert states() == {"sent": form["letters"]}
    figure(f"{repeats(taken)} repeats, done {after:.0f} s after the last kill")


def _but_rules(form):
    return {name: value for name, value in form.items() if name != "rules"}


@pytest.mark.parametrize("form", FORMS)
def test_children_killed_alone_lose_no_letter_and_make_no_second_one(house, form, figure):
    people = owed(numbered("good", form["letters"]))
    house.mail.order(delay=SLOW)
    house.start_clockwork(1, at_once=form["workers"], rules=form["rules"])
    one = _but_rules(form) | {"workers": 1}
    after = strike(house, **one, hurt=house.keeper.kill_children)
    taken = house.mail.taken()
    assert (len(people), tally(taken, people)) == (form["letters"], WELL)
    assert repeats(taken) <= form["kills"] * form["workers"]
    assert states() == {"sent": form["letters"]}
    figure(f"{repeats(taken)} repeats, done {after:.0f} s after the last kill")


ROLLING = [
    pytest.param({"letters": 60, "restarts": 2, "workers": 2, "rules": DYING}, id="short"),
    pytest.param(
        {"letters": 1_000, "restarts": 10, "workers": 3, "rules": AS_EVER},
        id="long",
        marks=pytest.mark.faults,
    ),
]


@pytest.mark.parametrize("form", ROLLING)
def test_workers_that_are_asked_to_stop_finish_the_letter_in_hand(house, form, figure):
    letters, restarts = form["letters"], form["restarts"]
    people = owed(numbered("good", letters))
    house.mail.order(delay=SLOW)
    house.start_clockwork(form["workers"], rules=form["rules"])
    stopped = []
    for number in range(restarts):
        until_sent(house.mail, (number + 1) * letters // (restarts + 2), seconds=300)
        name = f"worker-{number % form['workers'] + 1}"
        program = house.keeper.running[name].program
        stopped.append(house.keeper.stop(name, grace=GRACE))
        house.keeper.start(program)
    until_done(seconds=300)
    taken = house.mail.taken()
    assert tally(taken, people) == WELL
    assert repeats(taken) <= 1
    assert states() == {"sent": letters}
    figure(f"{stopped.count(True)} of {restarts} stopped by themselves, {repeats(taken)} repeats")


@pytest.mark.parametrize(("grace", "copies"), [(GRACE, 0), (0, 1)], ids=["guard", "control"])
def test_a_worker_that_is_given_the_time_makes_no_copy_of_the_letter_in_hand(house, grace, copies):
    people = owed(numbered("good", 3))
    house.mail.order(delay=2)
    rules = replace(DYING, mail_timeout=10, lease=8)
    house.start_clockwork(rules=rules)
    until_sent(house.mail, 1)
    assert house.keeper.stop("worker-1", grace=grace) == bool(grace)
    house.mail.order()
    house.start_workers(rules=rules)
    until_done()
    taken = house.mail.taken()
    assert (tally(taken, people), repeats(taken)) == (WELL, copies)


@pytest.mark.parametrize(
    ("guard", "kills"),
    [
        pytest.param("marks each letter by itself", 1, id="marks"),
        pytest.param("leases", 0, id="leases", marks=pytest.mark.faults),
    ],
)
def test_control_without_leases_and_marks_people_get_second_letters(house, guard, kills):
    people = owed(numbered("good", 20))
    house.mail.order(delay=0.2)
    rules = DYING.without(guard)
    house.start_clockwork(2, rules=rules)
    for _ in range(kills):
        until_sent(house.mail, 8)
        house.keeper.again("worker-1")
        house.keeper.again("worker-2")
    until_done()
    assert tally(house.mail.taken(), people).other_ids > 1


@pytest.mark.parametrize(
    "guard", ["leases end", pytest.param("marks after sending", marks=pytest.mark.faults)]
)
def test_control_a_worker_killed_with_a_letter_in_hand_takes_it_along(house, guard):
    people = owed(numbered("good", 3))
    house.mail.order("hang")
    rules = replace(DYING, mail_timeout=60).without(guard)
    house.start_clockwork(rules=rules)
    until(lambda: set(states()) != {"due"}, what="a letter is in hand")
    house.keeper.kill("worker-1")
    house.mail.order("take")
    house.start_workers(rules=rules)
    until_sent(house.mail, 2)
    assert not wait_until(lambda: house.mail.count() > 2, seconds=4)
    assert tally(house.mail.taken(), people) == replace(WELL, missed=1)
