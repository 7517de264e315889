"""Proposals as everybody reads them: the list, and one with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.http import Request
from collaborative.models import Actor
from initiatives.events import ProposalEvent
from initiatives.forms.proposals import FilterForm
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Entry, Proposal, Round, Sponsorship
from initiatives.models.proposals import ProposalQuerySet
from initiatives.models.sponsorships import sponsors_shown_to
from initiatives.results.history import NEXT, history, last_reason
from initiatives.results.proposals import names_for, parts
from initiatives.rules import proposals as rules
from initiatives.rules.sponsorships import closed_asking
from initiatives.views.arriving import not_found

PAGE = 25
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "": ("-state_since", "-pk"),
    "reference": ("created_at", "pk"),
    "title": (Lower("title"), "pk"),
    "city": ("city__name", "-state_since", "-pk"),
}
WITH_REASON = {Proposal.State.RETURNED, Proposal.State.DECLINED, Proposal.State.WITHDRAWN}
"""States that somebody gave a reason for."""


@login_not_required
@require_safe
def index(request: Request) -> HttpResponse:
    """List the proposals whose title this person may see, filtered and in order."""
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    listed = Proposal.objects.listed_for(request.actor)
    found = _filtered(listed, request.actor, chosen).order_by(*ORDERS[chosen.get("sort", "")])
    shown = (
        found.marked_readable(request.actor)
        .select_related("city")
        .prefetch_related(sponsors_shown_to(request.actor))
        .without_texts()
    )
    return render(
        request,
        "initiatives/proposals.html",
        {
            "form": form,
            "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
            "is_filtered": any(chosen.values()),
            "why_not_propose": rules.why_not_propose(request.actor),
        },
    )


def _filtered(
    proposals: ProposalQuerySet, actor: Actor, chosen: Mapping[str, Any]
) -> ProposalQuerySet:
    """Keep the proposals that have every property that was chosen."""
    found = proposals.matching(chosen.get("q", ""), actor)
    for field in ("state", "city", "category"):
        if chosen.get(field):
            found = found.filter(**{field: chosen[field]})
    return found


@login_not_required
@require_safe
def page(request: Request, reference: str) -> HttpResponseBase:
    """One proposal: what it says, where it stands, what happened, and what happens next."""
    proposal = (
        Proposal.objects.visible_to(request.actor)
        .select_related("city", "author", "department")
        .filter(reference=reference)
        .first()
    )
    if proposal is None:
        return not_found(request)
    reader = rules.reader(request.actor, proposal)
    happened = history(proposal, reader=reader)
    return render(
        request,
        "initiatives/proposal.html",
        {
            "proposal": proposal,
            "parts": parts(rules.text_for(request.actor, proposal), names_for(proposal)),
            "sponsors": proposal.sponsorships.shown_to(request.actor),
            "attachments": proposal.attachments.all(),
            "happened": happened,
            "reason": last_reason(happened) if proposal.state in WITH_REASON else "",
            "next": NEXT[proposal.state],
            "entries": _entries(request.actor, proposal),
            **_acts(request.actor, proposal),
        },
    )


def _entries(actor: Actor, proposal: Proposal) -> QuerySet[Entry]:
    """The rounds of the proposal that this person may see, and whether their ranking too."""
    ranked = Round.objects.ranking_visible_to(actor).filter(pk=OuterRef("round"))
    return (
        proposal.entries.filter(round__in=Round.objects.visible_to(actor))
        .annotate(is_ranked=Exists(ranked))
        .select_related("round")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Act:
    """A link to the page on which something is done."""

    label: str
    url: str
    style: str = "outline"


def _acts(actor: Actor, proposal: Proposal) -> dict[str, Any]:
    """What this person can do with the proposal now; where its writers cannot write, why."""
    acts: list[Act] = []
    closed = rules.closed_text(proposal)
    is_writer = rules.why_not_write(actor, proposal) is None
    is_own = is_writer and rules.why_not_propose(actor, proposal.city) is None
    if is_writer and not closed:
        acts.append(_act("Write", "edit_proposal", proposal, style=""))
        acts.append(_act("Add a file", "add_attachment", proposal))
    if is_own and PROPOSAL.allows(proposal, ProposalEvent.SUBMITTED):
        acts.append(_act("Check answers and send in", "submit_proposal", proposal))
        acts.append(_act("Share with a colleague", "share_proposal", proposal))
    if is_own and PROPOSAL.allows(proposal, ProposalEvent.WITHDRAWN):
        acts.append(_act("Withdraw", "withdraw_proposal", proposal))
    if (
        PROPOSAL.allows(proposal, ProposalEvent.ACCEPTED)
        and rules.why_not_screen(actor, proposal) is None
    ):
        acts.append(_act("Accept, send back or decline", "screen_proposal", proposal, style=""))
    acts += _sponsor_acts(actor, proposal, is_own=is_own)
    may_remove = is_writer and not closed
    return {"acts": acts, "may_remove": may_remove, "closed": closed if is_writer else None}


def _sponsor_acts(actor: Actor, proposal: Proposal, *, is_own: bool) -> list[Act]:
    """Asking other cities is its authors', until the screening; answering is a liaison's."""
    acts = []
    if is_own and not closed_asking(proposal):
        acts.append(_act("Ask cities to co-sponsor", "sponsors", proposal))
    put = Sponsorship.objects.put_to(actor).filter(proposal=proposal)
    for sponsorship in put.select_related("city").order_by("city__name"):
        words = "Answer for" if sponsorship.is_waiting else "Look at the answer of"
        acts.append(
            Act(
                f"{words} {sponsorship.city}",
                f"{sponsorship.get_absolute_url()}?city={sponsorship.city.slug}",
                style="" if sponsorship.is_waiting else "outline",
            )
        )
    return acts


def _act(label: str, route: str, proposal: Proposal, *, style: str = "outline") -> Act:
    return Act(label, reverse(f"initiatives:{route}", args=[proposal.reference]), style)
