"""Deadlines that follow from how agreements stand, told to whoever is in charge of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from cities.models import Office
from collaborative.models import Actor, User
from collaborative.roles import PERMISSIONS, Permission, Role
from initiatives.models import Round
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted
from notifications.operations.reminders.ladders import (
    LADDER,
    Owed,
    Reach,
    Source,
    named,
    nobody_reads,
    reach,
    version,
)
from notifications.schedule import FARTHEST, MORNING, Ladder

MOVED = "The date was moved; a reminder of the new one takes its place."
PAST = "The date is past, or there is none any more."
DONE = "It is no longer this person's to do."


@dataclass(frozen=True, slots=True, eq=False)
class Deadline:
    """Something that is to be done, or comes, on a day.

    `about` is the thing; `what` tells several deadlines of one thing apart. `title` and `url` are
    what it is called and where it is done. `bodies` are the keys of the bodies whose clerks and
    liaisons are told. `facts` is what the letter says besides. `by_hour` where the moment counts,
    and not the whole day. `kept_at` is as of what is owed.
    """

    about: Model
    at: datetime
    title: str
    url: str
    what: str = ""
    bodies: frozenset[int] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None
    by_hour: bool = False
    round: Round | None = None
    kept_at: str | None = None

    @property
    def name(self) -> str:
        """What it is, whenever it is."""
        return named(self.about.pk, self.what)

    @property
    def over(self) -> datetime:
        """When it is too late."""
        return self.at if self.by_hour else midnight_after(self.at)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is in charge of deadlines: offices of the bodies concerned, and those of everywhere.

    With `only_instead` those of everywhere are told only where nobody of the bodies is.
    """

    own: Permission
    everywhere: Permission | None = None
    only_instead: bool = False

    def is_everywhere(self, office: Office) -> bool:
        """Tell whether an office is told of every body's deadlines."""
        return self.everywhere in PERMISSIONS[Role(office.role)]


PARTIES = Told(Permission.READ_DRAFT_AGREEMENT, everywhere=Permission.DRAFT_AGREEMENT)
"""The clerks and liaisons of the parties, and those who draft agreements."""

Ahead = Callable[[Reach, str | None], Iterable[Deadline]]
"""The deadlines in reach that are not done, of one thing by its key or of all."""


def source(
    kind: ByClock,
    prefix: str,
    *,
    ahead: Ahead,
    write: Callable[[Message, Deadline, datetime], Letter],
    ladder: Ladder = LADDER,
    told: Told = PARTIES,
    reads: Callable[[Actor, Owed], bool] = nobody_reads,
) -> Source:
    """Make a source of what is ahead or overdue; `write` writes to one person."""

    def owed(asked: Reach) -> Iterator[Owed]:
        found = [
            one for one in ahead(asked, None) if asked.since < one.over and one.at <= asked.until
        ]
        for one, person, body in in_charge(found, asked.at, told=told) if found else ():
            yield Owed(
                one.about,
                one.at,
                person,
                one.title,
                one.url,
                body=body,
                what=one.what,
                over=one.over,
                asked_at=one.asked_at,
                round=one.round,
                kept_at=one.kept_at,
            )

    def deadlines(names: Collection[str], at: datetime) -> Mapping[str, datetime | None]:
        return {one.name: one.at for one in (ahead(reach(ladder, at=at), None) if names else ())}

    def letter(message: Message, at: datetime) -> Letter:
        name = named(message.about_key, message.context.get("what", ""))
        asked = reach(ladder, _farthest(ladder), at=at)
        found = (one for one in ahead(asked, message.about_key) if one.name == name)
        one = next((one for one in found if asked.since < one.over), None)
        if one is None:
            raise Unwanted(PAST)
        if version(one.at) != message.context["deadline"]:
            raise Unwanted(MOVED)
        if all(person != message.recipient for _, person, _ in in_charge([one], at, told=told)):
            raise Unwanted(DONE)
        return write(message, one, at)

    return Source(
        kind=kind,
        prefix=prefix,
        moved=MOVED,
        owed=owed,
        deadlines=deadlines,
        letter=letter,
        ladder=ladder,
        reads=reads,
    )


def _farthest(ladder: Ladder) -> Ladder:
    """How far the ladder of a round may reach, where the portal's own is this one."""
    return Ladder(before=(FARTHEST,), after=(FARTHEST,) if ladder.after else ())


def in_charge(
    deadlines: Sequence[Deadline], at: datetime, *, told: Told = PARTIES
) -> Iterator[tuple[Deadline, User, int]]:
    """Each deadline with those it concerns, each person once, and for which body. One query."""
    bodies = {key for deadline in deadlines for key in deadline.bodies}
    held = Office.objects.held_on(timezone.localdate(at)).filter(person__is_active=True)
    own = held.carrying(told.own).filter(organisation__in=bodies)
    offices = own | held.carrying(told.everywhere) if told.everywhere else own
    anywhere: list[Office] = []
    of: dict[int, list[Office]] = defaultdict(list)
    for office in offices.select_related("person").order_by("person", "pk"):
        if told.is_everywhere(office):
            anywhere.append(office)
        else:
            of[office.organisation_id].append(office)
    for deadline in deadlines:
        concerned = [office for key in sorted(deadline.bodies) for office in of[key]]
        others = [] if told.only_instead and concerned else anywhere
        first = {office.person: office for office in reversed([*concerned, *others])}
        for person, office in reversed(first.items()):
            yield deadline, person, office.organisation_id


def morning(on: date) -> datetime:
    """The moment that stands for a day."""
    return datetime.combine(on, MORNING, ZoneInfo(settings.TIME_ZONE))


def midnight_after(at: datetime) -> datetime:
    """The end of the day of a moment, in the portal's own zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)
