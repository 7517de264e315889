"""Decisions about the entries of a closed round."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from collaborative.http import Request
from initiatives import results
from initiatives.forms.decisions import DecisionForm
from initiatives.operations import decisions as operations
from initiatives.rules import decisions as rules
from initiatives.views.arriving import not_found
from initiatives.views.results import find, find_entry


@login_not_required
def decision(request: Request, slug: str, reference: str) -> HttpResponseBase:
    """The decision about an entry; for a facilitator, before there is one, the form for it."""
    round_ = find(request, slug)
    entry = find_entry(round_, reference)
    if round_ is None or entry is None:
        return not_found(request)
    decided = getattr(entry, "decision", None)
    form = None
    if request.method == "POST":
        if reason := rules.why_not_decide(request.actor, entry):
            raise PermissionDenied(reason)
        form = DecisionForm(request.POST)
        if form.is_valid():
            made = operations.decide(
                entry, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"{entry.proposal} is {made.get_outcome_display().lower()}.")
            return redirect("initiatives:ranking", slug)
    elif decided is None and rules.why_not_decide(request.actor, entry) is None:
        form = DecisionForm()
    criteria = {criterion.key: criterion for criterion in round_.criteria.all()}
    return render(
        request,
        "initiatives/decision.html",
        {
            "round": round_,
            "entry": entry,
            "placing": entry.placing,
            "reasons": results.in_words(entry.placing, round_, criteria),
            "decision": decided,
            "form": form,
        },
    )
