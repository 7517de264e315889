"""What the facilitator finds in a proposal that was sent in, and decides on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from collaborative.http import Request
from initiatives.events import ProposalEvent
from initiatives.forms.screening import ScreeningForm, typed_before
from initiatives.models import Proposal, Screening
from initiatives.operations import proposals as operations
from initiatives.operations.screening import StaleChecklist, save_checklist
from initiatives.results.history import standing
from initiatives.results.likeness import alike
from initiatives.results.proposals import names_for, parts
from initiatives.results.screening import Prejudged, findings, open_screening, prejudge, rewritten
from initiatives.results.talk import glance
from initiatives.rules import proposals as rules
from initiatives.views.arriving import arrived_late, find

EVENTS: Mapping[str, ProposalEvent] = {
    "accept": ProposalEvent.ACCEPTED,
    "send_back": ProposalEvent.RETURNED,
    "decline": ProposalEvent.DECLINED,
}


def screen(request: Request, reference: str) -> HttpResponse:
    """Read the proposal, keep the checklist; then accept it, send it back or decline it."""
    proposal = find(request, reference)
    if reason := rules.why_not_screen(request.actor, proposal):
        raise PermissionDenied(reason)
    event = EVENTS.get(request.POST.get("step", ""), ProposalEvent.ACCEPTED)
    if late := arrived_late(request, proposal, event):
        return late
    if request.method == "GET":
        return _page(request, proposal)
    form = ScreeningForm(request.POST, is_saved_only="save" in request.POST)
    if not form.is_valid():
        return _page(request, proposal, form)
    try:
        return (
            _kept(request, proposal, form)
            if form.is_saved_only
            else _decided(request, proposal, form)
        )
    except StaleChecklist as stale:
        return _two_checklists(request, proposal, stale)


def _blank(saved: Screening | None, judged: Prejudged) -> ScreeningForm:
    """The checklist as it was saved; before the first save, what the portal finds by itself."""
    if saved:
        return ScreeningForm(initial=typed_before(saved))
    return ScreeningForm(initial={"version": 0, **judged.answers})


def _kept(request: Request, proposal: Proposal, form: ScreeningForm) -> HttpResponse:
    save_checklist(
        proposal,
        findings=form.findings(),
        version=form.cleaned_data["version"] or 0,
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(
        request, f"The checklist of {proposal.reference} is saved. Nothing is decided yet."
    )
    return redirect("initiatives:screen_proposal", proposal.reference)


def _decided(request: Request, proposal: Proposal, form: ScreeningForm) -> HttpResponse:
    found, step = form.findings(), form.cleaned_data["step"]
    given: dict[str, Any] = {
        "by": request.actor,
        "at": timezone.now(),
        "findings": found,
        "version": form.cleaned_data["version"] or 0,
    }
    if step == "accept":
        operations.accept(proposal, **given)
    elif step == "send_back":
        operations.send_back(proposal, reason=found.reason, reasons=found.reasons, **given)
    else:
        operations.decline(proposal, reason=found.reason, **given)
    messages.success(request, f"{standing(proposal)}. Its authors are told.")
    return redirect(proposal)


def _two_checklists(request: Request, proposal: Proposal, stale: StaleChecklist) -> HttpResponse:
    """Show what was typed, and what another facilitator saved meanwhile, for one to stand."""
    typed = request.POST.copy()
    typed["version"] = str(stale.current.version)
    form = ScreeningForm(typed, is_saved_only=True)
    form.is_valid()
    return _page(request, proposal, form, stale=stale, status=409)


def _page(
    request: Request,
    proposal: Proposal,
    form: ScreeningForm | None = None,
    *,
    stale: StaleChecklist | None = None,
    status: int = 200,
) -> HttpResponse:
    names = names_for(proposal)
    saved = open_screening(proposal.submissions.latest())
    judged = prejudge(proposal, names)
    return render(
        request,
        "initiatives/proposal_screen.html",
        {
            "form": form or _blank(saved, judged),
            "proposal": proposal,
            "parts": parts(proposal.answers, names),
            "sponsors": proposal.sponsorships.shown_to(request.actor),
            "attachments": proposal.attachments.all(),
            "saved": saved,
            "judged": judged,
            "alike": alike(proposal, proposal.answers, request.actor),
            "rewritten": rewritten(proposal, names),
            "stale": stale,
            "theirs": findings(stale.current) if stale else [],
            "talk": glance(request.actor, proposal),
        },
        status=status,
    )
