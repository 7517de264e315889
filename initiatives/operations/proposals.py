"""What people do with a proposal: authors write it and send it in, the facilitator screens it."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cities.models import City
from collaborative.models import Actor, Event, User
from initiatives import grants
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Numbering, Proposal
from initiatives.results.proposals import Answers
from initiatives.rules import proposals as rules


class StaleText(Exception):
    """Somebody else saved, or the text was closed, since the person began to type.

    `current` is the proposal as it stands now; nothing was written.
    """

    def __init__(self, current: Proposal) -> None:
        """Keep the proposal as it stands."""
        super().__init__(f"{current.reference} has changed since it was read.")
        self.current = current


@transaction.atomic
def start(
    city: City, *, answers: Answers, by: Actor, at: datetime, key: uuid.UUID | None = None
) -> Proposal:
    """Begin a draft and return it.

    `key` is worth one draft: a form that is sent twice finds the first one again, as it is.
    """
    if reason := rules.why_not_propose(by, city) or rules.why_not_answer(answers, city):
        raise PermissionDenied(reason)
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return _create(city, answers, key=key, by=by, at=at)
    except IntegrityError:
        if begun := Proposal.objects.filter(form_key=key, author=by.user).first():
            return begun
        raise


def _create(city: City, answers: Answers, *, key: uuid.UUID, by: Actor, at: datetime) -> Proposal:
    proposal = Proposal(
        state=PROPOSAL.start,
        state_since=at,
        reference=Numbering.objects.next_reference(at),
        form_key=key,
        city=city,
        author=by.user,
        created_at=at,
    )
    _write(proposal, answers)
    Event.objects.record(ProposalEvent.STARTED, proposal, by=by, at=at)
    return proposal


@transaction.atomic
def save(
    proposal: Proposal, *, answers: Answers, version: int, by: Actor, at: datetime
) -> Proposal:
    """Write the answers over the version that was read, and return the proposal.

    What stands there already is not written again. Raises StaleText where somebody wrote
    something else meanwhile.
    """
    if reason := rules.why_not_write(by, proposal) or rules.why_not_answer(answers, proposal.city):
        raise PermissionDenied(reason)
    current = _locked(proposal)
    if Answers.of(current) == answers:
        return current
    if current.version != version or rules.closed_text(current):
        raise StaleText(current)
    current.version += 1
    _write(current, answers)
    Event.objects.record(ProposalEvent.SAVED, current, by=by, at=at, version=current.version)
    return current


@transaction.atomic
def share(proposal: Proposal, *, colleague: User, may_edit: bool, by: Actor, at: datetime) -> None:
    """Let a colleague read a draft, or write it too."""
    reason = (
        rules.why_not_share(by, proposal)
        or rules.closed_text(proposal)
        or rules.why_not_share_with(colleague, proposal, on=timezone.localdate(at))
    )
    if reason:
        raise PermissionDenied(reason)
    grants.invite(proposal, colleague, may_edit=may_edit)
    Event.objects.record(
        ProposalEvent.SHARED,
        proposal,
        by=by,
        at=at,
        colleague=colleague.name,
        colleague_id=colleague.pk,
        may_edit=may_edit,
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
    current = _locked(proposal)
    if reason := rules.why_not_submit(by, current):
        raise PermissionDenied(reason)
    if version not in {None, current.version}:
        raise StaleText(current)
    PROPOSAL.advance(
        proposal,
        ProposalEvent.SUBMITTED,
        by=by,
        at=at,
        submitted_at=at,
        detail={"again": current.submitted_at is not None},
    )


@transaction.atomic
def withdraw(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a proposal back for good, before a round takes it up."""
    if closed := rules.why_not_withdraw(by, proposal) or rules.why_not_without(reason):
        raise PermissionDenied(closed)
    PROPOSAL.advance(
        proposal, ProposalEvent.WITHDRAWN, by=by, at=at, detail={"reason": reason.strip()}
    )


@transaction.atomic
def accept(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Let a proposal into evaluation; it waits for a round."""
    if reason := rules.why_not_screen(by, proposal):
        raise PermissionDenied(reason)
    PROPOSAL.advance(proposal, ProposalEvent.ACCEPTED, by=by, at=at)


@transaction.atomic
def send_back(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Give a proposal back to its authors with what has to change."""
    if closed := rules.why_not_screen(by, proposal) or rules.why_not_without(reason):
        raise PermissionDenied(closed)
    PROPOSAL.advance(
        proposal, ProposalEvent.RETURNED, by=by, at=at, detail={"reason": reason.strip()}
    )


@transaction.atomic
def decline(proposal: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Close a proposal, with the reason its authors read."""
    if closed := rules.why_not_screen(by, proposal) or rules.why_not_without(reason):
        raise PermissionDenied(closed)
    PROPOSAL.advance(
        proposal, ProposalEvent.DECLINED, by=by, at=at, detail={"reason": reason.strip()}
    )


@transaction.atomic
def enter_round(proposal: Proposal, *, round_title: str, by: Actor, at: datetime) -> None:
    """Hand an accepted or parked proposal to a round; the round's own operation calls this."""
    if reason := rules.why_not_enter(by):
        raise PermissionDenied(reason)
    PROPOSAL.advance(proposal, ProposalEvent.ENTERED, by=by, at=at, detail={"round": round_title})


def _locked(proposal: Proposal) -> Proposal:
    """Read the proposal anew and keep others from writing it until the transaction ends."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("city", "author")
        .get(pk=proposal.pk)
    )


def _write(proposal: Proposal, answers: Answers) -> None:
    """Write every answer into the row; the cities go beside it."""
    proposal.title = answers.title
    proposal.category = answers.category
    proposal.department = answers.department
    proposal.problem = answers.problem
    proposal.current_service = answers.current_service
    proposal.idea = answers.idea
    proposal.first_year_cost = answers.first_year_cost
    proposal.first_year_saving = answers.first_year_saving
    proposal.save()
    proposal.wanted_cities.set(answers.wanted_cities)
