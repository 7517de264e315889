"""Writing an agreement, sending it to the councils, taking it back, ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from agreements import results, rules
from agreements.events import AgreementEvent, VersionEvent
from agreements.lifecycle import AGREEMENT
from agreements.models import Agreement, Party, Text, Version, normalised
from agreements.operations import acts
from agreements.operations.settling import settle
from cities.models import Organisation
from collaborative.lifecycle import StaleState, explain
from collaborative.models import Actor, Event
from collaborative.wording import moment
from initiatives.models import Proposal
from training.models import Programme
from training.operations import programmes

LONGEST_SLUG = 60
WITH_A_COUNCIL = frozenset({Organisation.Kind.CITY, Organisation.Kind.COUNTY})
"""Kinds of body whose council adopts, unless the terms say otherwise."""
RESERVED = frozenset({"exports", "new", "programmes", "records", "register"})
"""Addresses under /agreements/ that are pages of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an agreement says while it is a draft.

    `text` is Markdown. `signers` are the parties that sign without an act of a council; None
    means all that are neither city nor county. `required_adoptions` is how many councils bind by
    the agreement's own terms; None means every party's. `training_programme` names the one that it
    is about; an agreement from a proposal is about none. `supersedes` is an older agreement that it
    replaces. `is_sample` marks what was invented for demonstration, for good; `text_source` names
    the record that the words were taken from; `address` is the last part of the page's address,
    made of the title where it is "".
    """

    title: str
    kind: str
    purpose: str = ""
    training_programme: str = ""
    supersedes: Agreement | None = None
    text: str = ""
    parties: Sequence[Organisation] = ()
    signers: Sequence[Organisation] | None = None
    required_adoptions: int | None = None
    is_sample: bool = False
    text_source: str = ""
    address: str = ""


@transaction.atomic
def draft(terms: Terms, *, proposal: Proposal | None = None, by: Actor, at: datetime) -> Agreement:
    """Begin an agreement, from a chosen proposal or from none."""
    reason = rules.why_not_draft_from(by, proposal) if proposal else rules.why_not_draft(by)
    if reason:
        raise PermissionDenied(reason)
    return begin(terms, proposal=proposal, by=by, at=at)


def begin(
    terms: Terms,
    *,
    proposal: Proposal | None = None,
    programme: Programme | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Write a new draft, its first version and its parties; who may was asked before."""
    agreement = Agreement.objects.create(
        state=AGREEMENT.start,
        state_since=at,
        slug=_free_slug(terms.address or terms.title),
        title=terms.title,
        kind=terms.kind,
        purpose=terms.purpose,
        proposal=proposal,
        programme=programme,
        training_programme=terms.training_programme,
        supersedes=terms.supersedes,
        required_adoptions=terms.required_adoptions,
        is_sample=terms.is_sample,
    )
    Version.objects.create(
        agreement=agreement, number=1, draft=normalised(terms.text), source=terms.text_source
    )
    _name(agreement, terms.parties, terms.signers)
    Event.objects.record(
        AgreementEvent.DRAFTED,
        agreement,
        by=by,
        at=at,
        proposal=proposal.reference if proposal else "",
        parties=[party.name for party in terms.parties],
    )
    return agreement


@transaction.atomic
def change(agreement: Agreement, *, terms: Terms, revision: int, by: Actor, at: datetime) -> None:
    """Change a draft that is still as it was when `revision` was read.

    Raises StaleState, with nothing changed, when somebody saved it in between.
    """
    if reason := rules.why_not_draft(by):
        raise PermissionDenied(reason)
    changed = Agreement.objects.filter(
        pk=agreement.pk, state=Agreement.State.DRAFT, revision=revision
    ).update(
        revision=F("revision") + 1,
        title=terms.title,
        kind=terms.kind,
        purpose=terms.purpose,
        training_programme=terms.training_programme,
        supersedes=terms.supersedes,
        required_adoptions=terms.required_adoptions,
    )
    if not changed:
        raise StaleState(saved_in_between(agreement))
    agreement.refresh_from_db()
    draft = normalised(terms.text)
    Version.objects.in_draft().filter(agreement=agreement).update(draft=draft)
    _name(agreement, terms.parties, terms.signers)
    names = [party.name for party in terms.parties]
    Event.objects.record(AgreementEvent.CHANGED, agreement, by=by, at=at, parties=names)


@transaction.atomic
def name_parties(
    agreement: Agreement, *, organisations: Sequence[Organisation], by: Actor, at: datetime
) -> None:
    """Make these bodies, and no others, the parties to a draft."""
    if reason := rules.why_not_draft(by):
        raise PermissionDenied(reason)
    held = Agreement.objects.filter(pk=agreement.pk, state=Agreement.State.DRAFT)
    if not held.update(revision=F("revision") + 1):
        raise StaleState(saved_in_between(agreement))
    agreement.refresh_from_db()
    _name(agreement, organisations)
    Event.objects.record(
        AgreementEvent.CHANGED,
        agreement,
        by=by,
        at=at,
        parties=[body.name for body in organisations],
    )


