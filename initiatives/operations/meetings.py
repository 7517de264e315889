"""Meetings: planned, attended, put in order, begun, led from item to item, ended."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event
from initiatives import agendas
from initiatives.events import MeetingEvent
from initiatives.lifecycle import MEETING
from initiatives.models import (
    AgendaItem,
    Attendance,
    Departure,
    Entry,
    Jotting,
    Meeting,
    Placing,
    Round,
)
from initiatives.operations.rounds import hold as hold_round
from initiatives.results.meetings import Seat, seat_of
from initiatives.rules import meetings as rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a facilitator says of a meeting; see `Meeting` for the units."""

    begins_at: datetime
    place: str
    quorum: int = 3


@transaction.atomic
def plan(
    round_: Round, *, invitation: Invitation, seats: Collection[Seat], by: Actor, at: datetime
) -> Meeting:
    """Plan a meeting about every proposal of the round that no earlier meeting discussed.

    `seats` are those who are expected; the order spares them the most departures.
    """
    held = hold_round(round_)
    if reason := rules.why_not_plan(by, held):
        raise PermissionDenied(reason)
    number = (held.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    meeting = Meeting.objects.create(
        round=held,
        number=number,
        state=MEETING.start,
        begins_at=invitation.begins_at,
        place=invitation.place,
        quorum=invitation.quorum,
    )
    discussed = AgendaItem.objects.filter(meeting__round=held, ended_at__isnull=False)
    entries = held.entries.standing().exclude(pk__in=discussed.values("entry"))
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, entry=entry, position=position)
        for position, entry in enumerate(entries, start=1)
    )
    _put_in_order(meeting, seats)
    Event.objects.record(MeetingEvent.PLANNED, meeting, by=by, at=at)
    return meeting


@transaction.atomic
def change(meeting: Meeting, *, invitation: Invitation, by: Actor, at: datetime) -> None:
    """Change when and where a planned meeting takes place."""
    held = hold(meeting)
    if reason := rules.why_not_change(by, held):
        raise PermissionDenied(reason)
    MEETING.advance(
        held,
        MeetingEvent.CHANGED,
        by=by,
        at=at,
        begins_at=invitation.begins_at,
        place=invitation.place,
        quorum=invitation.quorum,
    )


@transaction.atomic
def attend(meeting: Meeting, *, seats: Iterable[Seat], by: Actor, at: datetime) -> None:
    """Record that exactly these are there now.

    Before the meeting begins nobody was there yet, so that a mistake leaves no trace; later
    whoever is no longer there has left. Who comes to an item with a conflict leaves for it.
    """
    held = hold(meeting)
    if reason := rules.why_not_prepare(by, held):
        raise PermissionDenied(reason)
    wanted = {seat.person_id: seat for seat in seats}
    there = held.attendances.filter(left_at=None)
    gone = there.exclude(person__in=wanted)
    if held.state == Meeting.State.PLANNED:
        gone.delete()
    else:
        gone.update(left_at=at)
    known = set(there.values_list("person_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(
            meeting=held,
            person_id=seat.person_id,
            organisation_id=seat.organisation_id,
            office=seat.office,
            came_at=at,
        )
        for seat in wanted.values()
        if seat.person_id not in known
    )
    if current := current_item(held):
        _send_out(current, at=at)
    Event.objects.record(MeetingEvent.ATTENDED, held, by=by, at=at)


@transaction.atomic
def arrange(meeting: Meeting, *, seats: Collection[Seat], by: Actor, at: datetime) -> agendas.Order:
    """Put what waits into the order with the fewest departures of these people."""
    held = hold(meeting)
    if reason := rules.why_not_prepare(by, held):
        raise PermissionDenied(reason)
    order = _put_in_order(held, seats)
    Event.objects.record(MeetingEvent.ARRANGED, held, by=by, at=at)
    return order


@transaction.atomic
def reorder(meeting: Meeting, *, waiting: list[int], by: Actor, at: datetime) -> None:
    """Put what waits into the order of these keys of items; one that is left out goes.

    Raises StaleState when something of it no longer waits.
    """
    held = hold(meeting)
    if reason := rules.why_not_prepare(by, held):
        raise PermissionDenied(reason)
    items = {item.pk: item for item in held.items.filter(started_at=None)}
    if not set(waiting) <= set(items):
        raise StaleState(explain(held))
    held.items.filter(pk__in=set(items) - set(waiting)).delete()
    _number(held, [items[pk] for pk in waiting])
    Event.objects.record(MeetingEvent.ARRANGED, held, by=by, at=at)


@transaction.atomic
def put_on(meeting: Meeting, *, entry: Entry, by: Actor, at: datetime) -> None:
    """Put a proposal at the end of what waits, also one that was discussed before."""
    held = hold(meeting)
    if reason := rules.why_not_prepare(by, held):
        raise PermissionDenied(reason)
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    if not held.items.filter(entry=entry, ended_at=None).exists():
        AgendaItem.objects.create(meeting=held, entry=entry, position=last + 1)
        Event.objects.record(MeetingEvent.ARRANGED, held, by=by, at=at)


