"""Yesterday's backup, restored today: what was sent since is not sent again."""

from collaborative.embedded.supervisor import wait_until
from notifications.models import Message
from notifications.models.ledger import State
from tests.faults.keeper import until
from tests.faults.rules import HURRIED, Rules
from tests.faults.scenes import numbered, owed, repeats, states, until_done

PEOPLE = 12


def restored(house, rules: Rules) -> None:
    """Back up, send everything, restore, and let workers and clock go on."""
    owed(numbered("good", PEOPLE))
    backup = house.grounds.folder / "yesterday"
    house.start_workers(rules=rules)
    house.start_clocks(rules=rules)
    house.grounds.dump(backup)
    until_done()
    for name in ("worker-1", "clock-1"):
        house.keeper.kill(name)
    house.grounds.restore(backup)
    house.start_workers(rules=rules)
    house.start_clocks(rules=rules)


def test_a_restored_backup_sends_nothing_until_somebody_releases_it(house):
    restored(house, HURRIED)
    until(lambda: State.HELD in states(), what="it is held")
    before = house.mail.count()
    held = Message.objects.filter(state=State.HELD).count()
    assert not wait_until(lambda: house.mail.count() > before, seconds=5)
    assert set(states()) <= {"held", "sent"}
    house.manage("release_mail")
    until_done()
    assert house.mail.count() == before + held
    assert len({letter.id for letter in house.mail.taken()}) == PEOPLE


def test_control_without_the_hold_everybody_gets_it_a_second_time(house):
    restored(house, HURRIED.without("a restored backup starts held"))
    until_done()
    assert repeats(house.mail.taken()) > PEOPLE / 2
