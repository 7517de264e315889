"""Yesterday's backup, restored today: what was sent since is not sent again."""

from collaborative.embedded.supervisor import wait_until
from notifications.models import Message
from notifications.models.ledger import State
from tests.faults.keeper import until
from tests.faults.rules import HURRIED, Rules
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

PEOPLE = 20


def restored(house, rules: Rules) -> set[str]:
    """Back up while letters go out, send the rest, restore, and let worker and clock go on."""
    people = owed(numbered("good", PEOPLE))
    backup = house.grounds.folder / "yesterday"
    house.mail.order(delay=0.3)
    house.start_clockwork(rules=rules)
    until_sent(house.mail, 2)
    house.grounds.dump(backup)
    house.mail.order()
    until_done()
    for name in ("worker-1", "clock-1"):
        house.keeper.kill(name)
    house.grounds.restore(backup)
    house.start_clockwork(rules=rules)
    return people


def test_a_restored_backup_sends_nothing_until_somebody_releases_it(house):
    people = restored(house, HURRIED)
    until(lambda: set(states()) == {"held", "sent"}, what="all that waits is held")
    assert not wait_until(lambda: house.mail.count() > PEOPLE, seconds=5)
    held = Message.objects.filter(state=State.HELD).count()
    house.manage("release_mail", "--all")
    until_done()
    taken = house.mail.taken()
    assert (tally(taken, people), repeats(taken)) == (WELL, held)


def test_control_without_the_hold_everybody_gets_it_a_second_time(house):
    restored(house, HURRIED.without("a restored backup starts held"))
    until_done()
    assert repeats(house.mail.taken()) > PEOPLE / 2
