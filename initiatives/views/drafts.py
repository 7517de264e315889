"""Proposals as their authors write them: begin, edit, check and send in, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cities.models import City
from collaborative import wording
from collaborative.http import Request
from collaborative.models import Event
from collaborative.roles import Permission
from initiatives.events import ProposalEvent
from initiatives.forms.proposals import (
    EditProposalForm,
    NewProposalForm,
    ProposalForm,
    SubmitForm,
    WithdrawForm,
)
from initiatives.models import Proposal
from initiatives.operations import proposals as operations
from initiatives.results.history import standing
from initiatives.results.proposals import Answers, answers, differences, missing
from initiatives.rules import proposals as rules
from initiatives.views.arriving import arrived_late, find


def new(request: Request) -> HttpResponse:
    """Say what is asked, and begin a draft for one of the person's cities."""
    if reason := rules.why_not_propose(request.actor):
        raise PermissionDenied(reason)
    own = City.objects.filter(pk__in=request.actor.organisations(Permission.PROPOSE))
    cities = list(own)
    asked = [city for city in cities if city.slug == request.GET.get("city")] or cities
    if len(asked) > 1:
        return render(request, "initiatives/proposal_city.html", {"cities": cities})
    (city,) = asked
    form = NewProposalForm(request.POST if request.method == "POST" else None, city=city)
    if request.method == "POST" and form.is_valid():
        begun = operations.start(
            city,
            answers=form.answers(),
            key=form.cleaned_data["key"],
            by=request.actor,
            at=timezone.now(),
        )
        return _save(request, begun, form, version=1)  # sent again with more in it: nothing is lost
    return render(request, "initiatives/proposal_new.html", {"form": form, "city": city})


def edit(request: Request, reference: str) -> HttpResponse:
    """Write on a draft, or on a proposal that was sent back."""
    proposal = find(request, reference)
    if reason := rules.why_not_write(request.actor, proposal):
        raise PermissionDenied(reason)
    if request.method == "POST":
        form = EditProposalForm(request.POST, city=proposal.city)
        if form.is_valid():
            return _save(request, proposal, form, version=form.cleaned_data["version"])
    elif closed := rules.closed_text(proposal):
        messages.info(request, closed)
        return redirect(proposal)
    else:
        form = EditProposalForm(city=proposal.city, said=Answers.of(proposal))
        form.initial["version"] = proposal.version
    return render(request, "initiatives/proposal_edit.html", {"form": form, "proposal": proposal})


def _save(
    request: Request, proposal: Proposal, form: ProposalForm, *, version: int
) -> HttpResponse:
    """Save what was typed and go on, or show it beside what somebody else saved meanwhile."""
    at = timezone.now()
    try:
        operations.save(proposal, answers=form.answers(), version=version, by=request.actor, at=at)
    except operations.StaleText as stale:
        return _two_texts(request, form.answers(), stale.current)
    messages.success(request, f"{proposal.reference} was saved on {wording.moment(at)}.")
    route = "submit_proposal" if "check" in request.POST else "edit_proposal"
    return redirect(f"initiatives:{route}", proposal.reference)


def _two_texts(request: Request, typed: Answers, current: Proposal) -> HttpResponse:
    """Show what was typed and what stands now side by side; the next save keeps what is typed."""
    return render(
        request,
        "initiatives/proposal_edit.html",
        {
            "form": EditProposalForm.typed_over(request.POST, current),
            "proposal": current,
            "theirs": differences(typed, Answers.of(current)),
            "last": Event.objects.about(current).select_related("by").order_by("-pk").first(),
            "closed": rules.closed_text(current),
        },
        status=409,
    )


def submit(request: Request, reference: str) -> HttpResponse:
    """Check the answers, then send them in: only the text that was on the page."""
    proposal = find(request, reference)
    if reason := rules.why_not_share(request.actor, proposal):
        raise PermissionDenied(reason)
    if late := arrived_late(request, proposal, ProposalEvent.SUBMITTED):
        return late
    if request.method == "GET" or missing(proposal):
        return _check(request, proposal, status=200 if request.method == "GET" else 422)
    form = SubmitForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        operations.submit(proposal, version=version, by=request.actor, at=timezone.now())
    except operations.StaleText as stale:
        return _check(request, stale.current, status=409)
    messages.success(request, f"{standing(proposal)}. The facilitator reads it next.")
    return redirect(proposal)


def _check(request: Request, proposal: Proposal, *, status: int) -> HttpResponse:
    """Show every answer, and what is missing."""
    unanswered = missing(proposal)
    return render(
        request,
        "initiatives/proposal_submit.html",
        {
            "proposal": proposal,
            "answers": answers(Answers.of(proposal)),
            "attachments": proposal.attachments.all(),
            "missing": unanswered,
            "has_changed": status == 409,  # noqa: PLR2004 - HTTP's conflict
            "submission": SubmitForm(initial={"version": proposal.version}),
        },
        status=status,
    )


def withdraw(request: Request, reference: str) -> HttpResponse:
    """Ask why, then take the proposal back."""
    proposal = find(request, reference)
    if reason := rules.why_not_withdraw(request.actor, proposal):
        raise PermissionDenied(reason)
    if late := arrived_late(request, proposal, ProposalEvent.WITHDRAWN):
        return late
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        operations.withdraw(
            proposal, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        )
        messages.success(request, f"{standing(proposal)}. Its text stays on record.")
        return redirect(proposal)
    return render(
        request, "initiatives/proposal_withdraw.html", {"form": form, "proposal": proposal}
    )
