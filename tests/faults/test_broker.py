"""A broker that is emptied, killed, robbed of its data or away: nothing that counts was there."""

import time
from http import HTTPStatus

import pytest
from kombu import Connection

from collaborative.celery import app
from collaborative.embedded.supervisor import wait_until
from collaborative.roles import Role
from notifications.models import Message
from tests.conftest import in_office
from tests.factories.cities import CityFactory
from tests.faults.house import QUEUE
from tests.faults.rules import AS_EVER, HURRIED
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
from tests.faults.visiting import Visitor, at_work, slowest

WELL_SAVED, FAILED, CUT = HTTPStatus.FOUND, HTTPStatus.INTERNAL_SERVER_ERROR, 0
SLOW = 0.03
LOCKED_OUT = "Too many failed login attempts"
SHORT = {"letters": 60, "away": 3, "rules": HURRIED}
LONG = {"letters": 1_000, "away": 600, "rules": AS_EVER}
FORMS = [
    pytest.param(SHORT, id="short"),
    pytest.param(LONG, id="long", marks=pytest.mark.faults),
]


def robbed(house) -> None:
    """The broker is killed, its data are deleted, and it is started anew."""
    house.keeper.kill("valkey")
    back_with_nothing(house)


def back_with_nothing(house) -> None:
    """The broker is started anew without its data."""
    for file in house.grounds.data.valkey.rglob("*"):
        if file.is_file():
            file.unlink()
    house.start_valkey()


@pytest.mark.parametrize("form", FORMS)
def test_a_broker_emptied_killed_and_robbed_while_letters_go_out_costs_none(house, form, figure):
    letters = form["letters"]
    people = owed(numbered("good", letters))
    house.mail.order(delay=SLOW)
    house.start_clockwork(2, rules=form["rules"])
    faults = [house.flush, lambda: house.keeper.again("valkey"), lambda: robbed(house)]
    for number, strike in enumerate(faults, start=1):
        until_sent(house.mail, number * letters // 5, seconds=300)
        strike()
    after = until_done(seconds=300)
    taken = house.mail.taken()
    assert (len(people), tally(taken, people)) == (letters, WELL)
    assert (repeats(taken), states()) == (0, {"sent": letters})
    figure(f"done {after:.0f} s after the last blow")


def test_control_where_the_broker_alone_knows_what_is_to_be_sent_emptying_it_loses_most(house):
    people = owed(numbered("good", 30))
    house.mail.order(delay=0.1)
    with Connection(f"redis+socket://{house.broker}?virtual_host=0") as line:
        for key in Message.objects.values_list("pk", flat=True):
            app.send_task("tests.faults.send_one", [key], connection=line, queue=QUEUE)
    house.start_workers()
    until_sent(house.mail, 5)
    house.flush()
    assert not wait_until(lambda: house.mail.count() > 15, seconds=4)
    assert tally(house.mail.taken(), people).missed > 15


@pytest.mark.parametrize("form", FORMS)
def test_without_a_broker_everybody_goes_on_working_and_the_letters_follow(house, form, figure):
    city = CityFactory(slug="grandview")
    house.start_web()
    staff = Visitor.of(in_office(Role.STAFF, city), port=house.web_port)
    calm = [staff.begin_a_draft() for _ in range(20)]
    house.start_clockwork(rules=form["rules"])
    locked = lock_out(house)
    house.keeper.kill("valkey")
    assert is_locked_out(locked)
    people = owed(numbered("good", 20))
    with at_work([staff], pause=0.5):
        time.sleep(form["away"])
    assert len(staff.acknowledged) == len(staff.answers)
    assert staff.get("/").status == 200
    locked = lock_out(house)  # anew, since nobody is for longer than five minutes
    back_with_nothing(house)
    assert is_locked_out(locked)
    after = until_done(seconds=300)
    assert tally(house.mail.taken(), people) == WELL
    assert staff.get("/").status == 200  # signed in still, though the broker remembers nothing
    assert staff.lost() == []
    away = staff.answers[len(calm) :]
    figure(
        f"95 of 100 saves took at most {slowest(calm):.2f} s with it and {slowest(away):.2f} s in "
        f"{len(away)} without; drained {after:.0f} s after"
    )


def test_control_where_a_save_waits_for_the_broker_it_fails_without_one(house):
    house.start_web(rules=HURRIED.without("rings apart"))
    staff = Visitor.of(in_office(Role.STAFF, CityFactory(slug="grandview")), port=house.web_port)
    assert staff.begin_a_draft().status == WELL_SAVED
    house.keeper.kill("valkey")
    assert staff.begin_a_draft().status in {CUT, FAILED}


def test_with_neither_broker_nor_workers_the_sweep_sends_what_is_due(house):
    house.keeper.kill("valkey")
    people = owed(numbered("good", 10))
    house.start_sweep()
    until_done()
    taken = house.mail.taken()
    assert (tally(taken, people), repeats(taken)) == (WELL, 0)


def test_control_without_the_sweep_workers_and_clock_send_nothing_while_the_broker_is_away(house):
    house.start_clockwork()
    house.keeper.kill("valkey")
    people = owed(numbered("good", 10))
    assert not wait_until(lambda: house.mail.count() > 0, seconds=8)
    assert tally(house.mail.taken(), people).missed == len(people)


def lock_out(house) -> Visitor:
    """Somebody who guesses passwords until the door stays shut."""
    guest = Visitor(house.web_port)
    assert [is_locked_out(guest) for _ in range(8)].count(True) > 0
    return guest


def is_locked_out(guest: Visitor) -> bool:
    """Guess once more, and tell whether nobody even looked at the guess."""
    guess = {"login": "nobody@sample.example", "password": "no password of anybody's"}
    return LOCKED_OUT in guest.post("/accounts/login/", **guess).body
