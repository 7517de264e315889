"""Two proposals become one, and two again: both texts stay, the people and the cities join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event, User
from initiatives import grants
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.models import Invited, Proposal, Round, Sponsorship
from initiatives.models.sponsorships import OPEN_TO_ANSWERS
from initiatives.operations.proposals import send_back
from initiatives.operations.revising import name_wanted
from initiatives.operations.sponsorships import ask_for_merge, let_go
from initiatives.results.likeness import MERGEABLE
from initiatives.results.proposals import colleagues
from initiatives.results.screening import cities_taking_part
from initiatives.rules import screening as rules
from initiatives.rules.proposals import why_not_without


@dataclass(frozen=True, slots=True)
class Joined:
    """Who writes the other text now: keys of those invited new, and the others' roles before."""

    new: tuple[int, ...]
    raised: Mapping[str, str]


@transaction.atomic
def merge(
    source: Proposal,
    *,
    into: Proposal,
    reason: str,
    by: Actor,
    at: datetime,
    return_too: bool = False,
) -> None:
    """Merge one proposal into another, whose authors take its authors in; undone by `separate`.

    Both texts stay as they are. With `return_too` the other goes back to its authors for the
    same reason, to work this text in. Raises StaleState, with who was first and when, where
    either has moved on.
    """
    if refused := rules.why_not_rearrange(by, source, into) or why_not_without(reason):
        raise PermissionDenied(refused)
    held, target = _held(source, into)
    _check(held, target, return_too=return_too)
    _join(Pair(source, held, target), reason=reason, by=by, at=at, told={"returned": return_too})
    if return_too:
        send_back(into, reason=reason, by=by, at=at, after={"took_in": held.reference})
    into.refresh_from_db()


