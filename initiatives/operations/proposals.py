"""What people do with a proposal: authors share it and send it in, the facilitator screens it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from collaborative.models import Actor, Event, User
from initiatives import grants
from initiatives.events import ProposalEvent, SubmissionEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Invited, Proposal, Submission
from initiatives.operations.revising import locked, publish
from initiatives.operations.screening import Decision, Findings, asked, conclude, on_record
from initiatives.rules import proposals as rules
from initiatives.rules.screening import why_not_return


class StaleText(Exception):
    """Somebody else saved since the person read the text that is to be sent in.

    `current` is the proposal as it stands now; nothing was written.
    """

    def __init__(self, current: Proposal) -> None:
        """Keep the proposal as it stands."""
        super().__init__(f"{current.reference} has changed since it was read.")
        self.current = current


@transaction.atomic
def share(proposal: Proposal, *, colleague: User, role: Invited, by: Actor, at: datetime) -> None:
    """Let a colleague read a draft, and comment on it or write it too."""
    reason = (
        rules.why_not_share(by, proposal)
        or rules.closed_text(proposal)
        or rules.why_not_share_with(colleague, proposal, role=role, on=timezone.localdate(at))
    )
    if reason:
        raise PermissionDenied(reason)
    grants.invite(proposal, colleague, role=role)
    Event.objects.record(
        ProposalEvent.SHARED,
        proposal,
        by=by,
        at=at,
        colleague=colleague.name,
        colleague_id=colleague.pk,
        role=role,
    )


@transaction.atomic
def change_role(
    proposal: Proposal, *, colleague: User, role: Invited, by: Actor, at: datetime
) -> None:
    """Let an invited colleague do more or less from now on, whatever state the proposal is in.

    The role that the colleague has already changes nothing.
    """
    current = locked(proposal)
    if reason := rules.why_not_change_role(
        by, current, colleague, role=role, on=timezone.localdate(at)
    ):
        raise PermissionDenied(reason)
    if rules.role_of(colleague, current) == role:
        return
    grants.invite(current, colleague, role=role)
    Event.objects.record(
        ProposalEvent.ROLE_CHANGED,
        current,
        by=by,
        at=at,
        colleague=colleague.name,
        colleague_id=colleague.pk,
        role=role,
    )


@transaction.atomic
def unshare(proposal: Proposal, *, colleague: User, by: Actor, at: datetime) -> None:
    """Take a colleague's invitation back, whatever state the proposal is in."""
    if reason := rules.why_not_share(by, proposal):
        raise PermissionDenied(reason)
    grants.take_back(proposal, colleague)
    Event.objects.record(
        ProposalEvent.UNSHARED,
        proposal,
        by=by,
        at=at,
        colleague=colleague.name,
        colleague_id=colleague.pk,
    )


@transaction.atomic
def submit(proposal: Proposal, *, by: Actor, at: datetime, version: int | None = None) -> None:
    """Put a draft, or one that was sent back, before the facilitator.

    With `version`, only that text is sent in. Raises PermissionDenied with what is missing,
    StaleText for another version, StaleState where it is no draft any more.
    """
    current = locked(proposal)
    if reason := rules.why_not_submit(by, current):
        raise PermissionDenied(reason)
    if version not in {None, current.version}:
        raise StaleText(current)
    publish(current)
    PROPOSAL.advance(
        proposal,
        ProposalEvent.SUBMITTED,
        by=by,
        at=at,
        submitted_at=at,
        detail={"again": current.submitted_at is not None, "version": current.version},
    )
    sent = Submission(proposal=proposal, by=by.user, office=by.title[:200], at=at)
    sent.revision = current.revisions.get(number=current.version)
    sent.save()
    Event.objects.record(SubmissionEvent.RECEIVED, sent, by=by, at=at)
    proposal.refresh_from_db()


@transaction.atomic
def accept(
    proposal: Proposal,
    *,
    by: Actor,
    at: datetime,
    findings: Findings | None = None,
    version: int | None = None,
) -> None:
    """Let a proposal into evaluation; it waits for a round.

    Every point of the checklist must be answered yes, in the `findings` or, without them, in
    what was saved. Raises StaleChecklist where it is no longer the `version` that was read.
    """
    if reason := rules.why_not_screen(by, proposal):
        raise PermissionDenied(reason)
    current = locked(proposal)
    if PROPOSAL.allows(current, ProposalEvent.ACCEPTED):
        conclude(current, Decision.ACCEPTED, findings=findings, version=version, by=by, at=at)
    PROPOSAL.advance(proposal, ProposalEvent.ACCEPTED, by=by, at=at)


@transaction.atomic
def send_back(
    proposal: Proposal,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    reasons: Mapping[str, str] | None = None,
    findings: Findings | None = None,
    version: int | None = None,
    after: Mapping[str, str] | None = None,
) -> None:
    """Give a proposal back to its authors with what has to change: as a whole, and by section.

    `after` says in the event what else the same act did, for the letter. What was asked is on
    record in the screening.
    """
    beside = reasons or {}
    refused = rules.why_not_screen(by, proposal) or why_not_return(reason, beside.values())
    if refused:
        raise PermissionDenied(refused)
    current = locked(proposal)
    by_section = {"sections": asked(beside)} if asked(beside) else {}
    detail = {"reason": reason.strip(), **by_section, **(after or {})}
    if PROPOSAL.allows(current, ProposalEvent.RETURNED):
        found = replace(findings or on_record(current), reason=reason, reasons=beside)
        conclude(current, Decision.RETURNED, findings=found, version=version, by=by, at=at)
    PROPOSAL.advance(proposal, ProposalEvent.RETURNED, by=by, at=at, detail=detail)


@transaction.atomic
def decline(
    proposal: Proposal,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    findings: Findings | None = None,
    version: int | None = None,
) -> None:
    """Close a proposal, with the reason its authors read."""
    if closed := rules.why_not_screen(by, proposal) or rules.why_not_without(reason):
        raise PermissionDenied(closed)
    current = locked(proposal)
    if PROPOSAL.allows(current, ProposalEvent.DECLINED):
        found = replace(findings or on_record(current), reason=reason, reasons={})
        conclude(current, Decision.DECLINED, findings=found, version=version, by=by, at=at)
    PROPOSAL.advance(
        proposal, ProposalEvent.DECLINED, by=by, at=at, detail={"reason": reason.strip()}
    )


@transaction.atomic
def enter_round(proposal: Proposal, *, round_title: str, by: Actor, at: datetime) -> None:
    """Hand an accepted or parked proposal to a round; the round's own operation calls this."""
    if reason := rules.why_not_enter(by):
        raise PermissionDenied(reason)
    PROPOSAL.advance(proposal, ProposalEvent.ENTERED, by=by, at=at, detail={"round": round_title})
