"""What is typed at a meeting: words kept at once, motions recorded and corrected."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from collaborative.http import Request, sent
from collaborative.wording import clock
from initiatives.forms.meetings import CorrectionForm, boxes_in
from initiatives.models import AgendaItem, Meeting, Motion
from initiatives.operations import motions as operations
from initiatives.rules import meetings as rules
from initiatives.views.leading import motion_form, outside_of, show
from initiatives.views.meetings import LEAD, find_to_lead


@require_POST
def jot(request: Request, slug: str, number: int, position: int) -> HttpResponse:
    """Keep what stands in the boxes of an item; a script hears when, a page goes on."""
    item = _find_item(find_to_lead(request, slug, number), position)
    at = timezone.now()
    operations.jot(item, boxes=boxes_in(request.POST.dict()), by=request.actor, at=at)
    if request.htmx:
        return render(request, "_parts/meeting_kept.html", {"kept": clock(at)})
    messages.success(request, f"Kept at {clock(at)}.")
    return redirect(LEAD, slug, number)


@require_POST
def record(request: Request, slug: str, number: int, position: int) -> HttpResponse:
    """Record a motion with what became of it; a refused one keeps what was typed."""
    meeting = find_to_lead(request, slug, number)
    item, at = _find_item(meeting, position), timezone.now()
    if reason := rules.why_not_speak(request.actor, meeting):
        raise PermissionDenied(reason)
    operations.jot(item, boxes=boxes_in(request.POST.dict()), by=request.actor, at=at)
    there = list(meeting.attendances.filter(left_at=None).select_related("organisation"))
    outside = outside_of(item)
    form = motion_form(there, outside, data=request.POST)
    if form.is_valid():
        reason = rules.why_not_record(form.motion(), outside=outside, present=form.cities)
        if reason is None:
            motion = operations.record(item, motion=form.motion(), by=request.actor, at=at)
            messages.success(request, f"Recorded: {motion.get_outcome_display().lower()}.")
            return redirect(LEAD, slug, number)
        form.add_error(None, reason)
    return show(request, meeting, form=form)


def correct(request: Request, slug: str, number: int, pk: int) -> HttpResponse:
    """Replace what was recorded of a motion, with a reason; the earlier row stays on record."""
    meeting = find_to_lead(request, slug, number)
    of_meeting = Motion.objects.standing().filter(item__meeting=meeting)
    earlier = get_object_or_404(
        of_meeting.select_related("item__meeting__round", "item__entry__proposal"), pk=pk
    )
    if reason := rules.why_not_correct(request.actor, earlier):
        raise PermissionDenied(reason)
    outside = outside_of(earlier.item)
    there = meeting.attendances.exclude(pk__in=outside).select_related("organisation")
    form = CorrectionForm(
        sent(request),
        there=there,
        cities={one.organisation.slug: one.organisation.name for one in there},
        initial=_as_recorded(earlier),
    )
    if request.method == "POST" and form.is_valid():
        motion = form.motion()
        if reason := rules.why_not_record(motion, outside=outside, present=form.cities):
            form.add_error(None, reason)
        else:
            operations.correct(earlier, motion=motion, by=request.actor, at=timezone.now())
            messages.success(request, "The motion is corrected; the minutes say so.")
            return redirect(LEAD, slug, number)
    context = {"form": form, "meeting": meeting, "round": meeting.round, "motion": earlier}
    return render(request, "initiatives/meeting_motion.html", context)


def _as_recorded(motion: Motion) -> dict[str, object]:
    return {
        "text": motion.text,
        "asks": motion.asks,
        "mover": str(motion.mover_id),
        "seconder": str(motion.seconder_id or ""),
        "rationale": motion.rationale,
        "outcome": motion.outcome,
        **{f"vote__{slug}": said for slug, said in motion.votes.items()},
    }


def _find_item(meeting: Meeting, position: int) -> AgendaItem:
    """Return an item of the meeting with what the operations read of it."""
    items = meeting.items.select_related("meeting__round", "entry__proposal")
    return get_object_or_404(items, position=position)
