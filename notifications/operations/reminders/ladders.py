"""What a source of deadlines is, what it says is owed, and the messages of its ladder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from collaborative.models import Actor, User
from collaborative.wording import day, moment
from initiatives.models import Round
from notifications.models import ByClock, Message
from notifications.models.ledger import message_id
from notifications.operations.letters import Letter
from notifications.schedule import Ladder, Rung

LADDER = Ladder(before=(14, 7, 3, 1, 0))
"""The portal's own days where nothing can be done after the deadline."""
TOLD_BEFORE = Ladder(before=LADDER.before, hand_up=-1)
"""The same, where the facilitators are told of what is not done while it still can be."""

MARGIN = timedelta(days=14)
"""How far weekends and holidays in a row may move a reminder."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Which deadlines are asked for: those from a moment to a moment, as things stand `at` one."""

    at: datetime
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """What one person is to do by a deadline.

    `what` tells several deadlines of one thing apart. `title` names it with nothing in it that not
    everybody in office may know; `url` is where it is done. `body` is whose workdays count, None
    for the portal's own. `over` is when it is too late, where that is later than the deadline.
    `asked_at` is when a letter of its own told of it. `round` is whose ladder counts. `kept_at` is
    where a facilitator sees how it stands, "" where nowhere, None where it is the same page.
    """

    about: Model
    deadline: datetime
    person: User
    title: str
    url: str
    body: int | None = None
    what: str = ""
    over: datetime | None = None
    asked_at: datetime | None = None
    round: Round | None = None
    kept_at: str | None = None

    @property
    def name(self) -> str:
        """The name of the deadline, whenever it is."""
        return named(self.about.pk, self.what)

    @property
    def when(self) -> str:
        """The deadline as people say it: a day, or, where its hour counts, the moment."""
        is_day = self.over is not None and self.over != self.deadline
        return day(self.deadline) if is_day else moment(self.deadline)


def nobody_reads(actor: Actor, owed: Owed) -> bool:
    """What a letter says is for the person it is written to alone."""
    del actor, owed
    return False


def seen_in(
    visible: Callable[[Actor], QuerySet[Any]], *, by: str = "pk"
) -> Callable[[Actor, Owed], bool]:
    """Let whoever sees the thing read what is said of it, or whoever sees what has it as `by`."""

    def reads(actor: Actor, owed: Owed) -> bool:
        return visible(actor).filter(**{by: owed.about.pk}).exists()

    return reads


@dataclass(frozen=True, slots=True)
class Source:
    """One sort of deadline.

    `owed` says what is not done, of the deadlines in reach; `deadlines` says of things, by their
    names, when each is due now, at a time (None where it is due no more; a thing that is not told
    of is left alone); `letter` writes one, or raises Unwanted. `prefix` begins its keys, `moved`
    is said of what waits for a deadline that is no longer the thing's. `is_each_ones_own` where
    every person has to do it, and not one for all. `reads` says whether somebody may, by an own
    office, read what the letter to another person says.
    """

    kind: ByClock
    prefix: str
    moved: str
    owed: Callable[[Reach], Iterable[Owed]]
    deadlines: Callable[[Collection[str], datetime], Mapping[str, datetime | None]]
    letter: Callable[[Message, datetime], Letter]
    ladder: Ladder = LADDER
    is_each_ones_own: bool = False
    reads: Callable[[Actor, Owed], bool] = nobody_reads

    def message(self, owed: Owed, rung: Rung, *, to: User | None = None) -> Message:
        """Return the row for a reminder, not written yet; `to` a deputy of the person."""
        recipient = to or owed.person
        row = self._row(owed, rung, recipient, "" if to is None else f":for:{owed.person.pk}")
        if to is not None:
            row.context |= {"for": owed.person.pk}
        return row

    def handing_up(self, owed: Owed, rung: Rung, *, to: User) -> Message:
        """Return the row that tells a facilitator what others have not done, not written yet."""
        row = self._row(owed, rung, to, ":up")
        row.kind = ByClock.HANDED_UP
        row.context |= {"of": self.kind.value}
        return row

    def _row(self, owed: Owed, rung: Rung, recipient: User, suffix: str) -> Message:
        deadline = version(owed.deadline)
        key = f"reminder:{self.prefix}:{owed.name}:{deadline}:{rung.days}:{recipient.pk}{suffix}"
        context = {"deadline": deadline, "days": rung.days}
        return Message(
            key=key,
            kind=self.kind,
            recipient=recipient,
            address=recipient.email,
            about_type=owed.about._meta.label_lower,
            about_key=str(owed.about.pk),
            context=context | ({"what": owed.what} if owed.what else {}),
            due_at=rung.at,
            message_id=message_id(key),
        )


def named(key: object, what: str) -> str:
    """Return the name of a thing's deadline, whenever it is."""
    return f"{key}:{what}" if what else str(key)


def name_of(message: Message) -> str:
    """Return the name of the deadline that a reminder is about."""
    return named(message.about_key, message.context.get("what", ""))


def version(deadline: datetime) -> str:
    """Return the name of a deadline: when it moves, its reminders are other reminders."""
    return deadline.astimezone(UTC).isoformat().replace("+00:00", "Z")


def reach(*ladders: Ladder, at: datetime) -> Reach:
    """Return how far the deadlines of ladders lie before and behind a moment."""
    ahead = max(days for one in ladders for days in (0, *one.before, -(one.hand_up or 0)))
    behind = max(days for one in ladders for days in (0, *one.after, one.hand_up or 0))
    since = at - timedelta(days=behind) - MARGIN if behind else at
    return Reach(at, since, at + timedelta(days=ahead) + MARGIN)
