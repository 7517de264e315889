"""What changes between the day a letter is due and the moment it goes out."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from collaborative.models import User
from initiatives.models import Round
from notifications.models import Message
from notifications.operations import reminders
from tests.faults.rules import HURRIED, Rules
from tests.faults.scenes import CLOSES, DUE, evaluators, numbered, states, until_done

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Changed:
    """Whose letters were due before things changed: those who still are owed one, those who lost
    their account or office since, and those whose round was closed."""

    owed: set[str]
    gone: set[str]
    closed: set[str]


def changed() -> Changed:
    """Twelve people of whom six lose access, six whose round is closed, six whose deadline moves.

    All reminders are written first; of the deadline that moves three times they are written each
    time anew.
    """
    staying, closing, moving = (numbered(name, 6) for name in ("gone", "closed", "moved"))
    rounds = [evaluators([*numbered("good", 6), *staying]), evaluators(closing), evaluators(moving)]
    reminders.remind(at=DUE)
    for person in User.objects.filter(email__startswith="gone"):
        person.offices.update(ends_on=person.offices.get().starts_on + DAY)
    User.objects.filter(email__in=addresses(staying[:3])).update(is_active=False)
    Round.objects.filter(pk=rounds[1].pk).update(
        state=Round.State.DISCUSSION, closed_at=timezone.now()
    )
    for times in range(1, 4):
        Round.objects.filter(pk=rounds[2].pk).update(closes_at=CLOSES + times * DAY)
        reminders.remind(at=DUE + times * DAY)
    still = addresses([*numbered("good", 6), *moving])
    return Changed(owed=still, gone=addresses(staying), closed=addresses(closing))


def addresses(names: list[str]) -> set[str]:
    """The addresses of people by these names."""
    return {f"{name}@sample.example" for name in names}


def sent(house, rules: Rules = HURRIED) -> list[str]:
    """Let everything go out, and return who got a letter, as often as each got one."""
    house.start_clockwork(rules=rules)
    until_done()
    return sorted(each.to for each in house.mail.taken())


def test_only_who_is_still_concerned_gets_a_letter_and_of_the_last_deadline_alone(house):
    people = changed()
    assert sent(house) == sorted(people.owed)
    told = Message.objects.filter(state="sent", address__startswith="moved")
    assert set(told.values_list("context__deadline", flat=True)) == {
        (CLOSES + 3 * DAY).isoformat().replace("+00:00", "Z")
    }
    assert states() == {"sent": 12, "suppressed": Message.objects.count() - 12}


def test_control_a_letter_that_asks_nothing_again_goes_to_who_lost_access(house):
    people = changed()
    assert set(sent(house, HURRIED.without("asks again"))) >= people.gone | people.closed


def test_control_where_a_moved_deadline_kills_nothing_people_hear_of_each(house, monkeypatch):
    monkeypatch.setattr(reminders, "_set_aside_moved", lambda *_, **__: None)
    changed()
    letters = Counter(sent(house, HURRIED.without("heeds moves")))
    assert {letters[each] for each in addresses(numbered("moved", 6))} == {4}
