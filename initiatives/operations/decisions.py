"""What the collaborative decides: recorded over days, seen by facilitators, released as one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from collaborative.lifecycle import StaleState
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Decision, Entry, Proposal, Ranking, Round
from initiatives.operations.merging import merge_as_decided
from initiatives.rules import decisions as rules

Outcome = Decision.Outcome
STEPS: Mapping[str, ProposalEvent] = MappingProxyType(
    {
        Outcome.RECOMMENDED: ProposalEvent.CHOSEN,
        Outcome.DEFERRED: ProposalEvent.PARKED,
        Outcome.DECLINED: ProposalEvent.NOT_CHOSEN,
    }
)
"""What each outcome does to the proposal; a merge moves two of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is decided and why; `merge_into` with the outcome "merged" alone."""

    outcome: str
    rationale: str
    merge_into: Proposal | None = None


@transaction.atomic
def decide(
    entry: Entry,
    *,
    outcome: str,
    rationale: str,
    merge_into: Proposal | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Record the first decision about an entry. Nothing moves and nobody is told until release.

    It writes no Event: administrators read those, and until the release a decision is the
    facilitators' own. The row says itself who decided what and when, and is never changed.
    Raises StaleState, with who was first and when, for a second decision.
    """
    entry.round = Round.objects.held(entry.round_id)
    if reason := rules.why_not_decide(by, entry):
        raise PermissionDenied(reason)
    if decided := _current(entry):
        raise StaleState(rules.already_decided(decided))
    verdict = Verdict(outcome=outcome, rationale=rationale, merge_into=merge_into)
    _check(entry, verdict)
    return _record(entry, verdict, by=by, at=at)


@transaction.atomic
def supersede(
    earlier: Decision, *, verdict: Verdict, because: str, by: Actor, at: datetime
) -> Decision:
    """Record a later decision that takes the place of an earlier, which stays to be read.

    Before the release that is all. After it the proposal moves as decided now, or stays where it
    is and the decision says why. Raises StaleState where the earlier one is not current any more.
    """
    entry = earlier.entry
    entry.round = Round.objects.held(entry.round_id)
    entry.proposal = Proposal.objects.select_for_update().get(pk=entry.proposal_id)
    if reason := rules.why_not_supersede(by, earlier):
        raise PermissionDenied(reason)
    current = _current(entry)
    if current is not None and current.pk != earlier.pk:
        raise StaleState(rules.already_decided(current))
    if reason := rules.why_not_supersede_with(earlier, verdict.outcome, because):
        raise PermissionDenied(reason)
    _check(entry, verdict)
    is_released = entry.round.state == Round.State.RELEASED
    stays = rules.why_it_stays(earlier, verdict.outcome) if is_released else ""
    made = _record(
        entry,
        verdict,
        by=by,
        at=at,
        number=earlier.number + 1,
        supersedes=earlier,
        because=because.strip(),
        stays_because=stays,
    )
    if is_released:
        _move_on(made, by=by, at=at)
    return made


def carry_out(round_: Round, *, by: Actor, at: datetime) -> None:
    """Move every proposal of a round as was decided of it; a part of the release.

    The merges come last, when it is known where the proposals that take others in have gone.
    """
    decided = list(
        Decision.objects.current()
        .filter(entry__round=round_)
        .select_related("entry__proposal", "merge_into")
        .order_by("entry__proposal__reference")
    )
    for decision in decided:
        if decision.outcome in STEPS:
            detail = _told(decision, round_)
            PROPOSAL.advance(
                decision.entry.proposal, STEPS[decision.outcome], by=by, at=at, detail=detail
            )
    for decision in decided:
        if decision.merge_into is not None:
            merge_as_decided(
                decision.entry.proposal,
                into=decision.merge_into,
                reason=decision.rationale,
                round_=round_,
                by=by,
                at=at,
            )


def _check(entry: Entry, verdict: Verdict) -> None:
    """Refuse what cannot be decided of this entry as the others are decided now."""
    refused = rules.why_not_word(
        entry, verdict.outcome, verdict.rationale, merge_into=verdict.merge_into
    )
    if refused:
        raise PermissionDenied(refused)


def _record(entry: Entry, verdict: Verdict, *, by: Actor, at: datetime, **later: Any) -> Decision:
    """Write the row; of two that come at the same moment the database takes one."""
    assert by.user is not None
    try:
        with transaction.atomic():
            return Decision.objects.create(
                entry=entry,
                outcome=verdict.outcome,
                merge_into=verdict.merge_into,
                rationale=verdict.rationale.strip(),
                ranking=Ranking.objects.standing(entry.round).get(),
                decided_by=by.user,
                office=by.title[:200],
                decided_at=at,
                **later,
            )
    except IntegrityError as refused:
        first = _current(entry)
        if first is None or first == later.get("supersedes"):
            raise
        raise StaleState(rules.already_decided(first)) from refused


def _current(entry: Entry) -> Decision | None:
    """The last word on an entry, with what a sentence about it needs."""
    loaded = Decision.objects.current().select_related(
        "entry__proposal", "decided_by", "merge_into"
    )
    return loaded.filter(entry=entry).first()


def _move_on(decision: Decision, *, by: Actor, at: datetime) -> None:
    """Move a released proposal as decided later, or put on record that it stays."""
    proposal, earlier = decision.entry.proposal, decision.supersedes
    assert earlier is not None
    detail = {**_told(decision, decision.entry.round), "because": decision.because, "later": True}
    if decision.stays_because or decision.outcome == earlier.outcome:
        Event.objects.record(ProposalEvent.REDECIDED, proposal, by=by, at=at, **detail)
    else:
        PROPOSAL.advance(proposal, STEPS[decision.outcome], by=by, at=at, detail=detail)


def _told(decision: Decision, round_: Round) -> dict[str, Any]:
    """What the event on the proposal says of the decision."""
    return {
        "round": round_.title,
        "outcome": decision.words,
        "reason": decision.rationale,
        "judge": decision.office,
    }
