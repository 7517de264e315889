"""What the room sees, and what it takes away: the projector, and the minutes as documents."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative.assets import document_fonts
from collaborative.http import Request
from initiatives.minutes import Minutes, typeset_minutes, write_docx
from initiatives.models import Meeting
from initiatives.results.meetings import agenda_of, now_of, standing_of
from initiatives.results.minutes import minutes_of
from initiatives.rules import meetings as rules
from initiatives.views.arriving import not_found
from initiatives.views.meetings import Fragment, answer, find_to_lead

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_safe
def page(request: Request, slug: str, number: int) -> HttpResponse:
    """What the room sees: the agenda and what is discussed now, and nothing else."""
    meeting = find_to_lead(request, slug, number)
    context = {"meeting": meeting, "round": meeting.round, "now": _now(request, meeting)}
    return render(request, "initiatives/meeting_projector.html", context)


@never_cache
@require_safe
def now(request: Request, slug: str, number: int) -> HttpResponse:
    """The part that changes; nothing where the screen has it already."""
    return answer(request, _now(request, find_to_lead(request, slug, number)))


def _now(request: Request, meeting: Meeting) -> Fragment:
    agenda = agenda_of(meeting, request.actor)
    current = agenda.current
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "now": now_of(agenda),
        "standing": standing_of(current.entry) if current else None,
    }
    return Fragment("_parts/meeting_projected.html", context, "initiatives:projected", meeting)


@login_not_required
@require_safe
def minutes_docx(request: Request, slug: str, number: int) -> HttpResponseBase:
    """The minutes as a Word document."""
    minutes = _minutes(request, slug, number)
    if minutes is None:
        return not_found(request)
    return _handed_out(write_docx(minutes), name=f"{slug}-minutes-{number}.docx", kind=DOCX)


@login_not_required
@require_safe
def minutes_pdf(request: Request, slug: str, number: int) -> HttpResponseBase:
    """The minutes as a PDF."""
    minutes = _minutes(request, slug, number)
    if minutes is None:
        return not_found(request)
    content = typeset_minutes(minutes, fonts=document_fonts())
    return _handed_out(content, name=f"{slug}-minutes-{number}.pdf", kind="application/pdf")


def _minutes(request: Request, slug: str, number: int) -> Minutes | None:
    """The minutes that this person may read, with offices only for whoever leads meetings."""
    read = Meeting.objects.minuted_for(request.actor).select_related("round")
    meeting = read.filter(round__slug=slug, number=number).first()
    if meeting is None:
        return None
    return minutes_of(meeting, with_offices=rules.why_not_lead(request.actor) is None)


def _handed_out(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """Answer with a document to be saved under its name; it says only what this person may read."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
