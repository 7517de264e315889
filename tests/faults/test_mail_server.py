"""A mail server that is away, silent, slow, or says no to some: the others get their letters."""

import pytest
from django.db.models import Sum

from collaborative.embedded.supervisor import wait_until
from notifications.models import Message
from notifications.models.ledger import State
from tests.faults.keeper import until
from tests.faults.post_office import MANNERS
from tests.faults.rules import AS_EVER, HURRIED, IMPATIENT
from tests.faults.scenes import (
    WELL,
    nothing_waits,
    numbered,
    owed,
    repeats,
    states,
    tally,
    until_done,
)

FINAL = ("refused", "full")
REPEATED = ("cutafter", "hangs", "drips")
"""Taken by the server, which did not say so: these come once more."""
SLOT_SECONDS = 20
"""After so long at most the worker is free of a letter that does not get through."""


def mixed(number: int) -> list[str]:
    """So many names: two good ones for one of each manner."""
    kinds = [name for manner in MANNERS for name in (manner, "good", "good")]
    return [f"{kinds[each % len(kinds)]}-{each:05}" for each in range(number)]


def of(manners, people):
    return {each for each in people if each.partition("-")[0] in manners}


FORMS = [
    pytest.param({"people": 48, "rules": HURRIED, "seconds": 180}, id="short"),
    pytest.param(
        {"people": 200, "rules": AS_EVER, "seconds": 3_600}, id="long", marks=pytest.mark.faults
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_of_many_recipients_each_gets_what_his_own_address_allows(house, form, figure):
    people = owed(mixed(form["people"]))
    final = of(FINAL, people)
    house.start_clockwork(2, rules=form["rules"])
    took = until_done(seconds=form["seconds"])
    taken = house.mail.taken()
    assert tally(taken, people - final) == WELL
    assert states() == {"sent": len(people - final), "failed": len(final)}
    tried = house.mail.tried()
    assert {tried[each] for each in final} == {1}
    assert repeats(taken) == len(of(REPEATED, people))
    figure(f"{len(people)} people in {took:.0f} s")


def test_control_a_sender_that_stops_at_an_error_leaves_the_others_without(house):
    people = owed(mixed(24))
    rules = HURRIED.without("goes on after an error")
    house.start_clockwork(rules=rules)
    assert not wait_until(nothing_waits, seconds=6)
    assert tally(house.mail.taken(), people - of(FINAL, people)).missed > len(people) / 2


@pytest.mark.parametrize("mode", ["refuse", pytest.param("hang", marks=pytest.mark.faults), "drip"])
def test_a_server_that_is_not_itself_holds_nobody_up_and_gets_all_once_it_is(house, mode, figure):
    people = owed(numbered("good", 10))
    if mode == "refuse":
        house.keeper.kill("post-office")
    else:
        house.mail.order(mode)
    house.start_clockwork(rules=IMPATIENT)
    until(lambda: Message.objects.filter(attempts__gt=0).exists(), what="a first try")
    freed = until(lambda: not leased(), what="the worker is free", seconds=SLOT_SECONDS)
    assert house.mail.count() == 0
    assert set(states()) <= {"due", "leased"}
    house.mail.order("take")
    if mode == "refuse":
        house.start_mail()
    after = until_done()
    assert tally(house.mail.taken(), people) == WELL
    figure(f"{mode}: free after {freed:.1f} s, done {after:.0f} s after it was itself again")


def test_control_without_an_end_to_patience_a_server_that_drips_keeps_the_worker(house):
    owed(numbered("good", 2))
    house.mail.order("drip")
    rules = IMPATIENT.without("patience ends")
    house.start_clockwork(rules=rules)
    until(leased, what="a first try")
    assert not wait_until(lambda: not leased(), seconds=8)


def test_control_a_sender_that_does_not_try_again_loses_what_the_server_did_not_take(house):
    people = owed(numbered("good", 10))
    house.keeper.kill("post-office")
    rules = HURRIED.without("tries again")
    house.start_clockwork(rules=rules)
    until(lambda: states().get("failed", 0) > 1, what="some have failed")
    house.start_mail()
    until_done()
    assert tally(house.mail.taken(), people).missed > 1


@pytest.mark.faults
@pytest.mark.parametrize("mode", ["refuse", "hang", "drip"])
def test_with_the_portals_own_waits_a_worker_is_free_after_twenty_seconds(house, mode, figure):
    people = owed(numbered("good", 100))
    house.mail.order(mode)
    if mode == "refuse":
        house.keeper.kill("post-office")
    house.start_clockwork(rules=AS_EVER)
    held = []
    for number in range(1, 4):
        until(lambda number=number: tries() >= number, what="a try", pause=0.005)
        held.append(until(lambda: not leased(), what="the worker is free", pause=0.005))
    house.mail.order("take")
    if mode == "refuse":
        house.start_mail()
    after = until_done(seconds=600)
    assert max(held) <= SLOT_SECONDS
    assert tally(house.mail.taken(), people) == WELL
    figure(f"{mode}: held {max(held):.1f} s at most, done {after:.0f} s after it was itself again")


def tries() -> int:
    """How often a worker has been at a letter."""
    return Message.objects.aggregate(tries=Sum("attempts"))["tries"]


def leased() -> bool:
    """Whether a worker is at a letter."""
    return Message.objects.filter(state=State.LEASED).exists()
