"""A meeting that has ended with a corrected motion, and one that is planned.

The one in session is that of the access table's world.
"""

from django.utils import timezone

from initiatives.models import Motion, Round
from initiatives.operations import meetings, motions
from initiatives.results.meetings import taking_part
from tests.access.world import World


def add_meetings(world: World) -> None:
    """Add two meetings of the round under discussion."""
    round_ = Round.objects.get(slug=world.things["discussed"])
    by, at = world.people["facilitator"], timezone.now()
    seats = taking_part(on=timezone.localdate())
    invitation = meetings.Invitation(begins_at=at, place="Council room, Raytown", quorum=2)
    meeting = meetings.plan(round_, invitation=invitation, seats=seats, by=by, at=at)
    meetings.attend(meeting, seats=seats, by=by, at=at)
    meetings.start(meeting, by=by, at=at)
    item = meeting.items.select_related("meeting__round", "entry__proposal").get(position=1)
    meetings.take_up(item, after=0, by=by, at=at)
    motions.jot(item, boxes={"note": "Who pays for the first year?"}, by=by, at=at)
    recorded = motions.record(item, motion=_motion(meeting, item), by=by, at=at)
    correction = _motion(meeting, item, because="The second was written down wrongly.")
    motions.correct(recorded, motion=correction, by=by, at=at)
    meetings.end(meeting, by=by, at=at)
    meetings.plan(round_, invitation=invitation, seats=seats, by=by, at=at)
    world.things["motion_corrected"] = correction.pk


def _motion(meeting, item, **changes) -> Motion:
    """A motion of two who are in the room."""
    outside = item.departures.values("attendance")
    mover, seconder = meeting.attendances.exclude(pk__in=outside).order_by("pk")[:2]
    return Motion(
        text="To recommend it to the councils",
        asks="recommend",
        mover=mover,
        seconder=seconder,
        outcome="carried",
        votes={mover.organisation.slug: "yes"},
        rationale="It saves most.",
        **changes,
    )
