"""Proposals that were returned to their authors and wait to be sent in again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from initiatives.models import Proposal, ProposalUserPermission, Round
from initiatives.models.proposals import TEXTS
from notifications.models import ByClock, Message
from notifications.operations.letters import Letter, Unwanted, absolute, compose
from notifications.operations.reminders.ladders import Owed, Reach, Source, seen_in, version
from notifications.operations.reminders.standing import midnight_after, morning
from notifications.schedule import Ladder

AGAIN_WITHIN = timedelta(days=30)
"""How long after the return the portal expects it again, while no round says until when."""
DAYS = Ladder(before=(14, 7, 3, 1, 0), after=(7,), hand_up=14)
MOVED = "Until when it can be sent in was moved; a reminder of the new time takes its place."
OVER = "It is sent in again, withdrawn, or waits no longer."
DONE = "It is no longer this person's to send in."


@dataclass(frozen=True, slots=True)
class Until:
    """Until when a proposal is wanted: the day of a round that takes proposals, or the usual."""

    at: datetime
    round: Round | None

    @property
    def over(self) -> datetime:
        """When it is too late."""
        return self.at if self.round else midnight_after(self.at)


def letter(message: Message, at: datetime) -> Letter:
    """Write a reminder. Raises Unwanted where there is nothing to remind of any more."""
    proposal = _returned().filter(pk=message.about_key).first()
    if proposal is None:
        raise Unwanted(OVER)
    until = _until(proposal, _next_round(at))
    if version(until.at) != message.context["deadline"]:
        raise Unwanted(MOVED)
    if message.recipient not in _writers([proposal], at)[proposal.pk]:
        raise Unwanted(DONE)
    context = {
        "proposal": proposal,
        "until": until,
        "is_over": until.over <= at,
        "url": absolute(proposal),
    }
    return compose("reminder_returned", message, context, at=at)


def _returned() -> QuerySet[Proposal]:
    waiting = Proposal.objects.filter(state=Proposal.State.RETURNED)
    return waiting.select_related("city", "author").defer(*TEXTS)


def _next_round(at: datetime) -> Round | None:
    """The announced round that takes proposals and ends that first."""
    return Round.objects.taking_proposals(at).first()


def _until(proposal: Proposal, round_: Round | None) -> Until:
    if round_ is not None and round_.proposals_until is not None:
        return Until(round_.proposals_until, round_)
    return Until(morning(timezone.localdate(proposal.state_since) + AGAIN_WITHIN), None)


def _writers(proposals: Collection[Proposal], at: datetime) -> dict[int, list[User]]:
    """Authors and invited writers in office, by the proposal's key. Two queries."""
    invited = ProposalUserPermission.objects.filter(
        content_object__in=[one.pk for one in proposals], permission__codename="edit_draft"
    )
    of: dict[int, set[int]] = defaultdict(set)
    for proposal, person in invited.values_list("content_object", "user"):
        of[proposal].add(person)
    for one in proposals:
        of[one.pk].add(one.author_id)
    in_office = Office.objects.held_on(timezone.localdate(at))
    people = User.objects.filter(
        is_active=True,
        pk__in={key for keys in of.values() for key in keys},
        offices__in=in_office,
    )
    found = {person.pk: person for person in people.distinct()}
    return {key: [found[one] for one in sorted(keys) if one in found] for key, keys in of.items()}


def _owed(asked: Reach) -> Iterator[Owed]:
    """One for each proposal and writer."""
    round_ = _next_round(asked.at)
    proposals = [
        (one, until)
        for one in _returned().order_by("state_since", "pk")
        if asked.since < (until := _until(one, round_)).over and until.at <= asked.until
    ]
    writers = _writers([one for one, _ in proposals], asked.at) if proposals else {}
    for proposal, until in proposals:
        for person in writers[proposal.pk]:
            yield Owed(
                proposal,
                until.at,
                person,
                f"Returned proposal: {proposal.reference} of {proposal.city}",
                absolute(proposal),
                body=proposal.city_id,
                over=until.over,
                asked_at=proposal.state_since,
                round=until.round,
            )


def _deadlines(keys: Collection[str], at: datetime) -> Mapping[str, datetime | None]:
    round_ = _next_round(at) if keys else None
    waiting = _returned().filter(pk__in=keys)
    return {str(one.pk): _until(one, round_).at for one in waiting}


RETURNED = Source(
    kind=ByClock.RETURNED_DUE,
    prefix="returned",
    moved=MOVED,
    owed=_owed,
    deadlines=_deadlines,
    letter=letter,
    ladder=DAYS,
    reads=seen_in(Proposal.objects.visible_to),
)
