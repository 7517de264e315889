"""Entering councils' meetings, changing and cancelling them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from cities import rules
from cities.events import CouncilMeetingEvent
from cities.models import Meeting, Organisation
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import day, moment

MOST = 150
"""How many meetings are entered at once: two years of weekly ones, and some."""
TWICE = "The calendar has a meeting of this sort and body on that day already: {}. Nothing changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A meeting as the clerk says it; None and "" where nobody knows."""

    on: date
    body: str
    kind: str = Meeting.Kind.REGULAR
    begins_at: datetime | None = None
    cut_off_at: datetime | None = None
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Occasion))


@transaction.atomic
def enter(
    organisation: Organisation, *, occasions: Sequence[Occasion], by: Actor, at: datetime
) -> list[Meeting]:
    """Enter meetings into a council's calendar, all of them or none.

    Raises StaleState, naming the days, where one is there already.
    """
    if reason := rules.why_not_keep_council(by, organisation):
        raise PermissionDenied(reason)
    rows = [
        Meeting(organisation=organisation, **{name: getattr(one, name) for name in COLUMNS})
        for one in occasions
    ]
    try:
        with transaction.atomic():
            meetings = Meeting.objects.bulk_create(rows)
    except IntegrityError as error:
        raise StaleState(TWICE.format(_days_of(organisation, occasions))) from error
    Event.objects.record_all(
        CouncilMeetingEvent.PLANNED, meetings, by=by, at=at, city=organisation.slug
    )
    return meetings


@transaction.atomic
def change(meeting: Meeting, *, occasion: Occasion, revision: int, by: Actor, at: datetime) -> None:
    """Change a meeting. Raises StaleState where somebody changed or cancelled it meanwhile."""
    if reason := rules.why_not_keep_council(by, meeting.organisation):
        raise PermissionDenied(reason)
    before = {"on": meeting.on, "begins_at": meeting.begins_at, "cut_off_at": meeting.cut_off_at}
    values = {name: getattr(occasion, name) for name in COLUMNS}
    try:
        with transaction.atomic():
            _update(meeting, revision=revision, **values)
    except IntegrityError as error:
        raise StaleState(TWICE.format(day(occasion.on))) from error
    Event.objects.record(CouncilMeetingEvent.CHANGED, meeting, by=by, at=at, before=before)


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: Actor, at: datetime) -> None:
    """Say that a meeting is not held; it stays in the calendar as cancelled."""
    if refusal := rules.why_not_keep_council(by, meeting.organisation):
        raise PermissionDenied(refusal)
    note = reason or meeting.note
    _update(meeting, revision=meeting.revision, is_cancelled=True, note=note)
    Event.objects.record(CouncilMeetingEvent.CANCELLED, meeting, by=by, at=at, reason=reason)


def _update(meeting: Meeting, *, revision: int, **values: object) -> None:
    """Write values, unless the meeting is no longer as it was read."""
    found = Meeting.objects.filter(pk=meeting.pk, revision=revision, is_cancelled=False)
    if not found.update(revision=F("revision") + 1, **values):
        raise StaleState(_meanwhile(meeting))
    meeting.refresh_from_db()


def _meanwhile(meeting: Meeting) -> str:
    """Say who was first, and what to do now."""
    last = Event.objects.about(meeting).select_related("by").order_by("-pk").first()
    who = f"{last.who} changed this meeting on {moment(last.at)}" if last else "It has changed"
    return f"{who}. Nothing of yours was written; look at it as it stands now."


def _days_of(organisation: Organisation, occasions: Sequence[Occasion]) -> str:
    """The days on which such a meeting stands already, in words."""
    found = Meeting.objects.days_taken(
        organisation, kind=occasions[0].kind, body=occasions[0].body
    ) & {one.on for one in occasions}
    return "; ".join(day(on) for on in sorted(found))
