"""Preparing a year's plan, step by step: its frame, who wants what, where, when, and the limits."""

from __future__ import annotations

from datetime import date, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from collaborative.http import Request, sent
from training.forms.plan_lines import LimitForm, WantForm
from training.forms.plans import DaysForm, FrameForm, PlacesForm, SeriesForm, lines_of
from training.models import PlanLimit, PlanWant, YearPlan
from training.operations import plans
from training.results.plans import too_small
from training.results.plans.demanded import wants_of_demand
from training.rules import plans as rules
from training.views.plans import find, refuse

MORNING = time(8)
"""When classes begin, unless the plan says otherwise."""


def new(request: Request) -> HttpResponse:
    """Begin a plan; the form proposes the year to come, with classes in the morning."""
    refuse(rules.why_not_plan(request.actor))
    year = timezone.localdate().year + 1
    usual = {"begins_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "starts_at": MORNING}
    form = FrameForm(sent(request), initial=usual)
    if form.is_valid():
        made = plans.prepare(form.save(commit=False), by=request.actor, at=timezone.now())
        messages.success(request, f"{made} is in preparation. Go on with who wants what.")
        return redirect(made)
    return render(request, "training/plan_frame.html", {"form": form})


def frame(request: Request, slug: str) -> HttpResponse:
    """Change its title, year, aim and times."""
    plan = open_plan(request, slug)
    form = FrameForm(sent(request), instance=plan)
    if form.is_valid():
        plans.change(plan, fields=form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, f"{plan} is saved.")
        return redirect(plan)
    return render(request, "training/plan_frame.html", {"form": form, "plan": plan})


def places(request: Request, slug: str) -> HttpResponse:
    """Choose the venues, and say what they and the way to them cost."""
    plan = open_plan(request, slug)
    form = PlacesForm(sent(request), plan=plan)
    if form.is_valid():
        at = timezone.now()
        plans.set_places(plan, costs=form.costs(), travel=form.travel(), by=request.actor, at=at)
        messages.success(request, "The venues are saved.")
        return redirect(plan)
    return render(request, "training/plan_places.html", {"form": form, "plan": plan})


def days(request: Request, slug: str) -> HttpResponse:
    """Choose the days; a series fills the list, which is saved only when it is sent."""
    plan = open_plan(request, slug)
    series = SeriesForm(request.GET if "every" in request.GET else None, initial={"every": 2})
    chosen = list(plan.days.values_list("on", flat=True))
    if series.is_bound and series.is_valid():
        chosen = series.days(plan)
    is_sent = request.method == "POST"
    initial = {"days": lines_of(chosen)}
    form = DaysForm(request.POST if is_sent else None, plan=plan, initial=initial)
    if form.is_valid():
        found = form.cleaned_data["days"]
        plans.set_days(plan, days=found, by=request.actor, at=timezone.now())
        messages.success(request, f"{len(found):,} days are saved.")
        return redirect(plan)
    context = {"form": form, "series": series, "plan": plan}
    return render(request, "training/plan_days.html", context)


def wants(request: Request, slug: str) -> HttpResponse:
    """Say who wants which course, line by line."""
    plan = open_plan(request, slug)
    line = PlanWant(plan=plan)
    form = WantForm(sent(request), instance=line)
    if form.is_valid():
        plans.add_want(form.save(commit=False), by=request.actor, at=timezone.now())
        messages.success(request, f"{line.seats:,} of {line.place} are added.")
        return redirect("training:plan_wants", plan.slug)
    rows = plan.wants.select_related("course", "city", "department")
    context = {"form": form, "plan": plan, "rows": rows, "too_small": too_small(plan)}
    return render(request, "training/plan_wants.html", context)


@require_POST
def remove_want(request: Request, slug: str, key: int) -> HttpResponse:
    """Take a line out again."""
    plan = open_plan(request, slug)
    plans.remove_want(
        get_object_or_404(PlanWant, plan=plan, pk=key), by=request.actor, at=timezone.now()
    )
    messages.success(request, "The line is taken out.")
    return redirect("training:plan_wants", plan.slug)


@require_POST
def demand(request: Request, slug: str) -> HttpResponse:
    """Take what the pooled demand names, by topic and city."""
    plan = open_plan(request, slug)
    at = timezone.now()
    found = wants_of_demand(plan, on=timezone.localdate(at))
    number = plans.take_wants(plan, wants=found, by=request.actor, at=at) if found else 0
    said = f"{number:,} lines of the demand are taken." if number else "No demand is on record."
    messages.success(request, said)
    return redirect("training:plan_wants", plan.slug)


def limits(request: Request, slug: str) -> HttpResponse:
    """Add a limit, or take one away."""
    plan = open_plan(request, slug)
    limit = PlanLimit(plan=plan)
    form = LimitForm(sent(request), instance=limit, plan=plan)
    if form.is_valid():
        plans.add_limit(form.save(commit=False), by=request.actor, at=timezone.now())
        messages.success(request, "The limit is added.")
        return redirect("training:plan_limits", plan.slug)
    rows = plan.limits.select_related("city", "department", "venue")
    context = {"form": form, "plan": plan, "rows": rows}
    return render(request, "training/plan_limits.html", context)


@require_POST
def remove_limit(request: Request, slug: str, key: int) -> HttpResponse:
    """Take a limit away again."""
    plan = open_plan(request, slug)
    plans.remove_limit(
        get_object_or_404(PlanLimit, plan=plan, pk=key), by=request.actor, at=timezone.now()
    )
    messages.success(request, "The limit is taken away.")
    return redirect("training:plan_limits", plan.slug)


def open_plan(request: Request, slug: str) -> YearPlan:
    """Return a plan that this person may change now."""
    plan = find(request, slug)
    refuse(rules.why_not_change(request.actor, plan))
    return plan
