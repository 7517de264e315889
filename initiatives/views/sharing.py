"""Whom the authors invited into a draft."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from collaborative.http import Request, sent
from collaborative.models import User
from initiatives.forms.proposals import RoleForm, ShareForm
from initiatives.models import Proposal
from initiatives.operations import proposals as operations
from initiatives.results.proposals import colleagues
from initiatives.rules import proposals as rules
from initiatives.views.arriving import find


def share(request: Request, reference: str) -> HttpResponse:
    """List the invited colleagues, and invite another."""
    proposal = _own(request, reference)
    form = ShareForm(
        sent(request),
        proposal=proposal,
        on=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        colleague = form.cleaned_data["email"]
        operations.share(
            proposal,
            colleague=colleague,
            role=form.cleaned_data["role"],
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, f"{colleague} can open {proposal.reference} from now on.")
        return redirect("initiatives:share_proposal", proposal.reference)
    return render(
        request,
        "initiatives/proposal_share.html",
        {
            "form": form,
            "proposal": proposal,
            "colleagues": colleagues(proposal),
            "closed": rules.closed_text(proposal),
        },
    )


@require_POST
def change_role(request: Request, reference: str, person: int) -> HttpResponse:
    """Change what an invited colleague may do; no role, or nobody invited, changes nothing."""
    proposal = _own(request, reference)
    form = RoleForm(request.POST)
    colleague = _invited(proposal, person)
    if colleague and form.is_valid():
        role = form.cleaned_data["role"]
        operations.change_role(
            proposal, colleague=colleague, role=role, by=request.actor, at=timezone.now()
        )
        messages.success(request, f"{colleague} may {role.label} from now on, and is told so.")
    return redirect("initiatives:share_proposal", proposal.reference)


@require_POST
def unshare(request: Request, reference: str, person: int) -> HttpResponse:
    """Take an invitation back; one that is not there any more needs nothing."""
    proposal = _own(request, reference)
    if colleague := _invited(proposal, person):
        operations.unshare(proposal, colleague=colleague, by=request.actor, at=timezone.now())
        messages.success(request, f"{colleague} no longer opens {proposal.reference}.")
    return redirect("initiatives:share_proposal", proposal.reference)


def _invited(proposal: Proposal, person: int) -> User | None:
    invited = User.objects.filter(pk__in=proposal.colleague_permissions.values("user"))
    return invited.filter(pk=person).first()


def _own(request: Request, reference: str) -> Proposal:
    proposal = find(request, reference)
    if reason := rules.why_not_share(request.actor, proposal):
        raise PermissionDenied(reason)
    return proposal
