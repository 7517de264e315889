"""Decisions about the entries of a closed round."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from collaborative.http import Request
from initiatives import results
from initiatives.forms.decisions import DecisionForm
from initiatives.models import Entry
from initiatives.operations import decisions as operations
from initiatives.rules import decisions as rules
from initiatives.views.arriving import not_found
from initiatives.views.results import find, find_entry, placing_of


@login_not_required
def decision(request: Request, slug: str, reference: str) -> HttpResponseBase:
    """The decision about an entry; for a facilitator, before there is one, the form for it."""
    round_ = find(request, slug)
    entry = find_entry(request, round_, reference)
    if round_ is None or entry is None:
        return not_found(request)
    closed = rules.why_not_decide(request.actor, entry)
    if request.method == "POST":
        if closed:
            raise PermissionDenied(closed)
        form = DecisionForm(request.POST)
        return _decide(request, entry, form) if form.is_valid() else _page(request, entry, form)
    may_decide = closed is None and not hasattr(entry, "decision")
    return _page(request, entry, DecisionForm() if may_decide else None)


def _decide(request: Request, entry: Entry, form: DecisionForm) -> HttpResponse:
    made = operations.decide(entry, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, f"{entry.proposal} is {made.get_outcome_display().lower()}.")
    return redirect("initiatives:ranking", entry.round.slug)


def _page(request: Request, entry: Entry, form: DecisionForm | None) -> HttpResponse:
    placing = placing_of(entry)
    criteria = {criterion.key: criterion for criterion in entry.round.criteria.all()}
    return render(
        request,
        "initiatives/decision.html",
        {
            "round": entry.round,
            "entry": entry,
            "placing": placing,
            "reasons": results.in_words(placing, entry.round, criteria),
            "decision": getattr(entry, "decision", None),
            "form": form,
        },
    )
