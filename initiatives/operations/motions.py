"""Words of a discussion, kept as they are typed, and motions with what became of them."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from collaborative.wording import moment
from initiatives.events import MeetingEvent
from initiatives.models import AgendaItem, Jotting, Motion
from initiatives.operations.meetings import hold
from initiatives.rules import meetings as rules

MOTION_BOXES = (
    Jotting.Box.TEXT,
    Jotting.Box.ASKS,
    Jotting.Box.MOVER,
    Jotting.Box.SECONDER,
    Jotting.Box.RATIONALE,
)
"""The boxes that begin anew when a motion is recorded."""


@transaction.atomic
def jot(item: AgendaItem, *, boxes: Mapping[str, str], by: Actor, at: datetime) -> list[Jotting]:
    """Keep what stands in some boxes of an item; return what changed. No Event: it is no step."""
    held = hold(item.meeting)
    if reason := rules.why_not_speak(by, held):
        raise PermissionDenied(reason)
    last = Jotting.objects.last(item)
    assert by.user is not None
    return Jotting.objects.bulk_create(
        Jotting(item=item, box=box, text=text, by=by.user, office=by.title[:200], at=at)
        for box, text in boxes.items()
        if text != (last[box].text if box in last else "")
    )


@transaction.atomic
def record(item: AgendaItem, *, motion: Motion, by: Actor, at: datetime) -> Motion:
    """Record a motion with its outcome; the boxes for the next one are empty."""
    held = hold(item.meeting)
    if reason := rules.why_not_speak(by, held):
        raise PermissionDenied(reason)
    _write(motion, item=item, by=by, at=at)
    jot(item, boxes=dict.fromkeys(MOTION_BOXES, ""), by=by, at=at)
    Event.objects.record(MeetingEvent.MOVED, held, by=by, at=at, reference=_reference(item))
    return motion


@transaction.atomic
def correct(earlier: Motion, *, motion: Motion, by: Actor, at: datetime) -> Motion:
    """Replace what was recorded of a motion, with a reason; the earlier row stays.

    Raises StaleState when somebody has corrected it already.
    """
    item = earlier.item
    held = hold(item.meeting)
    if reason := rules.why_not_correct(by, earlier):
        raise PermissionDenied(reason)
    if later := Motion.objects.filter(corrects=earlier).first():
        raise StaleState(
            f"This motion was corrected on {moment(later.at)} by: {later.office}. Your correction "
            "was not recorded; look at it as it stands now."
        )
    motion.corrects = earlier
    _write(motion, item=item, by=by, at=at)
    Event.objects.record(MeetingEvent.CORRECTED, held, by=by, at=at, reference=_reference(item))
    return motion


def _write(motion: Motion, *, item: AgendaItem, by: Actor, at: datetime) -> None:
    outside = set(item.departures.values_list("attendance", flat=True))
    inside = item.meeting.attendances.exclude(pk__in=outside).order_by()
    present = set(inside.values_list("organisation__slug", flat=True))
    if reason := rules.why_not_record(motion, outside=outside, present=present):
        raise PermissionDenied(reason)
    assert by.user is not None
    motion.item, motion.by, motion.office, motion.at = item, by.user, by.title[:200], at
    motion.save(force_insert=True)


def _reference(item: AgendaItem) -> str:
    return str(item.entry.proposal.reference)
