"""Proposals as their authors write them: begin, write section by section, send in, withdraw."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cities.models import City
from collaborative import wording
from collaborative.http import Request
from collaborative.models import Event
from collaborative.roles import Permission
from initiatives.events import ProposalEvent
from initiatives.forms.proposals import SubmitForm, WithdrawForm
from initiatives.forms.sections import SectionForm, StartForm
from initiatives.models import KeptText, Proposal
from initiatives.operations import proposals as operations
from initiatives.operations import writing
from initiatives.questions import SECTIONS, Section
from initiatives.results.history import standing
from initiatives.results.proposals import (
    Names,
    differences,
    kept_for,
    keys_in,
    missing,
    names_for,
    parts,
    progress,
)
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
    form = StartForm(request.POST if request.method == "POST" else None)
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
            "progress": progress(proposal.draft, names),
            "files": proposal.attachments.count(),
            "is_ready": not missing(proposal.draft, names),
            "may_submit": rules.why_not_share(request.actor, proposal) is None,
        },
    )


@never_cache
def section(request: Request, reference: str, key: str) -> HttpResponse:
    """Write one section. Whatever is typed is kept; what keeps it from being sent in is said."""
    asked = SECTIONS.get(key)
    proposal = find(request, reference)
    if asked is None or key == "files":
        raise Http404
    if reason := rules.why_not_write(request.actor, proposal):
        raise PermissionDenied(reason)
    if request.method == "POST":
        return _save(request, proposal, asked)
    if closed := rules.closed_text(proposal):
        messages.info(request, closed)
        return redirect(proposal)
    names = names_for(proposal)
    kept = {row.key: row for row in kept_for(proposal, request.user)}
    text = {**proposal.draft, **{row.key: row.text for row in kept.values()}}
    form = SectionForm(section=asked, names=names, text=text, base=proposal.version)
    return _write(request, proposal, form, kept=kept)


def _save(request: Request, proposal: Proposal, asked: Section) -> HttpResponse:
    """Save what was typed and go on, or show it beside what somebody else wrote meanwhile."""
    names, at = names_for(proposal), timezone.now()
    form = SectionForm(
        request.POST, section=asked, names=names, text=proposal.draft, base=proposal.version
    )
    form.is_valid()
    saved = writing.save(
        proposal,
        answers=form.typed(),
        base=form.cleaned_data.get("base", 0),  # a page without it has read nothing of the text
        settled=request.POST.getlist("settled"),
        by=request.actor,
        at=at,
    )
    form.point_out()
    if saved.kept:
        return _two_texts(request, saved, asked, names)
    if form.errors:
        return _write(request, saved.proposal, form, status=422)
    messages.success(request, f"Saved on {wording.moment(at)}.")
    if "stay" in request.POST:
        return redirect("initiatives:edit_section", proposal.reference, asked.key)
    return redirect("initiatives:edit_proposal", proposal.reference)


def _two_texts(
    request: Request, saved: writing.Saved, asked: Section, names: Names
) -> HttpResponse:
    """Show what was typed and what stands now side by side, for their writer to settle."""
    current = saved.proposal
    kept = {row.key: row for row in kept_for(current, request.user)}
    form = SectionForm(
        section=asked,
        names=names,
        text={**current.draft, **saved.kept},
        base=current.version,
    )
    return _write(request, current, form, kept=kept, status=409)


def _write(
    request: Request,
    proposal: Proposal,
    form: SectionForm,
    *,
    kept: Mapping[str, KeptText] | None = None,
    status: int = 200,
) -> HttpResponse:
    own = {
        key: row
        for key, row in (kept or {}).items()
        if key in set(keys_in(form.section, form.names))
    }
    mine = {key: row.text for key, row in own.items()}
    return render(
        request,
        "initiatives/proposal_section.html",
        {
            "proposal": proposal,
            "form": form,
            "section": form.section,
            "sections": SECTIONS.values(),
            "cities": form.by_city() if form.section.key == "today" else [],
            "kept": own,
            "theirs": differences(mine, proposal.draft, form.names),
            "last": Event.objects.about(proposal).select_related("by").order_by("-pk").first(),
            "closed": rules.closed_text(proposal),
        },
        status=status,
    )


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
            "parts": parts(proposal.draft, names),
            "sponsors": proposal.sponsorships.shown_to(request.actor),
            "attachments": proposal.attachments.all(),
            "missing": missing(proposal.draft, names),
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
