"""What ties people to proposals, as far as the portal knows: hints, none of them a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import QuerySet, Value
from django.utils import timezone

from cities.models import Office
from collaborative.roles import Role
from initiatives.models import Comment, Proposal, ProposalUserPermission

COMMENTED = "commented"


class Tie(Enum):
    """One thing that may be a conflict, said to the person, and said of the person."""

    WROTE = (
        "You helped to write it; whoever did is not asked to review it.",
        "Helped to write it.",
    )
    OFFICE = (
        "You hold another office in the city that leads it.",
        "Holds another office in the city that leads it.",
    )
    DEPARTMENT = (
        "It comes from the department you work in.",
        "Works in the department that it comes from.",
    )
    ANSWERED = (
        "You answered for your city whether it co-sponsors it.",
        "Answered for the own city whether it co-sponsors it.",
    )
    CO_SPONSOR = ("Your city co-sponsors it.", "The own city co-sponsors it.")
    INVITED = ("You were invited to read its draft.", "Was invited to read its draft.")
    COMMENTED = ("You commented on it.", "Commented on it.")

    def __init__(self, to_the_person: str, of_the_person: str) -> None:
        """Keep both sentences."""
        self.to_the_person = to_the_person
        self.of_the_person = of_the_person


_PART = {COMMENTED: Tie.COMMENTED, "read_draft": Tie.INVITED}
"""What taking part makes; every other grant helps to write."""

Ties = Mapping[tuple[int, int], list[Tie]]
"""By keys of proposal and person; in the order of the kinds."""


def ties(proposals: Collection[Proposal], people: Collection[int], *, at: datetime) -> Ties:
    """Find what ties some people to some proposals, loaded with their sponsorships. Two queries."""
    found: defaultdict[tuple[int, int], set[Tie]] = defaultdict(set)
    offices = list(Office.objects.held_on(timezone.localdate(at)).filter(person__in=people))
    for proposal in proposals:
        found[proposal.pk, proposal.author_id].add(Tie.WROTE)
        sponsors = {one.city_id for one in proposal.sponsorships.all() if one.counts}
        for office in offices:
            found[proposal.pk, office.person_id] |= set(_by_office(proposal, office, sponsors))
        for answered in proposal.sponsorships.all():
            if answered.answered_by_id is not None:
                found[proposal.pk, answered.answered_by_id].add(Tie.ANSWERED)
    for proposal_key, person, how in _took_part(proposals, people):
        found[proposal_key, person].add(_PART.get(how, Tie.WROTE))
    return {
        pair: [tie for tie in Tie if tie in known]
        for pair, known in found.items()
        if known and pair[1] in people
    }


def _by_office(proposal: Proposal, office: Office, sponsors: Collection[int]) -> Iterator[Tie]:
    """Say what an office has to do with a proposal; the lead city's evaluators are out anyhow."""
    if office.organisation_id == proposal.city_id and office.role != Role.EVALUATOR:
        yield Tie.OFFICE
    if office.department_id is not None and office.department_id == proposal.department_id:
        yield Tie.DEPARTMENT
    if office.organisation_id in sponsors:
        yield Tie.CO_SPONSOR


def _took_part(
    proposals: Collection[Proposal], people: Collection[int]
) -> QuerySet[Any, tuple[int, int, str]]:
    """Find who commented on the proposals or was invited into them, and how; one query."""
    keys = [proposal.pk for proposal in proposals]
    said = Comment.objects.filter(proposal__in=keys, by__in=people).order_by()
    invited = ProposalUserPermission.objects.filter(content_object__in=keys, user__in=people)
    return said.values_list("proposal_id", "by_id", Value(COMMENTED)).union(
        invited.order_by().values_list("content_object_id", "user_id", "permission__codename")
    )
