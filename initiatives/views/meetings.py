"""Meetings of a round: planned, attended, and followed by those who take part."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from collaborative.http import Request, sent
from collaborative.wording import moment
from initiatives.forms.meetings import AttendanceForm, MeetingForm
from initiatives.models import Meeting, Proposal
from initiatives.operations import meetings as operations
from initiatives.results.meetings import Seat, agenda_of, now_of, seat_of, taking_part
from initiatives.rules import meetings as rules
from initiatives.views import rounds
from initiatives.views.arriving import not_found

LEAD = "initiatives:lead_meeting"
UNCHANGED = 204


def find(request: Request, slug: str, number: int) -> Meeting:
    """Return a meeting that this person may see; any other is not there."""
    seen = Meeting.objects.visible_to(request.actor).select_related("round")
    return get_object_or_404(seen, round__slug=slug, number=number)


def find_to_lead(request: Request, slug: str, number: int) -> Meeting:
    """Return a meeting to whoever leads meetings."""
    meeting = find(request, slug, number)
    if reason := rules.why_not_lead(request.actor):
        raise PermissionDenied(reason)
    return meeting


def expected(meeting: Meeting) -> list[Seat]:
    """Those who are there, or while that is not recorded everybody who may come."""
    there = [seat_of(one) for one in meeting.attendances.filter(left_at=None)]
    return there or taking_part(on=timezone.localdate())


def plan(request: Request, slug: str) -> HttpResponse:
    """Plan a meeting; its agenda begins in the order with the fewest departures."""
    round_ = rounds.find(request, slug)
    if reason := rules.why_not_plan(request.actor, round_):
        raise PermissionDenied(reason)
    form = MeetingForm(sent(request), initial={"quorum": round_.quorum})
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        seats = taking_part(on=timezone.localdate())
        meeting = operations.plan(
            round_, invitation=form.invitation(), seats=seats, by=request.actor, at=at
        )
        messages.success(request, f"It is planned for {moment(meeting.begins_at)}.")
        return redirect(LEAD, slug, meeting.number)
    return render(request, "initiatives/meeting_form.html", {"form": form, "round": round_})


def change(request: Request, slug: str, number: int) -> HttpResponse:
    """Change when and where a planned meeting takes place."""
    meeting = find_to_lead(request, slug, number)
    if reason := rules.why_not_change(request.actor, meeting):
        raise PermissionDenied(reason)
    form = MeetingForm(sent(request), instance=meeting)
    if request.method == "POST" and form.is_valid():
        invitation = form.invitation()
        operations.change(meeting, invitation=invitation, by=request.actor, at=timezone.now())
        messages.success(request, f"It is planned for {moment(invitation.begins_at)}.")
        return redirect(LEAD, slug, number)
    context = {"form": form, "round": meeting.round, "meeting": meeting}
    return render(request, "initiatives/meeting_form.html", context)


def people(request: Request, slug: str, number: int) -> HttpResponse:
    """Record who is there, by office."""
    meeting = find_to_lead(request, slug, number)
    if reason := rules.why_not_prepare(request.actor, meeting):
        raise PermissionDenied(reason)
    there = [seat_of(one) for one in meeting.attendances.filter(left_at=None)]
    in_office = {seat.person_id: seat for seat in taking_part(on=timezone.localdate())}
    form = AttendanceForm(
        sent(request),
        seats=({seat.person_id: seat for seat in there} | in_office).values(),
        initial={"present": [str(seat.person_id) for seat in there]},
    )
    if request.method == "POST" and form.is_valid():
        seats = form.chosen()
        operations.attend(meeting, seats=seats, by=request.actor, at=timezone.now())
        messages.success(request, f"Recorded as present: {len(seats)}.")
        return redirect(LEAD, slug, number)
    context = {"form": form, "meeting": meeting, "round": meeting.round}
    return render(request, "initiatives/meeting_people.html", context)


@login_not_required
@never_cache
@require_safe
def page(request: Request, slug: str, number: int) -> HttpResponseBase:
    """The meeting for those who take part: the agenda, and what is discussed now."""
    seen = Meeting.objects.visible_to(request.actor).select_related("round")
    meeting = seen.filter(round__slug=slug, number=number).first()
    if meeting is None:
        return not_found(request)
    context = {
        "meeting": meeting,
        "round": meeting.round,
        "now": _now(request, meeting),
        "may_lead": rules.why_not_lead(request.actor) is None,
        "has_minutes": Meeting.objects.minuted_for(request.actor).filter(pk=meeting.pk).exists(),
    }
    return render(request, "initiatives/meeting.html", context)


@login_not_required
@never_cache
@require_safe
def now(request: Request, slug: str, number: int) -> HttpResponseBase:
    """The part of the page that changes; nothing where the page has it already."""
    if not request.user.is_authenticated and request.htmx:
        return HttpResponseClientRefresh()
    seen = Meeting.objects.visible_to(request.actor).select_related("round")
    meeting = seen.filter(round__slug=slug, number=number).first()
    if meeting is None:
        return not_found(request)
    return answer(request, _now(request, meeting))


def _now(request: Request, meeting: Meeting) -> "Fragment":
    """What this person may follow; an item that the person steps aside for says no more."""
    agenda = agenda_of(meeting, request.actor)
    current = agenda.current
    readable = Proposal.objects.visible_to(request.actor)
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "now": now_of(agenda),
        "may_read": current is not None and readable.filter(pk=current.entry.proposal_id).exists(),
    }
    return Fragment("_parts/meeting_now.html", context, "initiatives:meeting_now", meeting)


class Fragment:
    """A part of a page that a script asks for again, known by what it says.

    The name of its state comes from its words alone, so that it tells of nothing they do not.
    """

    def __init__(
        self, template: str, context: dict[str, object], route: str, meeting: Meeting
    ) -> None:
        """Draw it, and say where the next one comes from while there is something to come."""
        self.words = SafeString(render_to_string(template, context))
        self.tag = sha256(self.words.encode()).hexdigest()[:16]
        self.url = reverse(route, args=[meeting.round.slug, meeting.number])
        self.goes_on = meeting.state != Meeting.State.ENDED


def answer(request: Request, fragment: Fragment) -> HttpResponse:
    """Answer a script with the fragment, or with nothing when it has that already."""
    if request.GET.get("seen") == fragment.tag:
        return HttpResponse(status=UNCHANGED)
    return render(request, "_parts/meeting_live.html", {"now": fragment})
