"""People who are owed a letter, and what became of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from collaborative.roles import Role
from initiatives.models import Review, Round
from notifications.models import Message
from notifications.models.ledger import State
from notifications.operations import reminders
from tests.factories.cities import CityFactory
from tests.factories.rounds import EntryFactory, RoundFactory
from tests.faults.keeper import until
from tests.faults.post_office import PostOffice, Taken

CLOSES = datetime(2030, 3, 12, 22, 0, tzinfo=UTC)
"""Years ahead, so that the clock of the day owes nobody anything: Tuesday, 5:00 pm Central."""
DUE = datetime(2030, 3, 11, 18, 0, tzinfo=UTC)
"""Monday noon before that, when reminders are due and offices are open."""


@dataclass(frozen=True)
class Tally:
    """What became of letters that were owed: how many people miss theirs, how many letters came
    under a second id, and how many went to somebody who was owed none."""

    missed: int = 0
    other_ids: int = 0
    strangers: int = 0


WELL = Tally()


def evaluators(names: Iterable[str]) -> Round:
    """An open round in which so many evaluators of one city have a review to do."""
    city = CityFactory(slug="raytown", name="Raytown")
    round_ = RoundFactory(closes_at=CLOSES)
    entry = EntryFactory(round=round_)
    people = User.objects.bulk_create(
        User(email=f"{name}@sample.example", name=f"Evaluator {name}", password="!")
        for name in names
    )
    Office.objects.bulk_create(
        Office(person=one, organisation=city, role=Role.EVALUATOR, starts_on=date(2020, 1, 1))
        for one in people
    )
    Review.objects.bulk_create(
        Review(
            entry=entry,
            evaluator=one,
            city=city,
            state=Review.State.ASSIGNED,
            assigned_at=timezone.now(),
        )
        for one in people
    )
    opened = {"state": Round.State.SCORING, "opened_at": timezone.now()}
    Round.objects.filter(pk=round_.pk).update(**opened)
    return round_


def owed(names: Iterable[str]) -> set[str]:
    """Write a reminder to each of so many evaluators, due now; return their addresses."""
    evaluators(names)
    return write_what_is_due()


def write_what_is_due() -> set[str]:
    """Write the reminders of the evaluators' round to the ledger; return their addresses."""
    written = reminders.remind(at=DUE)
    Message.objects.update(due_at=timezone.now())
    return {message.address for message in written}


def numbered(manner: str, number: int) -> list[str]:
    """So many names that begin with a manner of the mail server's."""
    return [f"{manner}-{each:05}" for each in range(number)]


def tally(taken: Iterable[Taken], owed: set[str]) -> Tally:
    """Hold the letters that the mail server took against those that were owed."""
    ids: dict[str, set[str]] = defaultdict(set)
    for letter in taken:
        ids[letter.to].add(letter.id)
    return Tally(
        missed=len(owed - set(ids)),
        other_ids=sum(len(each) - 1 for each in ids.values()),
        strangers=len(set(ids) - owed),
    )


def repeats(taken: Iterable[Taken]) -> int:
    """How many letters came once more, under whatever id."""
    return sum(times - 1 for times in Counter(letter.to for letter in taken).values())


def states() -> dict[str, int]:
    """How many rows of the ledger stand in which state."""
    return dict(Counter(Message.objects.values_list("state", flat=True)))


def nothing_waits() -> bool:
    """Whether the ledger has come to an end."""
    return not Message.objects.filter(state__in=[State.DUE, State.LEASED]).exists()


def until_sent(office: PostOffice, number: int, *, seconds: float = 300) -> None:
    """Wait for so many letters to arrive."""
    until(lambda: office.count() >= number, what=f"{number} letters", seconds=seconds, pause=0.01)


def until_done(*, seconds: float = 300) -> float:
    """Wait for the ledger to come to an end; return the seconds that took."""
    return until(nothing_waits, what=f"nothing waits, but {states()}", seconds=seconds, pause=0.1)
