"""Keeping what arrives from a section's page whose person is not there any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cities.models import Office
from collaborative.models import User
from initiatives.forms.sections import SectionForm
from initiatives.models import Proposal
from initiatives.operations import keeping, revising, writing
from initiatives.questions import SECTIONS
from initiatives.results.proposals import names_for
from initiatives.rules import proposals as rules
from initiatives.views.made_for import MadeFor, made_for, turn
from initiatives.views.signed_out import NOT_KEPT, Place


def _owner(request: HttpRequest) -> int | None:
    owner = made_for(request)
    return None if owner is None else owner.person


def _keep(request: HttpRequest, where: dict[str, Any], at: datetime) -> str | None:
    """Keep a section's answers for a page's person, as long as that person writes them."""
    owner, reference, key = made_for(request), where["reference"], where["key"]
    proposal = _proposal(owner, reference)
    if owner is None or proposal is None or key not in SECTIONS:
        return NOT_KEPT
    try:
        is_kept = _keep_for(request, owner, proposal, key, at=at)
    except keeping.KeepsTooMuch as refusal:
        return str(refusal)
    return None if is_kept else f"You no longer write {reference}."


def _proposal(owner: MadeFor | None, reference: str) -> Proposal | None:
    """The proposal of a page, where the address names the same one."""
    if owner is None:
        return None
    found = Proposal.objects.filter(pk=owner.proposal, reference=reference)
    return found.select_related("city", "author", "department").first()


def _keep_for(
    request: HttpRequest, owner: MadeFor, proposal: Proposal, key: str, *, at: datetime
) -> bool:
    """Keep the form's answers for a page's person; tell whether that person still writes them."""
    person = User.objects.filter(pk=owner.person, is_active=True).first()
    if person is None:
        return False
    actor = Office.objects.actor(person, on=timezone.localdate(at))
    if rules.why_not_write(actor, proposal):
        return False
    form = SectionForm.sent(request.POST, SECTIONS[key], names_for(proposal), proposal)
    writing.keep_for(
        proposal,
        answers=form.typed(),
        base=form.base_read,
        by=actor,
        at=at,
        page=revising.Page(owner.page, turn(request)),
    )
    return True


SECTION = Place(
    page="initiatives:edit_section",
    autosave="initiatives:autosave_section",
    owner=_owner,
    keep=_keep,
)
