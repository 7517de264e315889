"""One proposal as everybody reads it, with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.http import Request
from collaborative.models import Actor
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Entry, Proposal, Round
from initiatives.results.history import NEXT, history, last_reason
from initiatives.results.proposals import names_for, parts
from initiatives.rules import proposals as rules
from initiatives.views.arriving import not_found

WITH_REASON = {Proposal.State.RETURNED, Proposal.State.DECLINED, Proposal.State.WITHDRAWN}
"""States that somebody gave a reason for."""


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
    may_remove = is_writer and not closed
    return {"acts": acts, "may_remove": may_remove, "closed": closed if is_writer else None}


def _act(label: str, route: str, proposal: Proposal, *, style: str = "outline") -> Act:
    return Act(label, reverse(f"initiatives:{route}", args=[proposal.reference]), style)
