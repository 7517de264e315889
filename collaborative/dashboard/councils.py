"""What waits for a clerk: acts of the own council, and its next meeting with the agenda cut-off."""

from datetime import datetime

from django.urls import reverse

from agreements.adoption.shapes import MISSING
from agreements.models import Agreement, ImportedRecord
from agreements.results import standings
from cities.models import Meeting
from collaborative.dashboard.panel import MOST, Panel, Task
from collaborative.models import Actor
from collaborative.roles import Permission
from collaborative.wording import day, moment


def acts_to_record(actor: Actor, at: datetime) -> Panel:
    """Circulated agreements on which this clerk's own council has nothing on record, or not all."""
    del at
    own = actor.organisations(Permission.RECORD_ACT)
    circulated = (
        Agreement.objects.visible_to(actor)
        .filter(state=Agreement.State.CIRCULATED, parties__organisation__in=own)
        .distinct()
        .order_by("state_since", "pk")
    )
    tasks = []
    for standing in standings(circulated[: 4 * MOST]):
        squares = [standing.of(organisation) for organisation in sorted(own)]
        waiting = [square for square in squares if square and square.cell.state in MISSING]
        if waiting:
            agreement = standing.agreement
            url = agreement.get_absolute_url()
            tasks.append(Task(agreement.title, url, waiting[0].sentence))
    return Panel(
        title="Acts of your council to record",
        tasks=tuple(tasks[:MOST]),
        nothing="Nothing circulated waits for your council.",
        more=reverse("agreements:session", args=[_slug(actor, Permission.RECORD_ACT)]),
        more_label="Record a whole session",
    )


def records_to_place(actor: Actor, at: datetime) -> Panel:
    """Records from the own council's system that belong to no agreement yet, the latest first."""
    del at
    own = actor.organisations(Permission.RECORD_ACT)
    waiting = (
        ImportedRecord.objects.filter(city__in=own, act=None)
        .only("file_number", "imported_at")
        .order_by("-imported_at", "pk")
    )
    return Panel(
        title="Council records without an agreement",
        tasks=tuple(
            Task(
                record.file_number,
                reverse("agreements:assign_record", args=[record.pk]),
                f"Came in on {moment(record.imported_at)}",
            )
            for record in waiting[:MOST]
        ),
        nothing="No record waits for its agreement.",
        more=reverse("agreements:records"),
        more_label="Council records, and bringing one in",
    )


def next_meetings(actor: Actor, at: datetime) -> Panel:
    """The next meeting of this clerk's own council, and until when items get onto its agenda."""
    own = actor.organisations(Permission.KEEP_COUNCIL)
    found = Meeting.objects.next_of_each(own, at)
    slugs = {held.organisation_id: held.slug for held in actor.offices}
    calendar = reverse("cities:meetings", args=[_slug(actor, Permission.KEEP_COUNCIL)])
    return Panel(
        title="Your council’s next meeting",
        tasks=tuple(
            Task(_when(meeting), reverse("cities:meetings", args=[slugs[key]]), _until(meeting))
            for key, meeting in sorted(found.items())
        ),
        nothing="No coming meeting is in the calendar. Reminders run from its agenda cut-offs.",
        more=calendar,
        more_label="The council’s calendar",
    )


def _slug(actor: Actor, permission: Permission) -> str:
    """The address of the first body in which the actor holds an office that carries this."""
    own = actor.organisations(permission)
    return next(held.slug for held in actor.offices if held.organisation_id in own)


def _when(meeting: Meeting) -> str:
    when = moment(meeting.begins_at) if meeting.begins_at else day(meeting.on)
    return f"{when}, {meeting.body}"


def _until(meeting: Meeting) -> str:
    if meeting.cut_off_at is None:
        return "Until when items get onto its agenda is not on record"
    return f"Items get onto its agenda until {moment(meeting.cut_off_at)}"
