"""Deadlines that follow from how agreements stand, told to whoever is in charge of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from collaborative.roles import PERMISSIONS, Permission, Role
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted
from notifications.operations.reminders.ladders import Owed, Source, named, version
from notifications.schedule import RUNGS, ladder, latest

MOVED = "The date was moved; a reminder of the new one takes its place."
PAST = "The date is past, or there is none any more."
DONE = "It is no longer this person's to do."
MORNING = time(8)
"""When a day that has no hour of its own is meant: reminders of it come in the morning."""


@dataclass(frozen=True, slots=True, eq=False)
class Deadline:
    """Something that is to be done, or comes, at a moment.

    `about` is the thing; `what` tells several deadlines of one thing apart. `bodies` are the keys
    of the bodies whose clerks and liaisons are told. `facts` is what the letter says besides.
    """

    about: Model
    at: datetime
    what: str = ""
    bodies: frozenset[int] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is, whenever it is."""
        return named(self.about.pk, self.what)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is in charge of deadlines: offices of the bodies concerned, and those of everywhere."""

    own: Permission
    everywhere: Permission | None = None

    def is_everywhere(self, office: Office) -> bool:
        """Tell whether an office is told of every body's deadlines."""
        return self.everywhere in PERMISSIONS[Role(office.role)]


PARTIES = Told(Permission.READ_DRAFT_AGREEMENT, everywhere=Permission.DRAFT_AGREEMENT)
"""The clerks and liaisons of the parties, and those who draft agreements."""

Ahead = Callable[[datetime, str | None], Iterable[Deadline]]
"""The deadlines that are not past, of one thing by its key or of all."""


def source(
    kind: ByClock,
    prefix: str,
    *,
    ahead: Ahead,
    write: Callable[[Message, Deadline, datetime], Letter],
    rungs: tuple[int, ...] = RUNGS,
    told: Told = PARTIES,
) -> Source:
    """Make a source of what is ahead; `write` writes to one person."""

    def due(at: datetime) -> Iterator[Owed]:
        zone = ZoneInfo(settings.TIME_ZONE)
        found = {
            one: rung
            for one in ahead(at, None)
            if (rung := latest(ladder(one.at, zone=zone, rungs=rungs), at=at))
        }
        for one, person in in_charge(list(found), at, told=told) if found else ():
            yield Owed(one.about, one.at, found[one], person, what=one.what)

    def deadlines(names: Collection[str], at: datetime) -> Mapping[str, datetime | None]:
        return {one.name: one.at for one in (ahead(at, None) if names else ())}

    def letter(message: Message, at: datetime) -> Letter:
        name = named(message.about_key, message.context.get("what", ""))
        one = next((one for one in ahead(at, message.about_key) if one.name == name), None)
        if one is None:
            raise Unwanted(PAST)
        if version(one.at) != message.context["deadline"]:
            raise Unwanted(MOVED)
        if all(person != message.recipient for _, person in in_charge([one], at, told=told)):
            raise Unwanted(DONE)
        return write(message, one, at)

    return Source(
        kind=kind,
        prefix=prefix,
        moved=MOVED,
        due=due,
        deadlines=deadlines,
        letter=letter,
        rungs=rungs,
    )


def in_charge(
    deadlines: Sequence[Deadline], at: datetime, *, told: Told = PARTIES
) -> Iterator[tuple[Deadline, User]]:
    """Each deadline with those it concerns, each person once. Costs one query."""
    bodies = {key for deadline in deadlines for key in deadline.bodies}
    held = Office.objects.held_on(timezone.localdate(at)).filter(person__is_active=True)
    own = held.carrying(told.own).filter(organisation__in=bodies)
    offices = own | held.carrying(told.everywhere) if told.everywhere else own
    anywhere: list[User] = []
    of: dict[int, list[User]] = defaultdict(list)
    for office in offices.select_related("person").order_by("person", "pk"):
        if told.is_everywhere(office):
            anywhere.append(office.person)
        else:
            of[office.organisation_id].append(office.person)
    for deadline in deadlines:
        people = [person for key in sorted(deadline.bodies) for person in of[key]]
        for person in dict.fromkeys([*people, *anywhere]):
            yield deadline, person


def morning(on: date) -> datetime:
    """The moment that stands for a day."""
    return datetime.combine(on, MORNING, ZoneInfo(settings.TIME_ZONE))
