"""Proposals as their authors write them: begin, write section by section, send in, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.models import City
from collaborative.http import Request, sent
from collaborative.roles import Permission
from initiatives.events import ProposalEvent
from initiatives.forms.proposals import SubmitForm, WithdrawForm
from initiatives.forms.sections import StartForm
from initiatives.models import Proposal, Round
from initiatives.operations import proposals as operations
from initiatives.operations import withdrawing, writing
from initiatives.questions import SECTIONS
from initiatives.results.history import standing
from initiatives.results.kept import waiting_in
from initiatives.results.likeness import alike
from initiatives.results.presence import others_in
from initiatives.results.proposals import missing, names_for, parts
from initiatives.results.rounds import judged_by
from initiatives.results.tasks import tasks
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
    form = StartForm(sent(request))
    if request.method == "POST" and form.is_valid():
        begun = writing.start(
            city,
            answers={"title": form.cleaned_data["title"]},
            key=form.cleaned_data["key"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"{begun.reference} is begun. Its sections wait for you below.")
        return redirect("initiatives:edit_proposal", begun.reference)
    return render(
        request,
        "initiatives/proposal_new.html",
        {
            "form": form,
            "city": city,
            "sections": SECTIONS.values(),
            "minutes": sum(section.minutes for section in SECTIONS.values()),
            **judged_by(at=timezone.now()),
        },
    )


@never_cache
@require_safe
def edit(request: Request, reference: str) -> HttpResponse:
    """The sections of a draft, and how far each is."""
    proposal = find(request, reference)
    if reason := rules.why_not_write(request.actor, proposal):
        raise PermissionDenied(reason)
    if closed := rules.closed_text(proposal):
        messages.info(request, closed)
        return redirect(proposal)
    names = names_for(proposal)
    return render(
        request,
        "initiatives/proposal_edit.html",
        {
            "proposal": proposal,
            "title": proposal.draft.get("title"),
            "tasks": tasks(proposal, names),
            "waiting": waiting_in(proposal, request.user, names),
            "others": others_in(proposal, request.user, at=timezone.now()),
            "files": proposal.attachments.count(),
            "is_ready": not missing(proposal.draft, names),
            "may_submit": rules.why_not_share(request.actor, proposal) is None,
        },
    )


@never_cache
def submit(request: Request, reference: str) -> HttpResponse:
    """Check the answers, then send them in: only the text that was on the page."""
    proposal = find(request, reference)
    if reason := rules.why_not_share(request.actor, proposal):
        raise PermissionDenied(reason)
    if late := arrived_late(request, proposal, ProposalEvent.SUBMITTED):
        return late
    if request.method == "GET" or missing(proposal.draft, names_for(proposal)):
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
    names = names_for(proposal)
    return render(
        request,
        "initiatives/proposal_submit.html",
        {
            "proposal": proposal,
            "parts": parts(proposal.draft, names, with_blanks=True),
            "sponsors": proposal.sponsorships.shown_to(request.actor),
            "attachments": proposal.attachments.all(),
            "missing": missing(proposal.draft, names),
            "alike": alike(proposal, proposal.draft, request.actor),
            "has_changed": status == 409,  # noqa: PLR2004 - HTTP's conflict
            "submission": SubmitForm(initial={"version": proposal.version}),
            "rounds": Round.objects.taking_proposals(timezone.now()),
        },
        status=status,
    )


def withdraw(request: Request, reference: str) -> HttpResponse:
    """Ask why, then take the proposal back."""
    proposal = find(request, reference)
    if reason := rules.why_not_withdraw(request.actor, proposal, at=timezone.now()):
        raise PermissionDenied(reason)
    if late := arrived_late(request, proposal, ProposalEvent.WITHDRAWN):
        return late
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        withdrawing.withdraw(
            proposal, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        )
        messages.success(
            request, f"{standing(proposal)}. Its text stays on record; you can bring it back."
        )
        return redirect(proposal)
    return render(
        request, "initiatives/proposal_withdraw.html", {"form": form, "proposal": proposal}
    )


@require_POST
def bring_back(request: Request, reference: str) -> HttpResponse:
    """Open a withdrawn or parked proposal to its authors again; one press is enough."""
    proposal = find(request, reference)
    if reason := rules.why_not_bring_back(request.actor, proposal):
        raise PermissionDenied(reason)
    if proposal.state in rules.OPEN_TO_AUTHORS:
        messages.info(request, f"{standing(proposal)}. Nothing was changed.")
        return redirect(proposal)
    withdrawing.bring_back(proposal, by=request.actor, at=timezone.now())
    messages.success(request, f"{proposal.reference} is open to its authors again, as it was.")
    return redirect(proposal)
