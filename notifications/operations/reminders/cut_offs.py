"""Agreements to be put on a council's agenda before its cut-off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements.models import Agreement
from agreements.results import off_agenda
from cities.models import Meeting, Office
from cities.models.meetings import MeetingQuerySet
from collaborative.models import Actor, User
from collaborative.roles import PERMISSIONS, Permission, Role
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted, absolute, compose, link
from notifications.operations.reminders.ladders import Owed, Reach, Source, version

MOVED = "The cut-off was moved, or the meeting cancelled; a reminder of a new one takes its place."
OVER = "The cut-off is over, or the meeting is cancelled."
DONE = "Every agreement is on an agenda or decided, or is no longer this person's concern."


def letter(message: Message, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    meeting = _to_come(at).filter(pk=message.about_key).select_related("organisation").first()
    if meeting is None or meeting.cut_off_at is None:
        raise Unwanted(OVER)
    if version(meeting.cut_off_at) != message.context["deadline"]:
        raise Unwanted(MOVED)
    on, council = timezone.localdate(at), meeting.organisation_id
    agreements = off_agenda([council], on=on)[council]
    concerned = _concerned(on, [council]).filter(person=message.recipient)
    if not agreements or not concerned.exists():
        raise Unwanted(DONE)
    context = {
        "meeting": meeting,
        "city": meeting.organisation,
        "agreements": [(agreement, absolute(agreement)) for agreement in agreements],
        "url": link("cities:meetings", meeting.organisation.slug),
    }
    return compose("reminder_cut_off", message, context, at=at)


def _to_come(at: datetime) -> MeetingQuerySet:
    """Meetings that act and whose cut-off is still to come."""
    return Meeting.objects.filter(is_cancelled=False, cut_off_at__gt=at).that_act()


def _concerned(on: date, councils: Collection[int]) -> QuerySet[Office]:
    """Offices to be reminded: clerk and liaison of each council's city, and the facilitators."""
    in_office = Office.objects.held_on(on).filter(person__is_active=True)
    own = in_office.carrying(Permission.READ_DRAFT_AGREEMENT).filter(organisation__in=councils)
    everywhere = in_office.carrying(Permission.DRAFT_AGREEMENT)
    return in_office.filter(Q(pk__in=own.values("pk")) | Q(pk__in=everywhere.values("pk")))


def _is_everywhere(office: Office) -> bool:
    return Permission.DRAFT_AGREEMENT in PERMISSIONS[Role(office.role)]


def _owed(asked: Reach) -> Iterator[Owed]:
    """One for each person and meeting, however many agreements wait."""
    soon = _to_come(asked.at).filter(cut_off_at__lte=asked.until).select_related("organisation")
    meetings = list(soon.order_by("cut_off_at", "pk"))
    if not meetings:
        return
    councils = {meeting.organisation_id for meeting in meetings}
    waiting = off_agenda(councils, on=timezone.localdate(asked.at))
    concerned = _concerned(timezone.localdate(asked.at), councils)
    offices = list(concerned.select_related("person").order_by("person", "pk"))
    for meeting in meetings:
        if not waiting[meeting.organisation_id]:
            continue
        told: set[User] = set()
        for office in offices:
            own = office.organisation_id == meeting.organisation_id
            if office.person not in told and (own or _is_everywhere(office)):
                told.add(office.person)
                yield _of(meeting, office)


def _of(meeting: Meeting, office: Office) -> Owed:
    """What the holder of an office is to see to before a meeting."""
    assert meeting.cut_off_at is not None
    return Owed(
        meeting,
        meeting.cut_off_at,
        office.person,
        f"Agenda cut-off of {meeting.organisation.name}’s council",
        link("cities:meetings", meeting.organisation.slug),
        body=meeting.organisation_id,
    )


def _deadlines(keys: Collection[str], _at: datetime) -> Mapping[str, datetime | None]:
    rows = Meeting.objects.filter(pk__in=keys).values_list("pk", "cut_off_at", "is_cancelled")
    return {str(key): None if is_cancelled else at for key, at, is_cancelled in rows}


def _reads(actor: Actor, owed: Owed) -> bool:
    """Whether somebody may read every agreement that waits for the council."""
    meeting = owed.about
    assert isinstance(meeting, Meeting)
    council = meeting.organisation_id
    waiting = {one.pk for one in off_agenda([council], on=meeting.on)[council]}
    visible = Agreement.objects.visible_to(actor).filter(pk__in=waiting)
    return visible.count() == len(waiting)


CUT_OFFS = Source(
    kind=ByClock.CUT_OFF,
    prefix="cut-off",
    moved=MOVED,
    owed=_owed,
    deadlines=_deadlines,
    letter=letter,
    reads=_reads,
)
