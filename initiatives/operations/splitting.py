"""A part of a proposal goes its own way: a new draft with some of the answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor, Event
from initiatives import grants
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Invited, Numbering, Proposal, Revision
from initiatives.operations.proposals import send_back
from initiatives.operations.revising import locked, revise
from initiatives.questions import section_of, tidied
from initiatives.results.proposals import colleagues
from initiatives.rules import screening as rules
from initiatives.rules.proposals import text_for, why_not_screen, why_not_without


@transaction.atomic
def split(
    proposal: Proposal,
    *,
    title: str,
    sections: Collection[str],
    key: uuid.UUID,
    by: Actor,
    at: datetime,
    reason: str = "",
    return_too: bool = False,
) -> Proposal:
    """Begin a draft of the same author and city with some sections' answers, and return it.

    The proposal stays as it is; whoever writes it, writes the new draft too. With `return_too`
    it goes back to its authors for the reason. `key` is worth one draft, however often it is sent.
    """
    current = locked(proposal)
    if begun := Proposal.objects.filter(form_key=key, split_from=current).first():
        return begun
    refused = rules.why_not_split(by, current) or rules.why_not_divide(title, sections)
    if return_too:
        refused = (
            refused
            or why_not_screen(by, current)
            or rules.why_not_send_back_too(current)
            or why_not_without(reason)
        )
    if refused:
        raise PermissionDenied(refused)
    part = _part(current, title, sections, key=key, by=by, at=at)
    said = {"reason": reason.strip(), "other": part.pk, "returned": return_too}
    Event.objects.record(
        ProposalEvent.SPLIT, current, by=by, at=at, reference=part.reference, **said
    )
    if return_too:
        send_back(proposal, reason=reason, by=by, at=at, after={"split_off": part.reference})
    return part


def _part(
    current: Proposal,
    title: str,
    sections: Collection[str],
    *,
    key: uuid.UUID,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Write the new draft, its first revision and who may write it."""
    part = Proposal.objects.create(
        state=PROPOSAL.start,
        state_since=at,
        reference=Numbering.objects.next_reference(at),
        form_key=key,
        city=current.city,
        author=current.author,
        created_at=at,
        version=0,
        split_from=current,
    )
    answers = _copied(current, title, sections, by=by)
    revise(part, answers, by=by, at=at, how=Revision.How.COPIED)
    for one in colleagues(current):
        if one.role == Invited.EDIT:
            grants.invite(part, one.person, role=Invited.EDIT)
    Event.objects.record(
        ProposalEvent.SPLIT_OFF, part, by=by, at=at, reference=current.reference, other=current.pk
    )
    return part


def _copied(
    current: Proposal, title: str, sections: Collection[str], *, by: Actor
) -> dict[str, str]:
    """The answers that go along, as the person reads them; kind and department always do."""
    copied = {
        key: value
        for key, value in text_for(by, current).items()
        if key in {"category", "department"} or section_of(key) in set(sections) & {*rules.COPIED}
    }
    return tidied({**copied, "title": title})
