"""One section of a proposal: a page that its writers type into, with and without script."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from collaborative import wording
from collaborative.http import Request
from collaborative.roles import CITY_ROLES
from initiatives.forms.sections import SectionForm
from initiatives.models import Proposal
from initiatives.operations import presence, writing
from initiatives.questions import SECTIONS, Section
from initiatives.results.kept import waiting_in
from initiatives.results.presence import others_in
from initiatives.results.proposals import keys_in, names_for, needed_in
from initiatives.results.screening import merged_texts, reasons_by_section
from initiatives.results.talk import glance
from initiatives.results.tasks import neighbours
from initiatives.rules import proposals as rules
from initiatives.views import signed_out
from initiatives.views.arriving import find
from initiatives.views.kept_sections import SECTION
from initiatives.views.made_for import sent_by, stamp

CONFLICT, UNPROCESSABLE = 409, 422


# Not for the signed-in alone: what arrives from a page whose session has ended is kept.
@login_not_required
@never_cache
def section(request: Request, reference: str, key: str) -> HttpResponseBase:
    """Write one section. Whatever is typed is kept; what keeps it from being sent in is said."""
    if signed_out.is_foreign(request, SECTION):
        return signed_out.answer_page(request, SECTION, reference=reference, key=key)
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
    return _show(request, proposal, asked)


def _save(request: Request, proposal: Proposal, asked: Section) -> HttpResponse:
    """Save what was typed and go on, or show it beside what somebody else wrote meanwhile."""
    at = timezone.now()
    form = SectionForm.sent(request.POST, asked, names_for(proposal), proposal)
    saved = writing.save(
        proposal,
        answers=form.typed(),
        base=form.base_read,
        settled=_settled(request),
        shown=request.POST.getlist("shown"),
        released=request.POST.getlist("let_go"),
        page=sent_by(request, proposal),
        by=request.actor,
        at=at,
    )
    if saved.kept:
        return _show(request, saved.proposal, asked, status=CONFLICT)
    form = form.over(saved.proposal.draft, saved.proposal.version)
    if form.errors:
        return _show(request, saved.proposal, asked, form=form, status=UNPROCESSABLE)
    messages.success(request, f"Saved on {wording.moment(at)}.")
    return redirect(_onward(request, proposal, asked))


def _settled(request: Request) -> Collection[str]:
    """Name the answers of which both texts were seen: one by its own button, or all by Save."""
    if {"let_go", "put_in"} & set(request.POST):
        return request.POST.getlist("put_in")
    return request.POST.getlist("settled")


def _onward(request: Request, proposal: Proposal, asked: Section) -> str:
    """Where to go after a save: on to the next section, nowhere, or back to all of them."""
    after = neighbours(asked)[1]
    if "next" in request.POST and after is not None:
        return _address(proposal, after)
    if {"stay", "let_go", "put_in"} & set(request.POST):
        return _address(proposal, asked)
    return reverse("initiatives:edit_proposal", args=[proposal.reference])


def _address(proposal: Proposal, section: Section) -> str:
    if section.key == "files":
        return reverse("initiatives:add_attachment", args=[proposal.reference])
    return reverse("initiatives:edit_section", args=[proposal.reference, section.key])


def _show(
    request: Request,
    proposal: Proposal,
    asked: Section,
    *,
    form: SectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the section: the text that stands, or in its place what waits for this person."""
    at, names = timezone.now(), form.names if form else names_for(proposal)
    waiting = waiting_in(proposal, request.user, names, keys=set(keys_in(asked, names)))
    if form is None:
        text = {**proposal.draft, **{one.key: one.row.text for one in waiting}}
        form = SectionForm(section=asked, names=names, text=text, base=proposal.version)
    form.tear(one for one in waiting if one.is_torn)
    presence.note(proposal, section=asked, person=request.user, at=at)
    before, after = neighbours(asked)
    return render(
        request,
        "initiatives/proposal_section.html",
        {
            "proposal": proposal,
            "form": form,
            "section": asked,
            "needed": needed_in(asked, names),
            "asked": reasons_by_section(proposal).get(asked.key),
            "merged": merged_texts(proposal, asked.key, request.actor),
            "talk": glance(request.actor, proposal, section=asked.key),
            "torn": [one for one in waiting if one.is_torn],
            "put_back": [one for one in waiting if not one.is_torn],
            "others": others_in(proposal, request.user, at=at),
            "made_for": stamp(request, proposal),
            "last": proposal.revisions.select_related("by").last(),
            "closed": rules.closed_text(proposal),
            "before": before and (before, _address(proposal, before)),
            "after": after and (after, _address(proposal, after)),
            **_layout(request, form, proposal),
        },
        status=status,
    )


def _layout(request: Request, form: SectionForm, proposal: Proposal) -> dict[str, Any]:
    """The boxes of the sections that are more than a list of them."""
    if form.section.key == "today":
        own = {held.slug for held in request.actor.offices if held.role in CITY_ROLES}
        return {"cities": form.for_writer(own)}
    if form.section.key == "money":
        return {"figures": form.figures(proposal.draft)}
    return {}


@require_POST
def let_go(request: Request, reference: str) -> HttpResponse:
    """Let go what is kept for this person under the keys sent; what stands is to stay."""
    proposal = find(request, reference)
    keys = request.POST.getlist("key")
    writing.let_go(proposal, keys=keys, by=request.actor, at=timezone.now())
    messages.success(request, "It waits no more. What stands in the proposal was not changed.")
    return redirect(proposal)
