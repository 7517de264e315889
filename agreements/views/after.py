"""What came after a council's decision: added once its consequence has been read."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements import results, rules
from agreements.forms import AfterForm
from agreements.operations import acts, looking
from agreements.views.finding import find, find_act
from collaborative.http import Request, sent


def add(request: Request, slug: str, key: int) -> HttpResponse:
    """Add a step after an act's decision. What it does to the adoption is said first."""
    agreement = find(request, slug)
    act = find_act(agreement, key)
    if reason := rules.why_not_add_action(request.actor, act):
        raise PermissionDenied(reason)
    form = AfterForm(sent(request), today=timezone.localdate(), decided_on=act.acted_on)
    consequence = None
    if request.method == "POST" and form.is_valid():
        step = form.step()
        consequence = looking.consequence(act, step)
        if request.POST.get("confirm") == consequence.fingerprint:
            action = acts.add_action(act, step=step, by=request.actor, at=timezone.now())
            agreement.refresh_from_db()
            messages.success(
                request,
                f"{action.label} is on record for {act.file_number}. "
                f"{results.standing(agreement).summary}",
            )
            return redirect(agreement)
    context = {"form": form, "agreement": agreement, "act": act, "consequence": consequence}
    return render(request, "agreements/after.html", context)
