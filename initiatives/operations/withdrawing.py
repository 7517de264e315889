"""Taking a proposal back, until its round closes, and bringing it back with one act."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.models import Actor
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Proposal
from initiatives.operations.entries import take_out
from initiatives.operations.rounds import hold
from initiatives.rules import proposals as rules


@transaction.atomic
def withdraw(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a proposal back, out of its round too; it can come back with one act.

    Out of a round in preparation it simply goes. In an open one its reviews stay on record and
    count for nothing.
    """
    entry = rules.standing_entry(proposal)
    if entry is not None:
        entry.round = hold(entry.round)
    if closed := rules.why_not_withdraw(by, proposal, at=at) or rules.why_not_without(reason):
        raise PermissionDenied(closed)
    if entry is not None:
        take_out(entry, by=by, at=at)
    PROPOSAL.advance(
        proposal, ProposalEvent.WITHDRAWN, by=by, at=at, detail={"reason": reason.strip()}
    )


@transaction.atomic
def bring_back(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Open a withdrawn or parked proposal to its authors again, with its text as it was."""
    if reason := rules.why_not_bring_back(by, proposal):
        raise PermissionDenied(reason)
    is_draft = proposal.submitted_at is None
    event = ProposalEvent.RESUMED if is_draft else ProposalEvent.BROUGHT_BACK
    PROPOSAL.advance(proposal, event, by=by, at=at)
