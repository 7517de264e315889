"""The text of a proposal that the caller holds: one more revision, and what others then read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cities.models import City, Department
from collaborative.models import Actor
from initiatives.models import Proposal, Revision
from initiatives.operations.signoffs import ask_again
from initiatives.questions import (
    LONGEST_LINE,
    Changes,
    first_year_cost,
    first_year_saving,
    revised,
    wanted,
)


@dataclass(frozen=True, slots=True)
class Page:
    """The page on which something was typed, and which of its sendings this is.

    A page without script sends once and has no turns. Each page that is made has a key of its own.
    """

    key: uuid.UUID
    turn: int | None = None


def revise(
    proposal: Proposal,
    changes: Changes,
    *,
    by: Actor,
    at: datetime,
    how: Revision.How = Revision.How.TYPED,
    restored: int | None = None,
    page: Page | None = None,
) -> Revision:
    """Write one revision of a proposal that the caller holds, and the text that it makes."""
    proposal.version += 1
    proposal.draft = revised(proposal.draft, changes)
    if proposal.submitted_at is None:
        publish(proposal)
    else:
        proposal.save(update_fields=["version", "draft"])
    revision = Revision.objects.create(
        proposal=proposal,
        number=proposal.version,
        changes=dict(changes),
        how=how,
        restored=restored,
        page=page.key if page else None,
        turn=page.turn if page else None,
        by=by.user,
        office=by.title[:200],
        at=at,
    )
    ask_again(proposal, changes, by=by, at=at)
    return revision


def publish(proposal: Proposal) -> None:
    """Let everybody who may read the proposal read the draft as it stands now."""
    text = proposal.draft
    proposal.answers = text
    proposal.title = text.get("title", "")[:LONGEST_LINE]  # the whole stays in the text
    category = text.get("category", "")
    proposal.category = category if category in Proposal.Category else ""
    proposal.department = _department(proposal)
    proposal.first_year_cost = first_year_cost(text)
    proposal.first_year_saving = first_year_saving(text)
    proposal.save()
    name_wanted(proposal)


def name_wanted(proposal: Proposal) -> None:
    """Name the cities that its text wants, and those that came with what was merged into it."""
    came = City.objects.filter(
        Q(proposals__merged_into=proposal) | Q(wanted_in__merged_into=proposal)
    )
    named = Q(slug__in=wanted(proposal.answers)) | Q(pk__in=came.values("pk"))
    proposal.wanted_cities.set(City.objects.filter(named).exclude(pk=proposal.city_id))


def _department(proposal: Proposal) -> Department | None:
    """The lead city's department that the draft names."""
    named = proposal.draft.get("department", "")
    return next((one for one in proposal.city.departments.all() if str(one.pk) == named), None)


def locked(proposal: Proposal) -> Proposal:
    """Read the proposal anew and keep others from writing it until the transaction ends."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("city", "author", "department")
        .get(pk=proposal.pk)
    )
