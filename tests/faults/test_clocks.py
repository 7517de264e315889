"""Clocks that are too many, away for a day, or set back: the ledger comes out the same."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from initiatives.models import Round
from notifications.models import Message
from tests.faults.keeper import until
from tests.faults.rules import HURRIED
from tests.faults.scenes import WELL, evaluators, numbered, repeats, states, tally, until_done

NOON = datetime(2030, 3, 11, 18, 0, tzinfo=UTC)
"""Monday noon Central, the day after the clocks went forward."""
A_DAY_AND_TWO_HOURS = timedelta(hours=26)
LATE = "This letter comes late: it was due on"


def people_with_a_deadline(number: int) -> set[str]:
    """So many evaluators whose reminder is due at noon."""
    round_ = evaluators(numbered("good", number))
    reviews = Round.objects.get(pk=round_.pk).entries.get().reviews
    return set(reviews.values_list("evaluator__email", flat=True))


def clocked(house, at: datetime, *, clocks: int = 1, without: str = "") -> None:
    """Start so many clocks at a time of day, and two workers if there are more clocks than one."""
    rules = HURRIED.at_time(at.isoformat())
    rules = rules.without(without) if without else rules
    house.start_clockwork(min(clocks, 2), clocks=clocks, rules=rules)


def stopped(house) -> None:
    """End workers and clocks."""
    for name in [name for name in house.keeper.running if name.startswith(("worker", "clock"))]:
        house.keeper.kill(name)


def until_written(number: int) -> None:
    """Wait for so many rows of the ledger."""
    until(lambda: Message.objects.count() >= number, what="the reminders are written")


def test_three_clocks_at_once_write_and_send_each_reminder_once(house):
    people = people_with_a_deadline(20)
    clocked(house, NOON, clocks=3)
    until_written(20)
    until_done()
    until(lambda: runs(house, "remind") >= 6, what="all clocks have asked again and again")
    taken = house.mail.taken()
    assert (tally(taken, people), repeats(taken), states()) == (WELL, 0, {"sent": 20})


def test_control_without_keys_three_clocks_write_to_everybody_again_and_again(house):
    people = people_with_a_deadline(5)
    clocked(house, NOON, clocks=3, without="keys")
    until_written(11)
    until(lambda: house.mail.count() >= 11, what="more letters than people")
    assert tally(house.mail.taken(), people).other_ids > len(people)


def test_no_clock_for_26_hours_and_then_one_letter_each_that_says_it_is_late(house):
    people = people_with_a_deadline(5)
    clocked(house, NOON)
    until_written(5)
    until_done()
    stopped(house)
    clocked(house, NOON + A_DAY_AND_TWO_HOURS)
    until_written(10)
    until(lambda: runs(house, "remind") >= 3, what="it has asked again")
    until_done()
    taken = house.mail.taken()
    assert Counter(each.to for each in taken) == dict.fromkeys(people, 2)
    assert len({each.id for each in taken}) == 10
    texts = Message.objects.order_by("pk").values_list("body_text", flat=True)
    assert [LATE in text for text in texts[5:]] == [True] * 5


def test_control_a_clock_that_only_tells_of_what_falls_due_now_forgets_what_it_missed(house):
    people_with_a_deadline(5)
    clocked(house, NOON + A_DAY_AND_TWO_HOURS, without="catches up")
    until(lambda: runs(house, "remind") >= 3, what="it has asked again and again")
    assert Message.objects.count() == 0


def set_back(house, *, without: str = "") -> set[str]:
    """Send what is due at noon, set the clock back an hour, and let the sweep look three times."""
    people = people_with_a_deadline(5)
    clocked(house, NOON, without=without)
    until_written(5)
    until_done()
    stopped(house)
    earlier = HURRIED.at_time((NOON - timedelta(hours=1)).isoformat())
    earlier = earlier.without(without) if without else earlier
    # The clock waits for the hour to come again, the sweep does not.
    house.start_clockwork(with_sweep=True, rules=earlier)
    until(lambda: house.said("sweep", "Swept.") >= 3, what="it has swept again and again")
    return people


def test_a_clock_set_back_an_hour_writes_and_sends_nothing_twice(house):
    people = set_back(house)
    taken = house.mail.taken()
    assert (tally(taken, people), repeats(taken), states()) == (WELL, 0, {"sent": 5})


def test_control_where_the_hour_makes_the_key_a_clock_set_back_sends_all_a_second_time(house):
    people = set_back(house, without="keys of what is owed")
    until(lambda: house.mail.count() >= 2 * len(people), what="a second letter each")
    assert tally(house.mail.taken(), people).other_ids == len(people)


def runs(house, task: str) -> int:
    """How often the workers have done a task since they were started."""
    workers = [name for name in house.keeper.running if name.startswith("worker")]
    return sum(house.said(name, f"Task notifications.{task}[", "succeeded") for name in workers)
