"""Who wants what in a year's plan from a sheet: shown first, then taken as shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from collaborative.http import Request
from collaborative.lifecycle import StaleState
from collaborative.tables import Fault, Table
from training.forms.plan_lines import SheetForm
from training.models import YearPlan
from training.operations import plans
from training.results.plans.sheets import COLUMNS, facts_of, looked_at, want_of, wants_in
from training.views.planning import open_plan

GOOD_FOR = timedelta(hours=1)
"""How long what was shown may wait for the press that takes it."""
MOST_FAULTS = 50
"""Faults that are named at once; the rest is counted."""
UNPROCESSABLE, CONFLICT = 422, 409
_SALT = "training.plan_sheet"


@never_cache
def sheet(request: Request, slug: str) -> HttpResponse:
    """Take a sheet, show what it would change, and take it once the analyst says so."""
    plan = open_plan(request, slug)
    if "shown" in request.POST:
        return _take(request, plan)
    is_sent = request.method == "POST"
    form = SheetForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        return _show(request, plan, form)
    return _ask(request, plan, form, status=UNPROCESSABLE if form.is_bound else 200)


def _show(request: Request, plan: YearPlan, form: SheetForm) -> HttpResponse:
    """Show what the sheet would change, or every fault in it."""
    table: Table = form.cleaned_data["file"]
    wants, faults = wants_in(plan, table)
    if faults:
        form.add_error("file", "Nothing was taken. Mend what is listed, and send it again.")
    elif not wants:
        form.add_error("file", "There is no line in it under the names of its columns.")
    if form.errors:
        return _ask(request, plan, form, status=UNPROCESSABLE, faults=faults)
    facts = [request.user.pk, plan.pk, plan.revision, [facts_of(want) for want in wants]]
    context = {
        "plan": plan,
        "look": looked_at(plan, wants),
        "number": len(wants),
        "shown": signing.dumps(facts, salt=_SALT, compress=True),
    }
    return render(request, "training/plan_sheet_shown.html", context)


def _take(request: Request, plan: YearPlan) -> HttpResponse:
    """Take what was shown to this person of this plan, all of it or nothing."""
    try:
        person, key, revision, facts = signing.loads(
            request.POST["shown"], salt=_SALT, max_age=GOOD_FOR
        )
        if (person, key) != (request.user.pk, plan.pk):
            return _anew(request, plan)
        wants = [want_of(plan, line) for line in facts]
        number = plans.take_wants(
            plan, wants=wants, by=request.actor, at=timezone.now(), revision=revision
        )
    except (signing.BadSignature, StaleState):
        return _anew(request, plan)
    said = "1 line" if number == 1 else f"{number:,} lines"
    messages.success(request, f"{said} of the sheet in the plan.")
    return redirect("training:plan_wants", plan.slug)


def _anew(request: Request, plan: YearPlan) -> HttpResponse:
    """Say that what was shown does not hold any more; nothing was taken."""
    return _ask(request, plan, SheetForm(), status=CONFLICT, is_stale=True)


def _ask(
    request: Request,
    plan: YearPlan,
    form: SheetForm,
    *,
    status: int,
    faults: Sequence[Fault] = (),
    is_stale: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "columns": COLUMNS,
        "faults": faults[:MOST_FAULTS],
        "more": max(len(faults) - MOST_FAULTS, 0),
        "is_stale": is_stale,
    }
    return render(request, "training/plan_sheet.html", context, status=status)
