"""The texts that a proposal has had: who wrote when, what changed, and bringing one back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative import wording
from collaborative.http import Request
from initiatives.models import Proposal, Revision
from initiatives.operations import restoring
from initiatives.questions import SECTIONS
from initiatives.results.proposals import names_for, parts
from initiatives.results.revisions import changed_parts, sittings
from initiatives.rules import proposals as rules
from initiatives.rules.revisions import revisions_open_to
from initiatives.views.arriving import find, not_found


@never_cache
@login_not_required
@require_safe
def index(request: Request, reference: str) -> HttpResponseBase:
    """List every sitting for those who read the draft; for others what was sent in."""
    proposal = _readable(request, reference)
    if proposal is None:
        return not_found(request)
    is_inside = rules.reads_draft(request.actor, proposal)
    opened = revisions_open_to(request.actor, proposal).order_by("-number")
    return render(
        request,
        "initiatives/proposal_history.html",
        {
            "proposal": proposal,
            "sittings": sittings(proposal) if is_inside else [],
            "revisions": [] if is_inside else _with_earlier(list(opened)),
            "is_inside": is_inside,
            "why_not_restore": rules.why_not_edit(request.actor, proposal),
        },
    )


def _with_earlier(revisions: list[Revision]) -> list[tuple[Revision, Revision | None]]:
    """Pair each revision, the newest first, with the one before it that may be read too."""
    return list(zip(revisions, [*revisions[1:], None], strict=True))


@never_cache
@login_not_required
@require_safe
def revision(request: Request, reference: str, number: int) -> HttpResponseBase:
    """One text of the proposal: whole, or what it changed against an earlier one."""
    proposal = _readable(request, reference)
    if proposal is None:
        return not_found(request)
    opened = revisions_open_to(request.actor, proposal).select_related("by")
    shown = opened.filter(number=number).first()
    earlier = _earlier(request, opened, number)
    if shown is None:
        return not_found(request)
    names, text = names_for(proposal), Revision.objects.text_at(proposal, number)
    before = Revision.objects.text_at(proposal, earlier.number) if earlier else {}
    return render(
        request,
        "initiatives/proposal_revision.html",
        {
            "proposal": proposal,
            "revision": shown,
            "earlier": earlier,
            "changed": changed_parts(before, text, names) if earlier else [],
            "parts": [] if earlier else parts(text, names),
            "why_not_restore": rules.why_not_edit(request.actor, proposal),
            "is_newest": number == proposal.version,
        },
    )


def _earlier(request: Request, opened: QuerySet[Revision], number: int) -> Revision | None:
    """The text to compare with: the one that `from` names, if it may be read and is older."""
    asked = request.GET.get("from", "")
    if not asked.isdecimal() or not 0 < int(asked) < number:
        return None
    return opened.filter(number=int(asked)).first()


@never_cache
def restore(request: Request, reference: str, number: int) -> HttpResponse:
    """Show what bringing an earlier text back would change, then do it."""
    proposal = find(request, reference)
    if reason := rules.why_not_edit(request.actor, proposal):
        raise PermissionDenied(reason)
    earlier = get_object_or_404(proposal.revisions, number=number)
    section = request.POST.get("section", "") or request.GET.get("section", "")
    if section and section not in SECTIONS:
        raise Http404
    if request.method == "POST":
        restoring.restore(
            proposal, number=number, section=section, by=request.actor, at=timezone.now()
        )
        messages.success(
            request,
            f"The text of {wording.moment(earlier.at)} stands again. No other text is lost.",
        )
        return redirect("initiatives:proposal_history", proposal.reference)
    names, then = names_for(proposal), Revision.objects.text_at(proposal, number)
    changed = changed_parts(proposal.draft, then, names)
    return render(
        request,
        "initiatives/proposal_restore.html",
        {
            "proposal": proposal,
            "revision": earlier,
            "section": SECTIONS.get(section),
            "changed": [part for part in changed if section in {"", part.section.key}],
            "sections": [part.section for part in changed],
        },
    )


def _readable(request: Request, reference: str) -> Proposal | None:
    """Return a proposal that this person may read; nothing for any other."""
    readable = Proposal.objects.visible_to(request.actor)
    return readable.select_related("city", "author").filter(reference=reference).first()
