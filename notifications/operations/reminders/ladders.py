"""What a source of deadlines is, and the messages of its ladder."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Model

from collaborative.models import User
from notifications.models import Message
from notifications.models.ledger import message_id
from notifications.operations.letters import Letter
from notifications.schedule import RUNGS, Rung


@dataclass(frozen=True, slots=True)
class Owed:
    """One reminder of one person: of which thing's deadline, on which rung, not before when.

    `what` tells several deadlines of one thing apart.
    """

    about: Model
    deadline: datetime
    rung: Rung
    person: User
    not_before: datetime | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One sort of deadline.

    `due` says what is owed at a time; `deadlines` says of things, by their names, when each is due
    now, at a time (None where it is due no more; a thing that is not told of is left alone);
    `letter` writes one, or raises Unwanted. `prefix` begins its keys, `moved` is said of what waits
    for a deadline that is no longer the thing's. `rungs` are the days before, the most first.
    """

    kind: str
    prefix: str
    moved: str
    due: Callable[[datetime], Iterable[Owed]]
    deadlines: Callable[[Collection[str], datetime], Mapping[str, datetime | None]]
    letter: Callable[[Message, datetime], Letter]
    rungs: tuple[int, ...] = RUNGS

    def message(self, owed: Owed) -> Message:
        """Return the row for a reminder, not written yet."""
        deadline, days = version(owed.deadline), owed.rung.days
        key = self._key(named(owed.about.pk, owed.what), deadline, days, owed.person.pk)
        context = {"deadline": deadline, "days": days}
        return Message(
            key=key,
            kind=self.kind,
            recipient=owed.person,
            address=owed.person.email,
            about_type=owed.about._meta.label_lower,
            about_key=str(owed.about.pk),
            context=context | ({"what": owed.what} if owed.what else {}),
            due_at=max(owed.rung.at, owed.not_before or owed.rung.at),
            message_id=message_id(key),
        )

    def keys(self, message: Message, *, nearer: bool) -> list[str]:
        """The keys of the same reminder's rungs nearer to the deadline, or farther from it."""
        days, deadline = message.context["days"], message.context["deadline"]
        others = [rung for rung in self.rungs if (rung < days if nearer else rung > days)]
        return [
            self._key(name_of(message), deadline, rung, message.recipient_id) for rung in others
        ]

    def _key(self, thing: object, deadline: str, days: int, person: object) -> str:
        return f"reminder:{self.prefix}:{thing}:{deadline}:{days}:{person}"


def named(key: object, what: str) -> str:
    """Return the name of a thing's deadline, whenever it is."""
    return f"{key}:{what}" if what else str(key)


def name_of(message: Message) -> str:
    """Return the name of the deadline that a reminder is about."""
    return named(message.about_key, message.context.get("what", ""))


def version(deadline: datetime) -> str:
    """Return the name of a deadline: when it moves, its reminders are other reminders."""
    return deadline.astimezone(UTC).isoformat().replace("+00:00", "Z")
