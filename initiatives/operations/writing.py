"""Writing a proposal: a draft is begun, saved, and what could not be placed is settled.

Whatever somebody sends is kept: in the text, beside it where somebody else changed the same
answer, or, once the text is closed, for its writer alone. Nothing overwrites unseen.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cities.models import City, Department
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.merging import merge
from initiatives.models import KeptText, Numbering, Proposal, Revision
from initiatives.operations.signoffs import ask_again
from initiatives.questions import (
    LONGEST_LINE,
    Changes,
    changed,
    first_year_cost,
    first_year_saving,
    revised,
    tidied,
    wanted,
)
from initiatives.rules import proposals as rules

SITTING = timedelta(minutes=10)
"""Saves by one person that follow each other within that time are one sitting, one Event."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save: the proposal as it stands, and what is kept beside its text, and why."""

    proposal: Proposal
    kept: Changes
    why: KeptText.Why | None = None


@transaction.atomic
def start(
    city: City,
    *,
    answers: Mapping[str, str],
    by: Actor,
    at: datetime,
    key: uuid.UUID | None = None,
) -> Proposal:
    """Begin a draft and return it.

    `key` is worth one draft: a form that is sent twice finds the first one again, as it is.
    """
    if reason := rules.why_not_propose(by, city):
        raise PermissionDenied(reason)
    key = key or uuid.uuid4()
    try:
        with transaction.atomic():
            return _create(city, tidied(answers), key=key, by=by, at=at)
    except IntegrityError:
        if begun := Proposal.objects.filter(form_key=key, author=by.user).first():
            return begun
        raise


def _create(
    city: City, answers: Mapping[str, str], *, key: uuid.UUID, by: Actor, at: datetime
) -> Proposal:
    proposal = Proposal(
        state=PROPOSAL.start,
        state_since=at,
        reference=Numbering.objects.next_reference(at),
        form_key=key,
        city=city,
        author=by.user,
        created_at=at,
        version=0,
    )
    proposal.save()
    revise(proposal, changed({}, answers), by=by, at=at)
    Event.objects.record(ProposalEvent.STARTED, proposal, by=by, at=at)
    return proposal


@transaction.atomic
def save(
    proposal: Proposal,
    *,
    answers: Mapping[str, str],
    base: int,
    by: Actor,
    at: datetime,
    settled: Collection[str] = (),
) -> Saved:
    """Bring the answers, typed over version `base`, into the text that stands.

    An answer that somebody else changed meanwhile, and one that still waits from an earlier such
    case, is kept beside the text, unless its key is among the `settled`: then its writer has
    seen both and this one is to stand. A closed text changes no more; all that is new is kept.
    """
    if reason := rules.why_not_write(by, proposal):
        raise PermissionDenied(reason)
    current = locked(proposal)
    typed = tidied(answers)
    before = Revision.objects.text_at(current, base) if base != current.version else current.draft
    if rules.closed_text(current):
        new = {key: text for key, text in typed.items() if text != before.get(key, "")}
        _keep(current, changed(current.draft, new), KeptText.Why.CLOSED, base=base, by=by, at=at)
        return Saved(current, new, KeptText.Why.CLOSED if new else None)
    waiting = current.kept_texts.waiting().filter(person=by.user, why=KeptText.Why.CONFLICT)
    merged = merge(
        base=before,
        typed=typed,
        stands=current.draft,
        contested=set(waiting.values_list("key", flat=True)),
        settled=settled,
    )
    _let_go(current, settled, by=by, at=at)
    if merged.changes:
        _record_sitting(current, by=by, at=at)
        revise(current, merged.changes, by=by, at=at)
    _keep(current, merged.conflicts, KeptText.Why.CONFLICT, base=base, by=by, at=at)
    return Saved(current, merged.conflicts, KeptText.Why.CONFLICT if merged.conflicts else None)


@transaction.atomic
def keep_for(
    proposal: Proposal, *, answers: Mapping[str, str], base: int, by: Actor, at: datetime
) -> None:
    """Keep what somebody typed who was signed out meanwhile; the next sign-in brings it back.

    `by` is whom the page was made for, not whoever sends it: nothing is written into the text.
    """
    current = locked(proposal)
    before = Revision.objects.text_at(current, base)
    new = changed(before, tidied(answers))
    _keep(current, changed(current.draft, new), KeptText.Why.SIGNED_OUT, base=base, by=by, at=at)


@transaction.atomic
def let_go(proposal: Proposal, *, keys: Collection[str], by: Actor, at: datetime) -> None:
    """Settle what is kept for somebody under the keys: what stands is to stay."""
    _let_go(locked(proposal), keys, by=by, at=at)


def revise(
    proposal: Proposal,
    changes: Changes,
    *,
    by: Actor,
    at: datetime,
    how: Revision.How = Revision.How.TYPED,
    restored: int | None = None,
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
    proposal.wanted_cities.set(City.objects.filter(slug__in=wanted(text)))


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


def _record_sitting(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Record that somebody saved, once a sitting; each save has its revision anyhow."""
    last = proposal.revisions.filter(number=proposal.version).first()
    if last is None or last.by_id != _key(by) or at - last.at > SITTING:
        Event.objects.record(
            ProposalEvent.SAVED, proposal, by=by, at=at, version=proposal.version + 1
        )


def _keep(
    proposal: Proposal,
    answers: Mapping[str, str],
    why: KeptText.Why,
    *,
    base: int,
    by: Actor,
    at: datetime,
) -> None:
    """Keep answers for a person; a newer one takes the place of the one that waits."""
    waiting = proposal.kept_texts.waiting().filter(person=by.user, key__in=answers)
    known = set(waiting.filter(why=why).values_list("key", "text"))
    new = {key: text for key, text in answers.items() if (key, text) not in known}
    waiting.filter(key__in=new).update(settled_at=at)
    KeptText.objects.bulk_create(
        KeptText(proposal=proposal, person=by.user, key=key, text=text, base=base, why=why, at=at)
        for key, text in new.items()
    )


def _let_go(proposal: Proposal, keys: Collection[str], *, by: Actor, at: datetime) -> None:
    if keys:
        waiting = proposal.kept_texts.waiting().filter(person=by.user, key__in=keys)
        waiting.update(settled_at=at)


def _key(by: Actor) -> int | None:
    return None if by.user is None else by.user.pk
