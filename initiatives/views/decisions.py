"""Decisions about the entries of a round: one, all of them, and a later one for an earlier."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from collaborative.lifecycle import StaleState
from initiatives import results
from initiatives.forms.decisions import DecisionForm, LaterDecisionForm
from initiatives.models import Decision, Entry, Placing, Proposal, Round
from initiatives.models.proposals import ProposalQuerySet
from initiatives.operations import decisions as operations
from initiatives.results.deciding import decided_lines
from initiatives.results.meetings import proposed_by
from initiatives.rules import decisions as rules
from initiatives.rules import rounds as round_rules
from initiatives.views.arriving import not_found
from initiatives.views.results import find, find_entry

PAGE = 50


@login_not_required
@require_safe
def index(request: Request, slug: str) -> HttpResponseBase:
    """Every decision of a round, the undecided first while there are any."""
    round_ = find(request, slug)
    if round_ is None:
        return not_found(request)
    page = Paginator(decided_lines(round_), PAGE).get_page(request.GET.get("page"))
    standing = round_.entries.standing()
    is_judge = rules.why_not_decide_in(request.actor, round_) is None
    return render(
        request,
        "initiatives/decisions.html",
        {
            "round": round_,
            "page": page,
            "undecided": standing.filter(decisions=None).count(),
            "total": standing.count(),
            "may_decide": is_judge,
            "why_not_release": round_rules.why_not_release(request.actor, round_),
        },
    )


@login_not_required
def decision(request: Request, slug: str, reference: str) -> HttpResponseBase:
    """What was decided about an entry; for a facilitator, before there is one, the form for it."""
    round_ = find(request, slug)
    entry = find_entry(request, round_, reference)
    if round_ is None or entry is None:
        return not_found(request)
    closed = rules.why_not_decide(request.actor, entry)
    if request.method == "POST":
        if closed:
            raise PermissionDenied(closed)
        form = DecisionForm(request.POST, entry=entry, readable=_readable(request))
        return _decide(request, entry, form) if form.is_valid() else _page(request, entry, form)
    if closed or entry.decision:
        return _page(request, entry, None)
    proposed = proposed_by(request.GET.get("motion"), entry)
    form = DecisionForm(entry=entry, readable=_readable(request), initial=proposed)
    return _page(request, entry, form)


def _decide(request: Request, entry: Entry, form: DecisionForm) -> HttpResponse:
    made = operations.decide(entry, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(
        request,
        f"{entry.proposal}: {made.phrase}. Only facilitators read it until the release.",
    )
    return redirect("initiatives:decisions", entry.round.slug)


def change(request: Request, slug: str, reference: str) -> HttpResponseBase:
    """Record a decision that takes the place of the current one."""
    round_ = find(request, slug)
    entry = find_entry(request, round_, reference)
    if round_ is None or entry is None:
        return not_found(request)
    current = entry.decision
    if current is None:
        return redirect("initiatives:decision", round_.slug, reference)
    current.entry = entry
    if reason := rules.why_not_supersede(request.actor, current):
        raise PermissionDenied(reason)
    form = LaterDecisionForm(
        sent(request),
        entry=entry,
        readable=_readable(request),
        initial=_said(current),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if typed["number"] != current.number:
            raise StaleState(rules.already_decided(current))
        if reason := rules.why_not_supersede_with(current, typed["outcome"], typed["because"]):
            form.add_error("outcome", reason)
        else:
            return _supersede(request, current, form)
    shown = {"round": round_, "entry": entry, "earlier": current, "form": form}
    return render(request, "initiatives/decision_change.html", shown)


def _supersede(request: Request, earlier: Decision, form: LaterDecisionForm) -> HttpResponse:
    typed = form.cleaned_data
    verdict = operations.Verdict(
        outcome=typed["outcome"], rationale=typed["rationale"], merge_into=typed["merge_into"]
    )
    made = operations.supersede(
        earlier, verdict=verdict, because=typed["because"], by=request.actor, at=timezone.now()
    )
    entry = earlier.entry
    said = f"{entry.proposal}: {made.phrase}. The earlier decision stays, struck out."
    messages.success(request, f"{said} {made.stays_because}".strip())
    return redirect("initiatives:decision", entry.round.slug, entry.proposal.reference)


def _said(current: Decision) -> dict[str, object]:
    """The form begins from what is decided now."""
    return {
        "number": current.number,
        "outcome": current.outcome,
        "rationale": current.rationale,
        "merge_into": current.merge_into.reference if current.merge_into else "",
    }


def _readable(request: Request) -> ProposalQuerySet:
    return Proposal.objects.visible_to(request.actor).select_related("city")


def _page(request: Request, entry: Entry, form: DecisionForm | None) -> HttpResponse:
    round_: Round = entry.round
    placing = Placing.objects.of(round_).filter(entry=entry).get()
    criteria = {criterion.key: criterion for criterion in round_.criteria.all()}
    current = entry.decision
    may_change = False
    if current is not None:
        current.entry = entry
        may_change = rules.why_not_supersede(request.actor, current) is None
    return render(
        request,
        "initiatives/decision.html",
        {
            "round": round_,
            "entry": entry,
            "placing": placing,
            "reasons": results.in_words(placing, round_, criteria),
            "decision": current,
            "earlier": entry.earlier_decisions,
            "may_change": may_change,
            "form": form,
        },
    )