@transaction.atomic
def circulate(agreement: Agreement, *, sha256: str = "", by: Actor, at: datetime) -> Version:
    """Fix the draft's words and send them to every party's council. They never change again.

    A later version goes out beside the one that stands, which stays as it is until enough councils
    have adopted the new one. `sha256` is that of the words that were read before the step was
    taken; where somebody changed them since, StaleState is raised and nothing goes out. "" takes
    the words as they are. Gaps in the required terms are no hindrance; the Event names them.
    """
    if reason := rules.why_not_draft(by):
        raise PermissionDenied(reason)
    held = acts.hold(agreement)
    version = Version.objects.in_draft().filter(agreement=held).first()
    if version is None:
        raise StaleState(explain(agreement))
    detail = _told(version)
    if held.state in rules.OPEN_TO_ACTS:
        Event.objects.record(VersionEvent.CIRCULATED, agreement, by=by, at=at, **detail)
    else:
        AGREEMENT.advance(
            agreement, AgreementEvent.CIRCULATED, by=by, at=at, detail=detail, state_since=at
        )
    # The step holds the row, so nobody takes a party away between this look and the end; and it
    # comes first, so that whoever comes second reads who was first and when.
    if reason := rules.why_not_ready(held):
        raise PermissionDenied(reason)
    version = fix_text(agreement, at=at)
    if sha256 and version.text and version.text.sha256 != sha256:
        raise StaleState(saved_in_between(agreement))
    if version.number > 1:
        # A council may have adopted these very words before they were circulated.
        settle(acts.hold(agreement), by=by, at=at)
    return version


def _told(version: Version) -> dict[str, object]:
    """What the Event says of a text that goes out: what nobody found in it, and what is open."""
    gaps = results.gaps(results.checklist_of(version))
    return {
        "version": version.number,
        "gaps": [gap.term.title for gap in gaps],
        "open_comments": version.comments.unanswered().count(),
    }


def fix_text(agreement: Agreement, *, at: datetime) -> Version:
    """Turn the draft's words into a text that cannot change, within the step that circulates."""
    version = Version.objects.in_draft().get(agreement=agreement)
    version.text = Text.objects.keep(results.kept_words(version))
    version.draft = ""
    version.circulated_at = at
    version.save(update_fields=["text", "draft", "circulated_at"])
    return version


@transaction.atomic
def withdraw(agreement: Agreement, *, reason: str, by: Actor, at: datetime) -> None:
    """Take an agreement back before it is in force; the reason stays on record.

    The programme that it was drafted of, if any, stands as judged again and can become another.
    """
    if why_not := rules.why_not_draft(by):
        raise PermissionDenied(why_not)
    AGREEMENT.advance(
        agreement,
        AgreementEvent.WITHDRAWN,
        by=by,
        at=at,
        detail={"reason": reason},
        state_since=at,
    )
    if agreement.programme is not None:
        programmes.come_back(agreement.programme, reason=reason, by=by, at=at)


@transaction.atomic
def end(agreement: Agreement, *, reason: str, on: date, by: Actor, at: datetime) -> None:
    """End an agreement in force; `on` is its last day, the reason stays on record."""
    if why_not := rules.why_not_draft(by):
        raise PermissionDenied(why_not)
    AGREEMENT.advance(
        agreement,
        AgreementEvent.ENDED,
        by=by,
        at=at,
        detail={"reason": reason, "on": on},
        ended_on=on,
        state_since=at,
    )


def _name(
    agreement: Agreement,
    organisations: Sequence[Organisation],
    signers: Sequence[Organisation] | None = None,
) -> None:
    """Bring the parties in line, touching only those that differ."""
    wanted = {body.pk for body in organisations}
    agreement.parties.exclude(organisation__in=wanted).delete()
    there = set(agreement.parties.values_list("organisation_id", flat=True))
    Party.objects.bulk_create(
        Party(agreement=agreement, organisation_id=key) for key in sorted(wanted - there)
    )
    if signers is None:
        signers = [body for body in organisations if body.kind not in WITH_A_COUNCIL]
    alone = {body.pk for body in signers}
    agreement.parties.filter(adopts=True, organisation__in=alone).update(adopts=False)
    agreement.parties.filter(adopts=False).exclude(organisation__in=alone).update(adopts=True)


def _free_slug(title: str) -> str:
    """The title as an address that no other agreement has, with a number where it must."""
    stem = slugify(title) or "agreement"
    if len(stem) > LONGEST_SLUG:
        stem = stem[: LONGEST_SLUG + 1].rpartition("-")[0] or stem[:LONGEST_SLUG]
    taken = set(Agreement.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= RESERVED
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 2))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def saved_in_between(agreement: Agreement) -> str:
    """Say who changed a draft last, and when, to somebody whose words were not saved over it."""
    last = Event.objects.about(agreement).select_related("by").order_by("-pk").first()
    if last is None:
        return f"“{agreement}” was changed while you wrote. Look at it as it stands now."
    return (
        f"{last.who} changed “{agreement}” on {moment(last.at)}, while you wrote. "
        "Your words were not saved over theirs: compare the two, then save again."
    )