@transaction.atomic
def start(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Begin the meeting. Raises StaleState when somebody was first."""
    held = hold(meeting)
    if reason := rules.why_not_start(by, held, cities=cities_present(held)):
        raise PermissionDenied(reason)
    MEETING.advance(held, MeetingEvent.STARTED, by=by, at=at, started_at=at)


@transaction.atomic
def take_up(item: AgendaItem, *, after: int, by: Actor, at: datetime) -> None:
    """End what is discussed and take up this item; whoever has a conflict leaves the room.

    `after` is the position of what was discussed when the button was shown, 0 for nothing:
    raises StaleState when somebody has gone on since.
    """
    held = hold(item.meeting)
    current = current_item(held)
    if reason := rules.why_not_go_on(by, held, open_motion=open_motion(current)):
        raise PermissionDenied(reason)
    if after != (current.position if current else 0):
        raise StaleState(explain(held))
    wanted = held.items.select_related("entry__proposal").get(pk=item.pk)
    if reason := rules.why_not_take_up(wanted):
        raise StaleState(reason)
    _end(current, at=at)
    waiting = held.items.filter(started_at=None).exclude(pk=wanted.pk).order_by("position")
    _number(held, [wanted, *waiting])
    wanted.started_at = at
    wanted.save(update_fields=["started_at"])
    _send_out(wanted, at=at)
    detail = {"reference": wanted.entry.proposal.reference}
    MEETING.advance(held, MeetingEvent.TOOK_UP, by=by, at=at, detail=detail)


@transaction.atomic
def end(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """End the meeting and what is discussed. Raises StaleState when somebody was first."""
    held = hold(meeting)
    current = current_item(held)
    if held.state == Meeting.State.IN_SESSION and (
        reason := rules.why_not_go_on(by, held, open_motion=open_motion(current))
    ):
        raise PermissionDenied(reason)
    if reason := rules.why_not_lead(by):
        raise PermissionDenied(reason)
    _end(current, at=at)
    MEETING.advance(held, MeetingEvent.ENDED, by=by, at=at, ended_at=at)


def hold(meeting: Meeting) -> Meeting:
    """Keep everybody else from changing the meeting until the transaction ends."""
    return (
        Meeting.objects.select_for_update(of=("self",)).select_related("round").get(pk=meeting.pk)
    )


def current_item(meeting: Meeting) -> AgendaItem | None:
    """What is discussed now, with its proposal."""
    under_discussion = meeting.items.filter(started_at__isnull=False, ended_at=None)
    return under_discussion.select_related("entry__proposal").first()


def cities_present(meeting: Meeting) -> int:
    """How many bodies have people there now."""
    there = meeting.attendances.filter(left_at=None).order_by()
    return there.values("organisation").distinct().count()


def open_motion(item: AgendaItem | None) -> str:
    """The text of a motion that is typed in and not recorded yet."""
    if item is None:
        return ""
    last = item.jottings.filter(box=Jotting.Box.TEXT).order_by("-pk").first()
    return last.text if last else ""


def _put_in_order(meeting: Meeting, seats: Collection[Seat]) -> agendas.Order:
    """Order what waits and stands; a proposal that was withdrawn meanwhile goes."""
    meeting.items.filter(started_at=None).exclude(entry__withdrawal=None).delete()
    waiting = list(meeting.items.filter(started_at=None).select_related("entry__proposal"))
    conflicted = rules.leaving(waiting, seats, round_=meeting.round)
    ranks = dict(Placing.objects.of(meeting.round).values_list("entry", "rank"))
    items = {item.entry.proposal.reference: item for item in waiting}
    order = agendas.order(
        [
            agendas.Item(
                key=reference,
                rank=ranks.get(item.entry_id),
                leaving=frozenset(map(str, conflicted[item.entry_id])),
            )
            for reference, item in items.items()
        ]
    )
    _number(meeting, [items[key] for key in order.keys])
    return order


def _number(meeting: Meeting, waiting: Iterable[AgendaItem]) -> None:
    """Number what waits after what was taken up."""
    taken_up = meeting.items.filter(started_at__isnull=False)
    first = (taken_up.aggregate(last=Max("position"))["last"] or 0) + 1
    numbered = list(waiting)
    for position, item in enumerate(numbered, start=first):
        item.position = position
    AgendaItem.objects.bulk_update(numbered, ["position"])


def _send_out(item: AgendaItem, *, at: datetime) -> None:
    """Record who leaves the room for an item that was taken up."""
    there = list(item.meeting.attendances.filter(left_at=None))
    seats = [seat_of(attendance) for attendance in there]
    conflicted = rules.leaving([item], seats, round_=item.meeting.round)[item.entry_id]
    Departure.objects.bulk_create(
        [
            Departure(item=item, attendance=attendance, at=at)
            for attendance in there
            if attendance.person_id in conflicted
        ],
        ignore_conflicts=True,
    )


def _end(item: AgendaItem | None, *, at: datetime) -> None:
    if item is not None:
        AgendaItem.objects.filter(pk=item.pk).update(ended_at=at)
