"""Cohorts: what is offered, one of them, planning and changing it, and calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cities.models import City
from collaborative.http import Request, sent, status_of, told_on
from training import rules
from training.forms.cohorts import (
    CohortForm,
    CourseForm,
    ReasonForm,
    SessionRows,
    planned_of,
    rows_of,
)
from training.models import Certificate, Cohort, Course, Enrolment
from training.operations import cohorts as operations
from training.results.cohorts import standing
from training.results.evaluating import asked_now

PAGE = 25
OVER = frozenset({Cohort.State.HELD, Cohort.State.CANCELLED})


@require_safe
def index(request: Request) -> HttpResponse:
    """What is to come, or what was."""
    refuse(rules.why_not_read_courses(request.actor))
    seen = Cohort.objects.visible_to(request.actor)
    past = request.GET.get("show") == "past"
    rows = seen.filter(state__in=OVER).order_by("-begins_at", "pk") if past else seen.to_come()
    page = Paginator(rows.for_list(), PAGE).get_page(request.GET.get("page"))
    why_not = rules.why_not_run_cohorts(request.actor)
    context = {"page": page, "past": past, "why_not_run": why_not}
    return render(request, "training/cohorts.html", context)


@require_safe
def cohort(request: Request, slug: str) -> HttpResponse:
    """One cohort: when and where, its seats by city, its people, and what can be done now."""
    found, now, actor = find(request, slug), timezone.now(), request.actor
    people = Enrolment.objects.visible_to(actor).filter(cohort=found)
    listed = people.exclude(state=Enrolment.State.WITHDRAWN).select_related(
        "person", "city", "department", "seat__city", "cohort"
    )
    rows = [(one, rules.why_not_give_up(actor, one)) for one in listed.order_by("asked_at", "pk")]
    context = {
        "cohort": found,
        "sessions": found.sessions.filter(is_dropped=False),
        "standing": standing(found),
        "people": rows,
        "has_place": any(one.person_id == request.user.pk and one.seat_id for one, _ in rows),
        "is_over": found.state in OVER,
        "certificates": Certificate.objects.filter(enrolment__in=people),
        "asks_now": asked_now(found, at=now),
        "why_not_run": rules.why_not_run_cohorts(actor),
        "why_not_change": rules.why_not_change_cohort(actor, found),
        "why_not_open": rules.why_not_open_enrolment(actor, found),
        "why_not_attend": rules.why_not_attend(actor, found),
        "why_not_hold": rules.why_not_hold(actor, found, at=now),
        "why_not_enrol": rules.why_not_enrol(actor, found, on=timezone.localdate(now)),
        "why_not_read_evaluation": rules.why_not_read_evaluation(actor, found),
    }
    return render(request, "training/cohort.html", context)


def new(request: Request) -> HttpResponse:
    """Choose a course, then say when and where it is held, and for how many."""
    refuse(rules.why_not_run_cohorts(request.actor))
    choice = CourseForm(request.GET if "course" in request.GET else None)
    if not choice.is_valid():
        return render(request, "training/cohort_course.html", {"form": choice})
    course: Course = choice.cleaned_data["course"]
    form = CohortForm(sent(request), instance=planned_of(course), cities=_cities(), seats={})
    rows: Any = SessionRows(sent(request), prefix="session")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        made = operations.open_cohort(
            course, terms=form.terms(rows.slots()), by=request.actor, at=timezone.now()
        )
        messages.success(
            request, f"{made} is planned. Open it for enrolment when all is as it should be."
        )
        return redirect(made)
    context = {"form": form, "rows": rows, "course": course, "cohort": None}
    return render(request, "training/cohort_edit.html", context)


def change(request: Request, slug: str) -> HttpResponse:
    """Change a cohort; whoever has a place is written to where the time or place changes."""
    found = find(request, slug)
    refuse(rules.why_not_change_cohort(request.actor, found))
    kept = list(found.sessions.filter(is_dropped=False))
    seats = dict(found.seats.values_list("city", "seats"))
    form = CohortForm(sent(request), instance=find(request, slug), cities=_cities(), seats=seats)
    rows: Any = SessionRows(sent(request), prefix="session", initial=rows_of(kept))
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        with told_on(form):
            moved = operations.change(
                found,
                terms=form.terms(rows.slots()),
                revision=form.cleaned_data["revision"],
                by=request.actor,
                at=timezone.now(),
            )
            told = " Everybody with a place is written to." if moved else ""
            messages.success(request, f"{found} is changed.{told}")
            return redirect(found)
    context = {"form": form, "rows": rows, "course": found.course, "cohort": found}
    return render(request, "training/cohort_edit.html", context, status=status_of(form))


@require_POST
def open_enrolment(request: Request, slug: str) -> HttpResponse:
    """Let people be enrolled."""
    found = find(request, slug)
    operations.open_enrolment(found, by=request.actor, at=timezone.now())
    messages.success(request, f"{found} is open: the cities’ liaisons can enrol their people now.")
    return redirect(found)


def cancel(request: Request, slug: str) -> HttpResponse:
    """Ask why, then call the cohort off."""
    found = find(request, slug)
    refuse(rules.why_not_change_cohort(request.actor, found))
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        operations.cancel(found, reason=reason, by=request.actor, at=timezone.now())
        messages.success(request, f"{found} is cancelled. Everybody enrolled is written to.")
        return redirect(found)
    return render(request, "training/cohort_cancel.html", {"form": form, "cohort": found})


def find(request: Request, slug: str) -> Cohort:
    """A cohort that the reader may see."""
    seen = Cohort.objects.visible_to(request.actor).select_related("course__topic", "venue__city")
    return get_object_or_404(seen, slug=slug)


def _cities() -> list[City]:
    return list(City.objects.order_by("name"))


def refuse(reason: str | None) -> None:
    """Answer with the sentence, where there is one."""
    if reason:
        raise PermissionDenied(reason)
