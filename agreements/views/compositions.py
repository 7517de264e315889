"""What a council is made of: for everybody to read, for its own clerk to say."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.forms import CompositionForm
from agreements.operations import compositions
from cities import rules
from cities.majority import reckon
from cities.models import Composition, Organisation
from collaborative.http import Request, sent
from collaborative.wording import day


@login_not_required
@require_safe
def composition(request: Request, slug: str) -> HttpResponse:
    """Every composition on record, with its source and what a majority is by it."""
    body = get_object_or_404(Organisation, slug=slug)
    why_not = rules.why_not_keep_council(request.actor, body)
    context = {"body": body, "rows": _rows(body), "why_not": why_not}
    return render(request, "agreements/composition.html", context)


def state(request: Request, slug: str) -> HttpResponse:
    """Say from which day a council is made of what."""
    body = get_object_or_404(Organisation, slug=slug)
    if reason := rules.why_not_keep_council(request.actor, body):
        raise PermissionDenied(reason)
    form = CompositionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        stated = form.stated()
        compositions.state(body, stated=stated, by=request.actor, at=timezone.now())
        messages.success(request, f"Majorities from {day(stated.starts_on)} on are reckoned by it.")
        return redirect("agreements:composition", body.slug)
    return render(request, "agreements/composition_state.html", {"body": body, "form": form})


def _rows(body: Organisation) -> list[tuple[Composition, str, bool]]:
    """Each row, the latest first, with its majority, and whether another took its place."""
    told: list[tuple[Composition, str, bool]] = []
    days = set()
    for row in body.compositions.order_by("-starts_on", "-pk"):
        told.append((row, _majority(row), row.starts_on in days))
        days.add(row.starts_on)
    return told


def _majority(row: Composition) -> str:
    """How many a majority of the members is, in words."""
    reckoning = reckon(row.council, ayes=0, nays=0)
    return f"{reckoning.needed} of {reckoning.seats}"
