"""What the reader is to do by a day: what reminders speak of, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from agreements.models import Agreement
from collaborative.models import User
from initiatives.models import Sponsorship
from notifications.models import ByClock
from notifications.operations.blocks import one_line
from notifications.operations.digests.items import Item, Key
from notifications.operations.reminders import SOURCES
from notifications.operations.reminders.ladders import Owed, Reach, Source

DUE_WITHIN = timedelta(days=14)
"""How near a deadline is told at least; earlier where reminders of its sort begin earlier."""
OVERDUE_FOR = timedelta(days=31)
"""How long what is overdue is told of."""
COUNTED = frozenset({ByClock.TRAINING_DUE})
"""Sorts of deadline that a digest tells with numbers of people: see `training.due`."""


@dataclass(frozen=True, slots=True)
class Owing:
    """One thing that somebody is to do, from which source of reminders."""

    source: Source
    owed: Owed

    @property
    def over(self) -> datetime:
        """When it is too late."""
        return self.owed.over or self.owed.deadline

    @property
    def day(self) -> str:
        """The deadline as people say it where it is a whole day, else ""."""
        return self.owed.when if self.over != self.owed.deadline else ""

    def words(self, *, at: datetime) -> str:
        """What is to be said of it beside what the thing is called."""
        if self.over <= at:
            return f"Was due {self.owed.when}, and is not done."
        own = self.source.is_each_ones_own
        return f"Your own part is due {self.owed.when}." if own else f"Due {self.owed.when}."

    def item(self, key: Key, *, at: datetime) -> Item:
        """The deadline as a thing of its own."""
        kind, number = key
        return Item(
            (f"{kind} {self.source.kind} {self.owed.what}", number),
            one_line(self.owed.title),
            self.words(at=at),
            self.owed.url,
            self.over,
            self.day,
        )


Owings = Mapping[Key, Sequence[Owing]]
"""What one person is to do, by the thing that it is about, the nearest first."""


def everybodys(*, at: datetime) -> Mapping[User, Owings]:
    """All that each person is to do soon, or should have done.

    Costs what the reminders cost, however many people and things it is.
    """
    found: dict[User, dict[Key, list[Owing]]] = defaultdict(lambda: defaultdict(list))
    for source in SOURCES:
        if source.kind in COUNTED:
            continue
        ahead = max(DUE_WITHIN, *(timedelta(days=days) for days in source.ladder.before))
        for owed in source.owed(Reach(at, at - OVERDUE_FOR, at + ahead)):
            found[owed.person][_key(owed)].append(Owing(source, owed))
    for things in found.values():
        for rows in things.values():
            rows.sort(key=lambda one: one.over)
    return found


def owings(person: User | None, *, at: datetime) -> Owings:
    """The same for one person."""
    return everybodys(at=at).get(person, {}) if person else {}


def _key(owed: Owed) -> Key:
    """The thing that a deadline belongs to in a digest.

    What is to be done about an agreement stands beside the agreement, which waits for others.
    """
    match owed.about:
        case Sponsorship() as asked:
            return "proposal", asked.proposal_id
        case Agreement() as agreement:
            return "paper", agreement.pk
        case thing:
            return str(thing._meta.model_name), thing.pk


def dated(item: Item, known: Owings, *, at: datetime) -> Item:
    """Return a thing with what the reader is to do about it, where, and by when."""
    rows = known.get(item.key, ())
    if not rows:
        return item
    said = " ".join([item.words, *(one.words(at=at) for one in rows)])
    item = replace(item, words=said, url=rows[0].owed.url)
    ahead = [one for one in rows if one.over > at]
    if not ahead or (item.deadline and item.deadline <= ahead[0].over):
        return item
    return replace(item, deadline=ahead[0].over, day=ahead[0].day)


def items(known: Owings, *, at: datetime) -> Iterator[Item]:
    """Each deadline as a thing of its own."""
    for key, rows in known.items():
        for one in rows:
            yield one.item(key, at=at)
