"""A council's calendar: to read for everybody, to keep for its own clerk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cities import rules
from cities.forms import CancelForm, MeetingForm, PlanRows, RuleForm, initial_rows
from cities.models import City, Fact, Meeting, Organisation
from cities.operations import calendar as operations
from collaborative.http import Request, sent, status_of, told_on
from collaborative.lifecycle import StaleState
from collaborative.wording import day

HABIT = "Regular meetings"
"""The label of the published fact that is shown beside the form, and never copied from."""
AUTUMN = 10
"""From this month on a clerk who plans a year means the next one."""


def _find(slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("city"), slug=slug)


def _find_to_keep(request: Request, slug: str) -> Organisation:
    body = _find(slug)
    if reason := rules.why_not_keep_council(request.actor, body):
        raise PermissionDenied(reason)
    return body


def _council(body: Organisation) -> str:
    """What the adopting body is called, where that is known."""
    city = City.objects.filter(pk=body.pk).first()
    return city.council if city else ""


def _habit(body: Organisation) -> Fact | None:
    return body.facts.filter(label=HABIT).first()


@login_not_required
@require_safe
def meetings(request: Request, slug: str) -> HttpResponse:
    """One year of a council's meetings, and the next one at which it acts."""
    body, now = _find(slug), timezone.now()
    years = [on.year for on in body.meetings.dates("on", "year")]
    shown = _year(request.GET.get("year", ""), years)
    return render(
        request,
        "cities/meetings.html",
        {
            "body": body,
            "next": Meeting.objects.next_for(body, now),
            "year": shown,
            "years": sorted({*years, shown}),
            "meetings": body.meetings.filter(on__year=shown),
            "why_not_keep": rules.why_not_keep_council(request.actor, body),
        },
    )


def _year(asked: str, years: list[int]) -> int:
    """The year that was asked for, if it has meetings; else this one."""
    return int(asked) if asked.isdecimal() and int(asked) in years else timezone.localdate().year


def enter(request: Request, slug: str) -> HttpResponse:
    """Enter one meeting."""
    body = _find_to_keep(request, slug)
    form = MeetingForm(sent(request), initial={"body": _council(body)})
    if request.method == "POST" and form.is_valid():
        occasion = form.occasion()
        with told_on(form):
            operations.enter(body, occasions=[occasion], by=request.actor, at=timezone.now())
            messages.success(request, f"The meeting of {day(occasion.on)} is in the calendar.")
            return redirect("cities:meetings", body.slug)
    context = {"form": form, "body": body, "meeting": None, "habit": _habit(body)}
    return render(request, "cities/meeting.html", context, status=status_of(form))


def change(request: Request, slug: str, pk: int) -> HttpResponse:
    """Change a meeting. Where somebody changed it meanwhile, what was typed stays on the page."""
    meeting = _find_meeting(request, slug, pk)
    form = MeetingForm(sent(request), instance=meeting, initial=MeetingForm.initial_of(meeting))
    status = 200
    if request.method == "POST" and form.is_valid():
        occasion, revision = form.occasion(), form.cleaned_data["revision"]
        meeting.refresh_from_db()
        try:
            operations.change(
                meeting, occasion=occasion, revision=revision, by=request.actor, at=timezone.now()
            )
        except StaleState as stale:
            form = _again(request, meeting, str(stale))
            status = 409
        else:
            messages.success(request, f"The meeting of {day(meeting.on)} is changed.")
            return redirect("cities:meetings", slug)
    context = {
        "form": form,
        "body": meeting.organisation,
        "meeting": meeting,
        "habit": _habit(meeting.organisation),
    }
    return render(request, "cities/meeting.html", context, status=status)


def _again(request: Request, meeting: Meeting, sentence: str) -> MeetingForm:
    """What was typed, beside the sentence; the next save overwrites knowingly."""
    typed = request.POST.copy()
    typed["revision"] = str(meeting.revision)
    form = MeetingForm(typed)
    form.add_error(None, sentence)
    return form


def cancel(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask why, then say that a meeting is not held."""
    meeting = _find_meeting(request, slug, pk)
    form = CancelForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.cancel(meeting, reason=reason, by=request.actor, at=timezone.now())
        messages.success(
            request, f"The meeting of {day(meeting.on)} is cancelled. It stays in the calendar."
        )
        return redirect("cities:meetings", slug)
    context = {"form": form, "body": meeting.organisation, "meeting": meeting}
    return render(request, "cities/meeting_cancel.html", context)


def _find_meeting(request: Request, slug: str, pk: int) -> Meeting:
    """A meeting that the actor may change now."""
    meeting = get_object_or_404(
        Meeting.objects.select_related("organisation"), organisation__slug=slug, pk=pk
    )
    if reason := rules.why_not_change_meeting(request.actor, meeting):
        raise PermissionDenied(reason)
    return meeting


def plan(request: Request, slug: str) -> HttpResponse:
    """Enter many meetings by a rule: first shown row by row, then written all together."""
    body = _find_to_keep(request, slug)
    form = RuleForm(sent(request), initial=_usual(body, timezone.localdate()))
    rows = None
    if request.method == "POST" and form.is_valid():
        rows = _rows(request, body, form)
        if rows.is_bound and rows.is_valid():
            with told_on(form):
                return _write(request, body, form, rows)
    context = {"form": form, "rows": rows, "body": body, "habit": _habit(body)}
    return render(request, "cities/meetings_plan.html", context, status=status_of(form))


def _usual(body: Organisation, today: date) -> dict[str, object]:
    """What stands in an empty rule: who meets, and the days of a year."""
    autumn = today.month >= AUTUMN
    year = today.year + 1 if autumn else today.year
    first = date(year, 1, 1) if autumn else today
    return {"body": _council(body), "first": first, "last": date(year, 12, 31)}


def _rows(request: Request, body: Organisation, form: RuleForm) -> Any:
    """The preview: made by the rule, or, on writing, as the clerk left it."""
    kind, name = form.cleaned_data["kind"], form.cleaned_data["body"]
    taken = Meeting.objects.days_taken(body, kind=kind, body=name)
    known: dict[str, Any] = {"prefix": "meeting", "form_kwargs": {"taken": taken}}
    if "write" in request.POST:
        return PlanRows(request.POST, **known)
    return PlanRows(initial=initial_rows(form.plan(), taken=taken), **known)


def _write(request: Request, body: Organisation, form: RuleForm, rows: Any) -> HttpResponse:
    """Write what was ticked, and say how many."""
    kind, name = form.cleaned_data["kind"], form.cleaned_data["body"]
    occasions = rows.occasions(kind=kind, body=name)
    entered = operations.enter(body, occasions=occasions, by=request.actor, at=timezone.now())
    number = "1 meeting is" if len(entered) == 1 else f"{len(entered)} meetings are"
    messages.success(request, f"{number} in the calendar, the first on {day(entered[0].on)}.")
    return redirect("cities:meetings", body.slug)
