"""Writing a proposal: a draft is begun, saved, and what could not be placed is settled.

Whatever somebody sends is kept: in the text, beside it where somebody else changed the same
answer, or, once the text is closed, for its writer alone. Nothing overwrites unseen.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cities.models import City
from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.lifecycle import PROPOSAL
from initiatives.merging import merge
from initiatives.models import KeptText, Numbering, Proposal, Revision
from initiatives.operations import keeping
from initiatives.operations.revising import Page, locked, revise
from initiatives.questions import Changes, Text, changed, tidied
from initiatives.results.kept import contested, waiting_for
from initiatives.results.revisions import SITTING
from initiatives.rules import proposals as rules


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
    shown: Collection[str] = (),
    released: Collection[str] = (),
    page: Page | None = None,
) -> Saved:
    """Bring the answers, typed over version `base`, into the text that stands.

    An answer that somebody else changed meanwhile, and one that still waits from an earlier such
    case, is kept beside the text, unless its key is among the `settled`: then its writer has
    seen at `base` what stands now, and this one is to stand. Under the `released` keys what
    stands is to stay. A closed text changes no more; all that is new is kept.

    `shown` are the keys under which the page had put what was kept into its boxes: where nobody
    else changed the answer since, it is written without a question. What the same `page` wrote
    after `base` counts as read there; what it sent before that, and comes later, is filed away.
    """
    if reason := rules.why_not_write(by, proposal):
        raise PermissionDenied(reason)
    current = locked(proposal)
    base = min(base, current.version)
    typed = tidied(answers)
    before, overtaken = _read(current, typed, base=base, by=by, page=page)
    filed = {key: text for key, text in typed.items() if key in released} | overtaken
    keeping.file_away(current, changed(current.draft, filed), base=base, by=by, at=at)
    keeping.let_go(current, released, by=by, at=at)
    typed = {key: text for key, text in typed.items() if key not in filed}
    if rules.closed_text(current):
        kept: Changes = changed(current.draft, changed(before, typed))
        why = KeptText.Why.CLOSED
    else:
        seen = {key for key in settled if before.get(key, "") == current.draft.get(key, "")}
        kept = _write(current, before, typed, seen=seen, shown=shown, page=page, by=by, at=at)
        why = KeptText.Why.CONFLICT
    keeping.keep(current, kept, why, base=base, by=by, at=at)
    return Saved(current, kept, why if kept else None)


def _write(
    current: Proposal,
    before: Text,
    typed: Changes,
    *,
    seen: Collection[str],
    shown: Collection[str],
    page: Page | None,
    by: Actor,
    at: datetime,
) -> Changes:
    """Write what may be written, settle what waits no more, and return what is to be kept."""
    waiting = waiting_for(current, by.user)
    torn = contested(current, waiting, shown)
    done = {*seen, *((set(shown) & set(typed)) - torn)}
    merged = merge(base=before, typed=typed, stands=current.draft, contested=torn, settled=done)
    if merged.changes:
        _record_sitting(current, by=by, at=at)
        revise(current, merged.changes, by=by, at=at, page=page)
    stand = {key for key, row in waiting.items() if row.text == current.draft.get(key, "")}
    keeping.let_go(current, done | (stand & set(typed)), by=by, at=at)
    return merged.conflicts


def _read(
    current: Proposal, typed: Changes, *, base: int, by: Actor, page: Page | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text that a page had read, and what of the typed its later sendings overtook."""
    if base == current.version:
        return current.draft, {}
    before = Revision.objects.text_at(current, base)
    if page is None or by.user is None:
        return before, {}
    own = Revision.objects.own(current, page.key, by.user, after=base)
    overtaken = {
        key: text
        for key, text in typed.items()
        if key in own
        and page.turn is not None
        and own[key].turn > page.turn
        and own[key].text != text
    }
    return {**before, **{key: one.text for key, one in own.items()}}, overtaken


@transaction.atomic
def keep_for(
    proposal: Proposal,
    *,
    answers: Mapping[str, str],
    base: int,
    by: Actor,
    at: datetime,
    page: Page | None = None,
) -> None:
    """Keep what somebody typed who was signed out meanwhile; the next sign-in brings it back.

    `by` is whom the page was made for, not whoever sends it: nothing is written into the text.
    Raises KeepsTooMuch where more arrives in a day than anybody types.
    """
    current = locked(proposal)
    base = min(base, current.version)
    before = Revision.objects.text_at(current, base)
    own = {}
    if page is not None and by.user is not None:
        own = Revision.objects.own(current, page.key, by.user, after=base)
    known = {**before, **{key: one.text for key, one in own.items()}}
    new = changed(current.draft, changed(known, tidied(answers)))
    if not new:
        return
    keeping.refuse_too_much(current, by, at=at)
    bases = {key: own[key].number if key in own else base for key in new}
    keeping.keep(current, new, KeptText.Why.SIGNED_OUT, base=bases, by=by, at=at)


@transaction.atomic
def let_go(proposal: Proposal, *, keys: Collection[str], by: Actor, at: datetime) -> None:
    """Settle what is kept for somebody under the keys: what stands is to stay."""
    keeping.let_go(locked(proposal), keys, by=by, at=at)


def _record_sitting(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Record that somebody saved, once a sitting; each save has its revision anyhow."""
    last = proposal.revisions.filter(number=proposal.version).first()
    if last is None or last.by_id != (by.user and by.user.pk) or at - last.at > SITTING:
        Event.objects.record(
            ProposalEvent.SAVED, proposal, by=by, at=at, version=proposal.version + 1
        )
