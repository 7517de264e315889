"""What the facilitator decides on a proposal that was sent in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from collaborative.http import Request
from initiatives.events import ProposalEvent
from initiatives.forms.proposals import ScreeningForm
from initiatives.models import Proposal
from initiatives.operations import proposals as operations
from initiatives.results.history import standing
from initiatives.results.proposals import names_for, parts
from initiatives.rules import proposals as rules
from initiatives.views.arriving import arrived_late, find

EVENTS = {
    "accept": ProposalEvent.ACCEPTED,
    "send_back": ProposalEvent.RETURNED,
    "decline": ProposalEvent.DECLINED,
}


def screen(request: Request, reference: str) -> HttpResponse:
    """Read the proposal, then accept it, send it back or decline it."""
    proposal = find(request, reference)
    if reason := rules.why_not_screen(request.actor, proposal):
        raise PermissionDenied(reason)
    event = EVENTS.get(request.POST.get("step", ""), ProposalEvent.ACCEPTED)
    if late := arrived_late(request, proposal, event):
        return late
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _take_step(request, proposal, form.cleaned_data["step"], form.cleaned_data["reason"])
        messages.success(request, f"{standing(proposal)}. Its authors are told.")
        return redirect(proposal)
    return render(
        request,
        "initiatives/proposal_screen.html",
        {
            "form": form,
            "proposal": proposal,
            "parts": parts(proposal.answers, names_for(proposal)),
            "sponsors": proposal.sponsorships.shown_to(request.actor),
            "attachments": proposal.attachments.all(),
        },
    )


def _take_step(request: Request, proposal: Proposal, step: str, reason: str) -> None:
    by, at = request.actor, timezone.now()
    if step == "accept":
        operations.accept(proposal, by=by, at=at)
    elif step == "send_back":
        operations.send_back(proposal, reason=reason, by=by, at=at)
    else:
        operations.decline(proposal, reason=reason, by=by, at=at)
