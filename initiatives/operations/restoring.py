"""Bringing an earlier text of a proposal back: as a new revision, so that nothing is lost by it."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative import wording
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.models import Proposal, Revision
from initiatives.operations.revising import locked, revise
from initiatives.questions import SECTIONS, changed, section_of
from initiatives.rules import proposals as rules


@transaction.atomic
def restore(
    proposal: Proposal, *, number: int, by: Actor, at: datetime, section: str = ""
) -> Revision | None:
    """Write the text of a revision over the one that stands, whole or one section of it.

    Returns the new revision, or nothing where the two texts are the same. Files are not touched.
    Raises Revision.DoesNotExist for a number that the proposal never had.
    """
    if reason := rules.why_not_write(by, proposal):
        raise PermissionDenied(reason)
    current = locked(proposal)
    if closed := rules.closed_text(current):
        raise PermissionDenied(closed)
    earlier = current.revisions.get(number=number)
    then = Revision.objects.text_at(current, number)
    keys = [key for key in sorted({*then, *current.draft}) if section in {"", section_of(key)}]
    changes = changed(current.draft, {key: then.get(key, "") for key in keys})
    if not changes:
        return None
    what = f"the section “{SECTIONS[section].title}”" if section else "the text"
    Event.objects.record(
        ProposalEvent.RESTORED,
        current,
        by=by,
        at=at,
        what=what,
        since=wording.moment(earlier.at),
        version=current.version + 1,
    )
    return revise(current, changes, by=by, at=at, how=Revision.How.RESTORED, restored=number)
