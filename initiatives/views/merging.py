"""Two proposals beside each other; the facilitator merges them, separates them, splits one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collaborative.http import Request, sent
from initiatives.forms.screening import MergeForm, SeparateForm, SplitForm
from initiatives.models import Proposal
from initiatives.operations import merging
from initiatives.operations.splitting import split as split_off
from initiatives.results.history import standing
from initiatives.results.likeness import alike
from initiatives.results.proposals import names_for, parts
from initiatives.rules import proposals as rules
from initiatives.rules import screening as screening_rules
from initiatives.views.arriving import find


@require_safe
def beside(request: Request, reference: str, other: str) -> HttpResponse:
    """Two proposals, section by section, for whoever may read both."""
    first, second = find(request, reference), find(request, other)
    texts = [parts(rules.text_for(request.actor, one), names_for(one)) for one in (first, second)]
    merges = screening_rules.why_not_rearrange(request.actor, first, second) is None
    return render(
        request,
        "initiatives/proposal_beside.html",
        {
            "first": first,
            "second": second,
            "rows": list(zip(*texts, strict=True)),
            "may_merge": merges
            and screening_rules.why_not_be_merged(first) is None
            and screening_rules.why_not_take_in(second, first) is None,
        },
    )


def merge(request: Request, reference: str) -> HttpResponse:
    """Ask into which other proposal and why, then merge."""
    proposal = find(request, reference)
    if reason := screening_rules.why_not_rearrange(request.actor, proposal):
        raise PermissionDenied(reason)
    if closed := screening_rules.why_not_be_merged(proposal):
        messages.info(request, f"{closed} Nothing was changed.")
        return redirect(proposal)
    form = MergeForm(
        sent(request),
        source=proposal,
        readable=Proposal.objects.visible_to(request.actor).select_related("city", "author"),
        initial={"into": request.GET.get("into", "")},
    )
    if request.method == "POST" and form.is_valid():
        return _merged(request, proposal, form)
    return render(
        request,
        "initiatives/proposal_merge.html",
        {
            "form": form,
            "proposal": proposal,
            "alike": alike(proposal, proposal.answers, request.actor),
        },
    )


def _merged(request: Request, proposal: Proposal, form: MergeForm) -> HttpResponse:
    target = form.cleaned_data["into"]
    merging.merge(
        proposal,
        into=target,
        reason=form.cleaned_data["reason"],
        return_too=form.cleaned_data["return_too"],
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(
        request,
        f"{proposal.reference} is merged into {target.reference}. The authors of both are told; "
        "until a round takes it up, you can separate them again.",
    )
    return redirect(target)


def separate(request: Request, reference: str) -> HttpResponse:
    """Ask why, then undo a merge."""
    proposal = find(request, reference)
    if reason := screening_rules.why_not_rearrange(request.actor, proposal):
        raise PermissionDenied(reason)
    target = proposal.merged_into
    if target is None:
        messages.info(request, f"{standing(proposal)}. Nothing was changed.")
        return redirect(proposal)
    if reason := screening_rules.why_not_separate(request.actor, proposal):
        raise PermissionDenied(reason)
    form = SeparateForm(sent(request))
    if request.method == "POST" and form.is_valid():
        merging.separate(
            proposal, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now()
        )
        messages.success(
            request,
            f"{proposal.reference} is separated from {target.reference}, and waits for "
            "screening again. The authors of both are told.",
        )
        return redirect(proposal)
    return render(
        request,
        "initiatives/proposal_separate.html",
        {"form": form, "proposal": proposal, "target": target},
    )


def split(request: Request, reference: str) -> HttpResponse:
    """Ask for a title and which sections go along, then begin the new draft."""
    proposal = find(request, reference)
    if reason := screening_rules.why_not_split(request.actor, proposal):
        raise PermissionDenied(reason)
    may_return = (
        rules.why_not_screen(request.actor, proposal) is None
        and screening_rules.why_not_send_back_too(proposal) is None
    )
    form = SplitForm(sent(request), may_return=may_return)
    if request.method == "POST" and form.is_valid():
        return _split(request, proposal, form)
    return render(
        request,
        "initiatives/proposal_split.html",
        {
            "form": form,
            "proposal": proposal,
            "parts": parts(rules.text_for(request.actor, proposal), names_for(proposal)),
        },
    )


def _split(request: Request, proposal: Proposal, form: SplitForm) -> HttpResponse:
    typed = form.cleaned_data
    part = split_off(
        proposal,
        title=typed["title"],
        sections=typed["sections"],
        key=typed["key"],
        reason=typed["reason"],
        return_too=typed.get("return_too", False),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, f"{part.reference} is split off, as a draft. The authors are told.")
    return redirect(proposal)
