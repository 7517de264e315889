"""One proposal as everybody reads it, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative.assets import document_fonts
from collaborative.http import Request
from collaborative.models import Actor
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Entry, Proposal, Round
from initiatives.receipts import typeset_receipt
from initiatives.results.history import NEXT, Reader, history, last_reason
from initiatives.results.kept import waiting_in
from initiatives.results.proposals import names_for, parts
from initiatives.results.receipts import draft_of, receipt_of
from initiatives.results.rounds import when_next
from initiatives.results.screening import (
    cities_taking_part,
    findings,
    kin,
    last_decided,
    reasons_by_section,
)
from initiatives.results.talk import glance
from initiatives.rules import proposals as rules
from initiatives.rules import screening
from initiatives.rules.sponsorships import closed_asking
from initiatives.views.arriving import not_found


@login_not_required
@never_cache
@require_safe
def page(request: Request, reference: str) -> HttpResponseBase:
    """One proposal: what it says, where it stands, what happened, and what happens next."""
    proposal = (
        Proposal.objects.visible_to(request.actor)
        .select_related("city", "author", "department", "merged_into")
        .filter(reference=reference)
        .first()
    )
    if proposal is None:
        return not_found(request)
    reader = rules.reader(request.actor, proposal)
    happened = history(proposal, reader=reader)
    names = names_for(proposal)
    is_author = reader == Reader.AUTHOR
    return render(
        request,
        "initiatives/proposal.html",
        {
            "proposal": proposal,
            "parts": parts(rules.text_for(request.actor, proposal), names),
            "sponsors": proposal.sponsorships.shown_to(request.actor),
            "waiting": waiting_in(proposal, request.user, names) if is_author else [],
            "attachments": proposal.attachments.all(),
            "happened": happened,
            "reason": last_reason(happened, proposal.state),
            "next": NEXT[proposal.state],
            "when": when_next(proposal, at=timezone.now()),
            **_screened(request.actor, proposal, reader),
            "entries": _entries(request.actor, proposal),
            "talk": glance(request.actor, proposal),
            **_acts(request.actor, proposal, at=timezone.now()),
        },
    )


@login_not_required
@require_safe
def document(request: Request, reference: str) -> HttpResponseBase:
    """The proposal as a PDF: what was sent in last, or, for its writers, what stands now."""
    readable = Proposal.objects.visible_to(request.actor).select_related("city")
    proposal = readable.filter(reference=reference).first()
    if proposal is None:
        return not_found(request)
    text = rules.text_for(request.actor, proposal)
    sent = proposal.submissions.select_related("revision", "proposal__city").last()
    is_sent = sent is not None and text == proposal.answers
    sponsors = proposal.sponsorships.shown_to(request.actor)
    if sent and is_sent:
        facts = receipt_of(sent, sponsors=sponsors)
    else:
        facts = draft_of(proposal, sponsors=sponsors, at=timezone.now())
    response = HttpResponse(
        typeset_receipt(facts, fonts=document_fonts()), content_type="application/pdf"
    )
    state = "sent-in" if is_sent else "draft"
    response["Content-Disposition"] = f'inline; filename="{reference}-{state}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _screened(actor: Actor, proposal: Proposal, reader: Reader) -> dict[str, Any]:
    """What the facilitator asked and found, for authors and officials; what became of its parts."""
    related = kin(proposal, actor)
    shown: dict[str, Any] = {
        "kin": related,
        "taking_part": cities_taking_part(proposal) if related.merged else [],
    }
    if reader == Reader.PUBLIC:
        return shown
    checked = last_decided(proposal)
    found = findings(checked) if checked else []
    return shown | {
        "asked": reasons_by_section(proposal).values(),
        "checked": checked,
        "findings": found if any(one.answer or one.note for one in found) else [],
    }


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
    is_press: bool = False
    """Done by one press on the page itself."""


def _acts(actor: Actor, proposal: Proposal, *, at: datetime) -> dict[str, Any]:
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
    may_withdraw = rules.why_not_withdraw(actor, proposal, at=at) is None
    if may_withdraw and PROPOSAL.allows(proposal, ProposalEvent.WITHDRAWN):
        acts.append(_act("Withdraw", "withdraw_proposal", proposal))
    if (
        PROPOSAL.allows(proposal, ProposalEvent.ACCEPTED)
        and rules.why_not_screen(actor, proposal) is None
    ):
        acts.append(_act("Accept, send back or decline", "screen_proposal", proposal, style=""))
    can_come_back = proposal.state in {Proposal.State.WITHDRAWN, Proposal.State.PARKED}
    if can_come_back and rules.why_not_bring_back(actor, proposal) is None:
        back = _act("Bring it back", "bring_back", proposal)
        acts.append(replace(back, is_press=True))
    acts += _rearranging(actor, proposal)
    acts += _sponsor_acts(actor, proposal, is_own=is_own)
    may_remove = is_writer and not closed
    return {"acts": acts, "may_remove": may_remove, "closed": closed if is_writer else None}


def _rearranging(actor: Actor, proposal: Proposal) -> Iterator[Act]:
    """What can be done that makes one proposal of two, or two of one."""
    if screening.why_not_split(actor, proposal) is None:
        yield _act("Split", "split_proposal", proposal)
    if screening.why_not_rearrange(actor, proposal) is not None:
        return
    if screening.why_not_be_merged(proposal) is None:
        yield _act("Merge into another", "merge_proposal", proposal)
    if screening.why_not_separate(actor, proposal) is None:
        yield _act("Separate again", "separate_proposal", proposal)


def _sponsor_acts(actor: Actor, proposal: Proposal, *, is_own: bool) -> list[Act]:
    """Asking other cities is its authors', until the screening; answering is a liaison's."""
    acts = []
    if is_own and not closed_asking(proposal):
        acts.append(_act("Ask cities to co-sponsor", "sponsors", proposal))
    put = proposal.sponsorships.put_to(actor)
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
