"""From what is owed to the messages that are due: rungs, deputies, and what is handed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from collaborative.roles import Role
from initiatives.models import Round
from notifications.models import Absence, Message, RoundLadder
from notifications.operations.reminders.ladders import Owed, Source, reach
from notifications.operations.reminders.workdays import workdays
from notifications.schedule import Hours, Ladder, Rung, climb, handed_up, latest


@dataclass(frozen=True, slots=True)
class Own:
    """The ladder of a round, and since when."""

    ladder: Ladder
    since: datetime


Owns = Mapping[tuple[int, str], Own]
"""The ladders of the rounds that set them, by the round's key and the kind of reminder."""


def own_ladders() -> Owns:
    """Read the ladders of the rounds that are not over. Costs one query."""
    rows = RoundLadder.objects.exclude(round__state=Round.State.RELEASED)
    return {(row.round_id, row.kind): Own(row.plain, row.at) for row in rows}


def owed(sources: Iterable[Source], owns: Owns, *, at: datetime) -> list[tuple[Source, Owed]]:
    """All that is owed and so near to its deadline that a reminder could be due."""
    found: list[tuple[Source, Owed]] = []
    for source in sources:
        ladders = [own.ladder for (_round, kind), own in owns.items() if kind == source.kind]
        found += [(source, one) for one in source.owed(reach(source.ladder, *ladders, at=at))]
    return found


def due(found: list[tuple[Source, Owed]], owns: Owns, *, at: datetime) -> Iterator[Message]:
    """The reminder that is due of each thing owed, for deputies too, and what is handed up.

    In quiet hours nothing is, unless the next open hour would be too late.
    """
    on = timezone.localdate(at)
    hours = workdays({one.body for _source, one in found if one.body})
    away = Absence.objects.of_people({one.person.pk for _source, one in found}, on)
    told = {_identity(source, one, one.person) for source, one in found}
    for source, one in found:
        rung = _rung(source, one, owns, hours[one.body], at=at)
        if rung is None:
            continue
        yield source.message(one, rung)
        absence = away.get(one.person.pk)
        if absence and absence.deputy.is_active:
            is_told = _identity(source, one, absence.deputy) in told
            if source.is_each_ones_own or not is_told:
                yield source.message(one, rung, to=absence.deputy)
    yield from _handed_up(found, owns, hours[None], at=at)


def _identity(source: Source, one: Owed, person: User) -> tuple[str, str, int]:
    return source.kind, one.name, person.pk


def _rung(source: Source, one: Owed, owns: Owns, hours: Hours, *, at: datetime) -> Rung | None:
    ladder, since = _ladder(source, one, owns)
    rungs = climb(ladder, one.deadline, hours=hours, over=one.over)
    return _now(latest(rungs, at=at, since=since), one, hours, at=at)


def _ladder(source: Source, one: Owed, owns: Owns) -> tuple[Ladder, datetime | None]:
    """The ladder that counts, and since when its rungs do."""
    own = owns.get((one.round.pk, source.kind)) if one.round else None
    if own is None:
        return source.ladder, one.asked_at
    return own.ladder, max(own.since, one.asked_at or own.since)


def _now(rung: Rung | None, one: Owed, hours: Hours, *, at: datetime) -> Rung | None:
    """The rung, unless it comes late, falls into quiet hours and can wait for their end."""
    if rung is None or hours.is_open(at):
        return rung
    can_wait = rung.days < 0 or hours.next_open(at) < (one.over or one.deadline)
    return None if can_wait else rung


def _handed_up(
    found: Iterable[tuple[Source, Owed]], owns: Owns, hours: Hours, *, at: datetime
) -> Iterator[Message]:
    """One message for each facilitator and thing that is not done, however many people owe it."""
    things = {(source.kind, one.name): (source, one) for source, one in found}
    reached = [
        (source, one, rung)
        for source, one in things.values()
        if (rung := _hand_up(source, one, owns, hours, at=at))
    ]
    keepers = facilitators(at) if reached else []
    for source, one, rung in reached:
        for keeper in keepers:
            yield source.handing_up(one, rung, to=keeper)


def _hand_up(source: Source, one: Owed, owns: Owns, hours: Hours, *, at: datetime) -> Rung | None:
    ladder, since = _ladder(source, one, owns)
    rung = handed_up(ladder, one.deadline, hours=hours)
    return _now(latest([rung], at=at, since=since), one, hours, at=at) if rung else None


def facilitators(at: datetime) -> list[User]:
    """Those to whom is handed up what others have not done. Costs one query."""
    held = Office.objects.held_on(timezone.localdate(at)).in_role(Role.FACILITATOR)
    offices = held.filter(person__is_active=True).select_related("person").order_by("person")
    return list(dict.fromkeys(office.person for office in offices))
