"""Year plans: the list, one plan with how far it is or what was found, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from collaborative.http import Request, sent
from initiatives.results.tables import Table
from training.forms.plans import AgainForm
from training.models import YearPlan
from training.operations import plans
from training.results.demand import last_closed
from training.results.plans import lacks_of, shown, too_small
from training.results.plans.compared import compared
from training.results.plans.sheets import HEADINGS, lines_out
from training.rules import plans as rules
from training.views.takeaways import as_csv, as_workbook

PAGE = 25
UNCHANGED = 204


@require_safe
def index(request: Request) -> HttpResponse:
    """The plans that the reader may see, the newest first."""
    refuse(rules.why_not_read_plans(request.actor))
    seen = YearPlan.objects.visible_to(request.actor).for_list()
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "why_not_plan": rules.why_not_plan(request.actor)}
    return render(request, "training/plans.html", context)


@never_cache
@require_safe
def plan(request: Request, slug: str) -> HttpResponse:
    """One plan: its steps while it is prepared, how far it is, and what was found."""
    found = find(request, slug)
    context = _live(request, found)
    if found.state == YearPlan.State.DRAFT:
        context |= _draft(request, found)
        return render(request, "training/plan_draft.html", context)
    if found.is_found:
        context["shown"] = shown(found)
    return render(request, "training/plan.html", context)


@login_not_required
@never_cache
@require_safe
def progress(request: Request, slug: str) -> HttpResponseBase:
    """The part of the page that changes; nothing where the page has it already."""
    if not request.user.is_authenticated:
        return HttpResponseClientRefresh() if request.htmx else HttpResponse(status=401)
    context = _live(request, find(request, slug))
    if not context["plan"].is_under_way and request.htmx:
        return HttpResponseClientRefresh()
    if request.GET.get("seen") == context["tag"]:
        return HttpResponse(status=UNCHANGED)
    return render(request, "_parts/plan_live.html", context)


@require_POST
def ask(request: Request, slug: str) -> HttpResponse:
    """Ask for the plan."""
    found = find(request, slug)
    plans.ask(found, by=request.actor, at=timezone.now())
    said = f"{found} is asked for. You may leave this page; a letter comes when it is worked out."
    messages.success(request, said)
    return redirect(found)


@require_POST
def cancel(request: Request, slug: str) -> HttpResponse:
    """Give the plan up."""
    found = find(request, slug)
    plans.cancel(found, by=request.actor, at=timezone.now())
    messages.success(request, f"{found} is cancelled.")
    return redirect(found)


@require_POST
def adopt(request: Request, slug: str) -> HttpResponse:
    """Make cohorts of its classes."""
    found = find(request, slug)
    number = plans.adopt(found, by=request.actor, at=timezone.now())
    cohorts = "1 cohort is" if number == 1 else f"{number:,} cohorts are"
    said = f"{found} is adopted. {cohorts} planned; open each for enrolment when it is time."
    messages.success(request, said)
    return redirect(found)


@require_POST
def copy(request: Request, slug: str) -> HttpResponse:
    """Prepare another plan from the same, to be changed freely."""
    found = find(request, slug)
    title = f"{found.title}, again"[:160]
    made = plans.plan_again(found, title=title, change=None, by=request.actor, at=timezone.now())
    messages.success(request, f"{made} is in preparation. Change what you like, then ask for it.")
    return redirect(made)


def again(request: Request, slug: str) -> HttpResponse:
    """Change a day and plan again, with little moved."""
    found = find(request, slug)
    refuse(rules.why_not_plan_again(request.actor, found))
    form = AgainForm(sent(request), plan=found)
    if form.is_valid():
        title, change = form.cleaned_data["title"], form.change()
        made = plans.plan_again(
            found, title=title, change=change, by=request.actor, at=timezone.now()
        )
        messages.success(request, f"{made} is asked for; as little as can be is moved.")
        return redirect(made)
    return render(request, "training/plan_again.html", {"plan": found, "form": form})


@require_safe
def compare(request: Request, slug: str, other: str) -> HttpResponse:
    """Two plans side by side: figures, and the classes that only one of them has."""
    one, two = find(request, slug), find(request, other)
    context = {"plan": one, "other": two, "compared": compared(one, two)}
    return render(request, "training/plan_compare.html", context)


@require_safe
def workbook(request: Request, slug: str) -> HttpResponseBase:
    """The plan as an Excel file: a line for each place's people in each class."""
    found = _found(request, slug)
    told = shown(found)
    rows, widths = lines_out(told), (8, 40, 14, 14, 30)
    table = Table(title="Classes", headings=HEADINGS, rows=rows, widths=widths)
    at, notes = found.state_since, list(told.aims)
    return as_workbook([table], title=found.title, notes=notes, at=at, name=found.slug)


@require_safe
def csv(request: Request, slug: str) -> HttpResponseBase:
    """The same lines as comma-separated values, written while they are sent."""
    found = _found(request, slug)
    return as_csv(HEADINGS, lines_out(shown(found)), name=found.slug)


def _found(request: Request, slug: str) -> YearPlan:
    """Return a plan that has classes. Raises PermissionDenied for one that has none."""
    found = find(request, slug)
    refuse(rules.why_not_take(found))
    return found


def find(request: Request, slug: str) -> YearPlan:
    """Return a plan that the reader may see; any other is not there."""
    refuse(rules.why_not_read_plans(request.actor))
    return get_object_or_404(YearPlan.objects.visible_to(request.actor).for_list(), slug=slug)


def refuse(reason: str | None) -> None:
    """Close the door, with the sentence. Raises PermissionDenied."""
    if reason:
        raise PermissionDenied(reason)


def _live(request: Request, found: YearPlan) -> dict[str, Any]:
    """What the page says of it; the tag names that, so that a script asks only for what is new."""
    return {
        "plan": found,
        "tag": f"{found.state}-{found.progress}",
        "goes_on": found.is_under_way,
        "is_still": request.GET.get("refresh") == "no",
        "is_planner": not rules.why_not_plan(request.actor),
        "why_not_cancel": rules.why_not_cancel(request.actor, found),
        "why_not_again": rules.why_not_plan_again(request.actor, found),
        "why_not_adopt": rules.why_not_adopt(request.actor, found),
    }


def _draft(request: Request, found: YearPlan) -> dict[str, Any]:
    lacks = lacks_of(found)
    return {
        "why_not_ask": rules.why_not_ask(request.actor, found, lacks=lacks),
        "wants": found.wants.count(),
        "people": sum(found.wants.values_list("seats", flat=True)),
        "venues": found.venues.count(),
        "days": found.days.count(),
        "limits": found.limits.count(),
        "assessment": last_closed(),
        "too_small": too_small(found),
    }
