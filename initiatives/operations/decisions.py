"""What the collaborative decides about each entry of a closed round."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Actor
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Decision, Entry
from initiatives.rules import decisions as rules

Outcome = Decision.Outcome
STEPS: Mapping[str, ProposalEvent] = {
    Outcome.CHOSEN: ProposalEvent.CHOSEN,
    Outcome.PARKED: ProposalEvent.PARKED,
    Outcome.NOT_CHOSEN: ProposalEvent.NOT_CHOSEN,
}
"""What each outcome does to the proposal."""


@transaction.atomic
def decide(entry: Entry, *, outcome: str, rationale: str, by: Actor, at: datetime) -> Decision:
    """Record what was decided and why, and move the proposal.

    Raises StaleState, with who was first and when, for a second decision.
    """
    if reason := rules.why_not_decide(by, entry) or rules.why_not_word(outcome, rationale):
        raise PermissionDenied(reason)
    Entry.objects.select_for_update().get(pk=entry.pk)
    earlier = Decision.objects.select_related("entry__proposal", "decided_by").filter(entry=entry)
    if decided := earlier.first():
        raise StaleState(rules.already_decided(decided))
    assert by.user is not None
    decision = Decision.objects.create(
        entry=entry,
        outcome=outcome,
        rationale=rationale.strip(),
        decided_by=by.user,
        office=by.title[:200],
        decided_at=at,
    )
    PROPOSAL.advance(
        entry.proposal,
        STEPS[outcome],
        by=by,
        at=at,
        detail={"round": entry.round.title, "reason": decision.rationale},
    )
    return decision