@transaction.atomic
def merge_as_decided(
    source: Proposal, *, into: Proposal, reason: str, round_: Round, by: Actor, at: datetime
) -> None:
    """Merge what a round decided to merge; a part of the release, which has asked the rules.

    Who wrote either may release: another facilitator decided it. The authors of a proposal of the
    same round hear of it with their own decision (`is_told`).
    """
    held, target = _held(source, into)
    is_told = round_.entries.standing().filter(proposal=target).exists()
    told = {"returned": False, "is_told": is_told}
    _join(Pair(source, held, target), reason=reason, by=by, at=at, told=told, round=round_.title)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two proposals that become one: the first as the caller has it, and both as held."""

    source: Proposal
    held: Proposal
    target: Proposal


def _join(
    pair: Pair, *, reason: str, by: Actor, at: datetime, told: Mapping[str, bool], **more: str
) -> None:
    """Join writers and cities, move the source, and record it on both, with `more`.

    `told` says on the target which other letter tells its authors.
    """
    held, target = pair.held, pair.target
    before = cities_taking_part(target)
    joined = _join_writers(held, target)
    writers = {"new": joined.new, "raised": joined.raised}
    PROPOSAL.advance(
        pair.source,
        ProposalEvent.MERGED,
        by=by,
        at=at,
        merged_into=target,
        detail={**_said(reason, target), **writers, **more},
    )
    asked = _join_cities(held, target, by=by, at=at)
    came = [city.slug for city in cities_taking_part(target) if city not in before]
    Event.objects.record(
        ProposalEvent.TOOK_IN,
        target,
        by=by,
        at=at,
        **_said(reason, held),
        cities=came,
        asked=asked,
        **told,
        **more,
    )


@transaction.atomic
def separate(source: Proposal, *, reason: str, by: Actor, at: datetime) -> None:
    """Undo a merge: the proposal waits for screening again, and the people part.

    Raises StaleState where it is not merged any more.
    """
    target = source.merged_into
    if target is None:
        raise StaleState(explain(source))
    held, target = _held(source, target)
    if held.state != Proposal.State.MERGED:
        raise StaleState(explain(held))
    if refused := rules.why_not_separate(by, held) or why_not_without(reason):
        raise PermissionDenied(refused)
    _part_writers(held, target)
    PROPOSAL.advance(
        source,
        ProposalEvent.SEPARATED,
        by=by,
        at=at,
        merged_into=None,
        detail=_said(reason, target),
    )
    _part_cities(held, target, by=by, at=at)
    Event.objects.record(
        ProposalEvent.GAVE_BACK,
        target,
        by=by,
        at=at,
        **_said(reason, held),
    )


def _said(reason: str, other: Proposal) -> dict[str, Any]:
    """What the event on one of the two says of the other."""
    return {"reason": reason.strip(), "reference": other.reference, "other": other.pk}


def _join_cities(source: Proposal, target: Proposal, *, by: Actor, at: datetime) -> list[int]:
    """Let the source's cities take part in the target; return the keys of the new questions.

    Its lead and whoever stood behind it are asked to co-sponsor the target: their word was given
    for another text, so nobody is taken to have agreed to this one. A proposal that was chosen
    takes no answers any more; there the cities are named as taking part, and asked by nobody.
    """
    name_wanted(target)
    if target.state not in OPEN_TO_ANSWERS:
        return []
    stood = source.sponsorships.exclude(
        state__in=[Sponsorship.State.DECLINED, Sponsorship.State.TAKEN_BACK]
    ).select_related("city")
    cities = {source.city, *(one.city for one in stood)} - {target.city}
    return [asked.pk for asked in ask_for_merge(target, cities=cities, by=by, at=at)]


def _part_cities(source: Proposal, target: Proposal, *, by: Actor, at: datetime) -> None:
    """Leave to the target its own cities; a question of the merge without an answer is let go."""
    name_wanted(target)
    taken = Event.objects.about(target).filter(kind=ProposalEvent.TOOK_IN, detail__other=source.pk)
    asked = target.sponsorships.filter(
        pk__in=taken.latest("pk").detail.get("asked", []), state=Sponsorship.State.ASKED
    )
    for sponsorship in asked.select_related("city"):
        let_go(sponsorship, by=by, at=at)


def _held(*proposals: Proposal) -> list[Proposal]:
    """Read proposals anew and keep everybody else from changing them, in the order given.

    They are locked in the order of their keys, so that two merges cannot wait for each other.
    """
    rows = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("city", "author", "merged_into")
        .filter(pk__in=[proposal.pk for proposal in proposals])
        .order_by("pk")
    )
    found = {proposal.pk: proposal for proposal in rows}
    return [found[proposal.pk] for proposal in proposals]


def _check(source: Proposal, target: Proposal, *, return_too: bool) -> None:
    """Refuse what cannot be merged as it stands now; who was first is told."""
    for proposal in (source, target):
        if proposal.state not in MERGEABLE:
            raise StaleState(explain(proposal))
    refused = rules.why_not_be_merged(source) or rules.why_not_take_in(target, source)
    if return_too:
        refused = refused or rules.why_not_send_back_too(target)
    if refused:
        raise PermissionDenied(refused)


def _join_writers(source: Proposal, target: Proposal) -> Joined:
    """Invite those who write the source to write the target."""
    invited = {one.person.pk: one.role for one in colleagues(target)}
    joining = [
        person
        for person in _writers(source)
        if person.pk != target.author_id and invited.get(person.pk) != Invited.EDIT
    ]
    for person in joining:
        grants.invite(target, person, role=Invited.EDIT)
    return Joined(
        new=tuple(person.pk for person in joining if person.pk not in invited),
        raised={
            str(person.pk): str(invited[person.pk]) for person in joining if person.pk in invited
        },
    )


def _writers(proposal: Proposal) -> Iterable[User]:
    yield proposal.author
    yield from (one.person for one in colleagues(proposal) if one.role == Invited.EDIT)


def _part_writers(source: Proposal, target: Proposal) -> None:
    """Take back what the merge had given; whom the authors invited since keeps that."""
    merged = Event.objects.about(source).filter(kind=ProposalEvent.MERGED).latest("pk")
    since = Event.objects.about(target).filter(kind=ProposalEvent.SHARED, pk__gt=merged.pk)
    shared = set(since.values_list("detail__colleague_id", flat=True))
    writing = {one.person.pk: one.person for one in colleagues(target) if one.role == Invited.EDIT}
    given = {key: person for key, person in writing.items() if key not in shared}
    for key in given.keys() & set(merged.detail["new"]):
        grants.take_back(target, given[key])
    for key, role in merged.detail["raised"].items():
        if int(key) in given:
            grants.invite(target, given[int(key)], role=Invited(role))
